//! The variables of a process that a container platform starts beside a service named greffe.

use crate::support::backend::folder;
use crate::support::command::{SECRET, greffe};
use std::process::Output;

/// What Kubernetes puts there for the services greffe and greffe-web, and Docker for a link.
const PLATFORMS: [(&str, &str); 14] = [
    ("GREFFE_PORT", "tcp://10.0.0.1:8080"),
    ("GREFFE_SERVICE_HOST", "10.0.0.1"),
    ("GREFFE_SERVICE_PORT", "8080"),
    ("GREFFE_SERVICE_PORT_HTTP", "8080"),
    ("GREFFE_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
    ("GREFFE_PORT_8080_TCP_ADDR", "10.0.0.1"),
    ("GREFFE_PORT_8080_TCP_PORT", "8080"),
    ("GREFFE_PORT_8080_TCP_PROTO", "tcp"),
    ("GREFFE_WEB_SERVICE_HOST", "10.0.0.2"),
    ("GREFFE_WEB_PORT", "tcp://10.0.0.2:80"),
    ("GREFFE_WEB_PORT_80_TCP_ADDR", "10.0.0.2"),
    ("GREFFE_1_PORT", "tcp://172.17.0.5:8080"),
    ("GREFFE_NAME", "/web/greffe"),
    ("GREFFE_ENV_PATH", "/bin"),
];

fn run(arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String, String) {
    let mut command = greffe(arguments);
    command.envs(variables.iter().copied()).env("GREFFE_SIGNING_SECRET", SECRET);
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn what_a_container_platform_sets_stops_nobody_and_is_named_once() {
    let database = folder().join("environment.db");
    let database = format!("sqlite:{}", database.display());
    for command in [
        &["check-config"][..],
        &["migrate", "--database-url", &database],
        &["rules", "list"],
        &["openapi"],
        &["database", "grants", "--role", "x"],
    ] {
        let (is_done, _, log) = run(command, &PLATFORMS);
        assert!(is_done, "{command:?}: {log}");
        let lines: Vec<_> = log.lines().filter(|line| line.contains("are ignored")).collect();
        let [line] = lines.as_slice() else { panic!("{command:?}: {log}") };
        for (name, _) in PLATFORMS {
            assert!(line.contains(name), "{command:?}: no {name} in {line}");
        }
        let (_, _, quiet) = run(command, &[]);
        assert!(!quiet.contains("are ignored"), "{quiet}");
    }
    // Who serves gets as far as the database, which is a folder.
    for command in ["serve", "demo"] {
        let file = std::env::temp_dir();
        let arguments = [command, "--database-url", &format!("sqlite:{}", file.display())];
        let (_, _, log) = run(&arguments, &PLATFORMS);
        assert!(log.contains("are ignored") && !log.contains("invalid value"), "{command}: {log}");
    }
}

#[test]
fn the_port_is_what_somebody_set_and_never_what_a_platform_did() {
    let port = |variables: &[(&str, &str)], more: &[&str]| {
        let arguments: Vec<_> = ["check-config"].iter().chain(more).copied().collect();
        let (is_done, said, log) = run(&arguments, variables);
        assert!(is_done, "{log}");
        said.split("127.0.0.1:").nth(1).unwrap().split([',', '.']).next().unwrap().to_owned()
    };
    let link = ("GREFFE_PORT", "tcp://10.0.0.1:8080");
    assert_eq!(port(&[link], &[]), "8080");
    assert_eq!(port(&[link], &["--port", "8082"]), "8082");
    assert_eq!(port(&[("GREFFE_PORT", "8081"), ("GREFFE_SERVICE_HOST", "10.0.0.1")], &[]), "8081");
    let file = folder().join("environment.toml");
    std::fs::write(&file, "port = 8083\n").unwrap();
    let file = ["--config", file.to_str().unwrap()];
    assert_eq!(port(&[link], &file), "8083", "a platform's variable hides no setting of the file");
    assert_eq!(port(&[("GREFFE_PORT", "8081")], &file), "8081");
}

#[test]
fn beside_a_platforms_variables_a_mistake_is_still_fatal() {
    for mistake in [("GREFFE_PROT", "80"), ("GREFFE_PORT_HTTP", "80"), ("GREFFE_SERVICE_HOSTS", "10.0.0.1")] {
        let variables: Vec<_> = PLATFORMS.into_iter().chain([mistake]).collect();
        let (is_done, _, said) = run(&["check-config"], &variables);
        assert!(!is_done && said.contains(&format!("unknown environment variable {}", mistake.0)), "{said}");
    }
    for port in ["tcp://", "http://10.0.0.1:8080", "808O"] {
        let (is_done, _, said) = run(&["check-config"], &[("GREFFE_PORT", port)]);
        assert!(!is_done && said.contains("--port"), "{said}");
    }
}
