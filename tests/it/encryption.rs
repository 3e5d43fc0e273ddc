//! The way to PostgreSQL: what a URL says of TLS is what happens, or nothing does.

use crate::support::backend::{Database, admin, folder, on, server};
use crate::support::cluster::{Authority, Certified, Cluster};
use crate::support::command::{self, SECRET, outcome};
use crate::support::*;
use assert_cmd::Command;
use diesel::connection::SimpleConnection as _;
use greffe::db::{DatabaseUrl, Db};
use greffe::error::Code;

/// Nobody comes in in the clear.
const TLS_ONLY: &str = "hostssl all all 127.0.0.1/32 trust\n";

fn greffe(arguments: &[&str], url: &str) -> Command {
    let mut command = command::greffe(arguments);
    command.env("GREFFE_DATABASE_URL", url).env("GREFFE_SIGNING_SECRET", SECRET);
    command
}

/// What a command says, where it succeeds.
#[track_caller]
fn says(command: &mut Command) -> String {
    let (is_done, said) = outcome(command);
    assert!(is_done, "{said}");
    said
}

/// What a command complains of, where it fails: in no case with the password.
#[track_caller]
fn complains(command: &mut Command) -> String {
    let said = command::complains(command);
    assert!(!said.contains("hunter2"), "{said}");
    said
}

/// A connection is refused with these words.
#[track_caller]
fn is_refused(url: &str, words: &[&str]) {
    has_all(&complains(&mut greffe(&["check-config", "--connect"], url)), words);
}

/// Nothing is served over such a connection, and the same is said.
#[track_caller]
fn is_refused_at_the_start(url: &str, words: &[&str]) {
    is_refused(url, words);
    has_all(&complains(&mut greffe(&["serve", "--port", "0", "--database-wait-ms", "1500"], url)), words);
}

#[track_caller]
fn has_all(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "no {word} in: {said}");
    }
}

fn of_localhost(authority: &Authority) -> Certified {
    authority.server("localhost", 2090)
}

#[test]
fn a_server_that_takes_tls_only_is_reached_as_the_url_says_on_postgres() {
    let authority = Authority::new("ours");
    let Some(cluster) = Cluster::start(Some(&of_localhost(&authority)), &authority, TLS_ONLY) else { return };
    let roots = cluster.file("ca.pem", &authority.pem());
    let modes = [
        "sslmode=require".to_owned(),
        "sslmode=prefer".to_owned(),
        "ssl=true".to_owned(),
        format!("sslmode=verify-ca&sslrootcert={roots}"),
        format!("sslmode=verify-full&sslrootcert={roots}"),
        format!(
            "sslmode=verify-full&sslrootcert={roots}&sslnegotiation=postgres&ssl_min_protocol_version=TLSv1.3"
        ),
        format!("sslrootcert={roots}"),
    ];
    let url = |mode: &str| cluster.url("postgres:hunter2", mode);
    let missing = complains(&mut greffe(&["check-config", "--connect"], &url("sslmode=require")));
    assert!(missing.contains("greffe migrate"), "{missing}");
    says(&mut greffe(&["migrate"], &url("sslmode=require")));
    for mode in &modes {
        let said = says(&mut greffe(&["check-config", "--connect"], &url(mode)));
        has_all(&said, &["PostgreSQL ", "encrypted (TLSv1.3, TLS_", "up to date", "by postgres"]);
        assert!(!said.contains("hunter2"), "{said}");
    }
    // The variables of libpq are heard, and what the URL says goes before them.
    let mut by_variables = greffe(&["check-config", "--connect"], &url("connect_timeout=5"));
    by_variables.env("PGSSLMODE", "verify-full").env("PGSSLROOTCERT", &roots);
    assert!(says(&mut by_variables).contains("encrypted (TLSv1.3"));
    is_refused(&url("sslmode=disable"), &["no encryption", "sslmode", "verify-full"]);
    let trusting = url(&format!("sslmode=verify-full&sslrootcert={roots}"));
    let db = Db::open(&trusting.parse().unwrap(), 1, std::time::Duration::from_secs(10)).unwrap();
    assert!(db.read_now(greffe::db::dialect::standing::encryption).unwrap().is_some());
    // A server that goes away is away, by whatever words TLS has for it.
    cluster.stop();
    let lost = db.read_now(|connection| Ok(connection.batch_execute("select 1")?)).unwrap_err();
    assert_eq!(lost.code(), Code::Unavailable, "{lost}");
}

#[test]
fn a_server_that_cannot_prove_who_it_is_gets_nothing_on_postgres() {
    let (authority, other) = (Authority::new("ours"), Authority::new("theirs"));
    let Some(cluster) = Cluster::start(Some(&of_localhost(&authority)), &authority, TLS_ONLY) else { return };
    let roots = cluster.file("ca.pem", &authority.pem());
    let others = cluster.file("other.pem", &other.pem());
    let url = |mode: &str| cluster.url("postgres:hunter2", mode);
    let unknown = ["sslrootcert", "certificate verify failed", "an authority that sslrootcert does not hold"];
    is_refused_at_the_start(&url(&format!("sslmode=verify-full&sslrootcert={others}")), &unknown);
    is_refused(&url(&format!("sslmode=verify-ca&sslrootcert={others}")), &unknown);
    // An authority that was made anew has the old name and another key, and what fails first is the signature.
    let renewed = cluster.file("renewed.pem", &Authority::new("ours").pem());
    is_refused(&url(&format!("sslmode=verify-full&sslrootcert={renewed}")), &["sslrootcert", unknown[2]]);
    // An authority that is named is asked, whatever else was not said.
    is_refused(&url(&format!("sslmode=require&sslrootcert={others}")), &unknown);
    is_refused(&url(&format!("sslrootcert={others}")), &unknown);
    is_refused(&url("sslrootcert=system"), &["certificate verify failed", "sslrootcert"]);
    is_refused(
        &url(&format!("sslmode=verify-full&sslrootcert={}", cluster.file("no.pem", "x"))),
        &["sslrootcert"],
    );
    let named = |mode: &str| url(mode).replace("@localhost:", "@127.0.0.1:");
    let wrong_name = ["verify-full", "127.0.0.1", "a name that its certificate holds"];
    is_refused_at_the_start(&named(&format!("sslmode=verify-full&sslrootcert={roots}")), &wrong_name);
    says(&mut greffe(&["migrate"], &named(&format!("sslmode=verify-ca&sslrootcert={roots}"))));
    let nobody = cluster.file("nobody.pem", &authority.revoked(false));
    says(&mut greffe(
        &["migrate"],
        &url(&format!("sslmode=verify-full&sslrootcert={roots}&sslcrl={nobody}")),
    ));
    let revoked = cluster.file("revoked.pem", &authority.revoked(true));
    is_refused(
        &url(&format!("sslmode=verify-full&sslrootcert={roots}&sslcrl={revoked}")),
        &["sslcrl", "revoked"],
    );
}

#[test]
fn a_certificate_that_has_expired_is_refused_on_postgres() {
    let authority = Authority::new("ours");
    let expired = authority.server("localhost", 2021);
    let Some(cluster) = Cluster::start(Some(&expired), &authority, TLS_ONLY) else { return };
    let roots = cluster.file("ca.pem", &authority.pem());
    let words = ["sslrootcert", "certificate verify failed", "has expired"];
    let full = cluster.url("postgres:hunter2", &format!("sslmode=verify-full&sslrootcert={roots}"));
    is_refused_at_the_start(&full, &words);
    is_refused(&cluster.url("postgres:hunter2", &format!("sslmode=verify-ca&sslrootcert={roots}")), &words);
}

#[test]
fn a_server_without_tls_is_refused_where_tls_is_asked_for_on_postgres() {
    let authority = Authority::new("ours");
    let anybody = "host all all 127.0.0.1/32 trust\n";
    let Some(cluster) = Cluster::start(None, &authority, anybody) else { return };
    let roots = cluster.file("ca.pem", &authority.pem());
    let full = format!("sslmode=verify-full&sslrootcert={roots}");
    for mode in ["sslmode=require", "ssl=true", &full, &format!("sslrootcert={roots}")] {
        let words = ["server does not support SSL", "sslmode", "ssl = on"];
        is_refused(&cluster.url("postgres:hunter2", mode), &words);
    }
    is_refused_at_the_start(&cluster.url("postgres:hunter2", "sslmode=require"), &["ssl = on"]);
    for mode in ["sslmode=disable", "sslmode=prefer"] {
        let url = cluster.url("postgres:hunter2", mode);
        says(&mut greffe(&["migrate"], &url));
        let said = says(&mut greffe(&["check-config", "--connect"], &url));
        assert!(said.contains("not encrypted"), "{said}");
    }
}

#[test]
fn a_server_may_want_a_certificate_of_its_client_on_postgres() {
    let (authority, other) = (Authority::new("ours"), Authority::new("theirs"));
    let proven = "hostssl all all 127.0.0.1/32 trust clientcert=verify-full\n";
    let Some(cluster) = Cluster::start(Some(&of_localhost(&authority)), &authority, proven) else { return };
    let kept = |name: &str, client: &Certified| {
        let certificate = cluster.file(&format!("{name}.crt"), &client.certificate);
        (certificate, cluster.file(&format!("{name}.key"), &client.key))
    };
    let (certificate, key) = kept("mine", &authority.client("postgres"));
    let roots = cluster.file("ca.pem", &authority.pem());
    let url = |more: &str| {
        cluster.url("postgres:hunter2", &format!("sslmode=verify-full&sslrootcert={roots}{more}"))
    };
    let good = url(&format!("&sslcert={certificate}&sslkey={key}"));
    says(&mut greffe(&["migrate"], &good));
    assert!(says(&mut greffe(&["check-config", "--connect"], &good)).contains("encrypted (TLSv1.3"));
    is_refused_at_the_start(&url(""), &["sslcert", "sslkey", "certificate of this client"]);
    let (somebodys, theirs) = kept("other", &authority.client("somebody"));
    is_refused(
        &url(&format!("&sslcert={somebodys}&sslkey={theirs}")),
        &["sslcert", "does not take who connects"],
    );
    is_refused(
        &url(&format!("&sslcert={certificate}&sslkey={theirs}")),
        &["sslkey", "do not belong together"],
    );
    let (unknown, secret) = kept("unknown", &other.client("postgres"));
    is_refused(&url(&format!("&sslcert={unknown}&sslkey={secret}")), &["sslcert", "does not know"]);
    let broken = cluster.file("broken.key", "no key");
    is_refused(&url(&format!("&sslcert={certificate}&sslkey={broken}")), &["sslkey", &broken]);
    let open = cluster.file("open.key", &authority.client("postgres").key);
    let everybody = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(&open, everybody).unwrap();
    is_refused(&url(&format!("&sslcert={certificate}&sslkey={open}")), &["sslkey", &open]);
}

#[test]
fn what_cannot_be_honoured_is_refused_before_anything_is_sent() {
    let place = folder().join("encryption");
    std::fs::create_dir_all(&place).unwrap();
    let file = |name: &str, content: &str| {
        std::fs::write(place.join(name), content).unwrap();
        place.join(name).to_str().unwrap().to_owned()
    };
    let some = file("some.pem", "some");
    let far = |parameters: &str| format!("postgres://greffe:hunter2@db.invalid/greffe?{parameters}");
    for (parameters, words) in [
        ("sslmode=prefer", &["sslmode=prefer", "verify-full", "sslmode=disable"][..]),
        ("sslmode=allow", &["sslmode=allow", "verify-full"]),
        ("sslmode=on", &["sslmode", "on"]),
        ("sslmode=", &["sslmode"]),
        ("sslmod=require", &["sslmod"]),
        ("sslmode=verify-full", &["sslmode=verify-full", "sslrootcert"]),
        ("sslmode=verify-ca", &["sslmode=verify-ca", "sslrootcert"]),
        ("sslmode=require&sslrootcert=system", &["sslmode=require", "verify-full"]),
        ("sslrootcert=/no/such.pem", &["sslrootcert", "/no/such.pem"]),
        ("sslcert=/no/such.pem", &["sslcert", "/no/such.pem"]),
        ("sslkey=/no/such.pem", &["sslkey", "/no/such.pem"]),
        ("sslcrl=/no/such.pem", &["sslcrl", "/no/such.pem"]),
        ("passfile=/no/such", &["passfile", "/no/such"]),
        (&format!("sslkey={some}"), &["sslkey", "sslcert"]),
        (&format!("sslrootcert={some}&sslcrl={some}"), &["sslcrl", "revoked"]),
        (&format!("sslcrl={some}"), &["sslcrl", "sslrootcert"]),
        (&format!("passfile={some}"), &["passfile", "chmod 600"]),
        (&format!("sslrootcert={}", place.display()), &["sslrootcert", "folder"]),
        (
            &format!("sslcert={some}&sslkey={}", file("k", "ENCRYPTED PRIVATE KEY")),
            &["sslkey", "sslpassword"],
        ),
        ("gssencmode=require", &["gssencmode"]),
        ("sslmode=require&sslkeylogfile=/tmp/keys", &["sslkeylogfile"]),
        ("sslnegotiation=direct&sslmode=disable", &["sslnegotiation"]),
        ("service=mine", &["service", "sslmode"]),
    ] {
        for command in [&["check-config"][..], &["migrate"]] {
            has_all(&complains(&mut greffe(command, &far(parameters))), words);
        }
    }
    for (variable, value) in [
        ("PGSSLMODE", "prefer"),
        ("PGSSLMODE", "on"),
        ("PGSSLROOTCERT", "/no/such.pem"),
        ("PGSSLCERT", "/no/such.pem"),
        ("PGSSLCRL", "/no/such.pem"),
        ("PGPASSFILE", "/no/such"),
        ("PGSERVICE", "mine"),
    ] {
        let said = complains(greffe(&["check-config"], &far("connect_timeout=1")).env(variable, value));
        let names_it = said.contains(variable) || variable == "PGSSLMODE" && said.contains("sslmode");
        assert!(names_it && said.contains(if variable == "PGSERVICE" { "sslmode" } else { value }), "{said}");
    }
    // Where it is, too, may be said by a variable.
    let nowhere = "postgres:///greffe?sslmode=prefer";
    complains(greffe(&["check-config"], nowhere).env("PGHOST", "db.invalid"));
    for (url, variable) in [
        (far("sslmode=require"), ("PGSSLMODE", "prefer")),
        (far("sslmode=disable"), ("PGX", "")),
        (far("connect_timeout=1"), ("PGSSLMODE", "require")),
        (far("connect_timeout=1"), ("PGX", "")),
        (nowhere.to_owned(), ("PGHOST", "/run/postgresql")),
        ("postgres://greffe@127.0.0.1/greffe?sslmode=prefer".to_owned(), ("PGX", "")),
        ("postgres://greffe@db.invalid/greffe?hostaddr=127.0.0.1&sslmode=prefer".to_owned(), ("PGX", "")),
    ] {
        says(greffe(&["check-config"], &url).env(variable.0, variable.1));
    }
}

#[test]
fn over_a_network_what_says_nothing_of_tls_means_it() {
    use secrecy::ExposeSecret as _;
    let completed = |url: &str| match url.parse().unwrap() {
        DatabaseUrl::Postgres(url) => url.expose_secret().to_owned(),
        DatabaseUrl::Sqlite(_) => unreachable!(),
    };
    for far in
        ["postgres://db.invalid/greffe", "postgres://127.0.0.1,db.invalid/greffe", "postgres://192.0.2.1"]
    {
        assert!(completed(far).contains("sslmode=require"), "{far}");
    }
    for near in ["postgres://127.0.0.1/greffe", "postgres://[::1]:5433/greffe", "postgres://%2Frun/greffe"] {
        assert!(!completed(near).contains("sslmode"), "{near}");
    }
}

/// `check-config --connect` says how a database stands, and changes nothing of it.
fn a_database_is_looked_at(api: &Api) {
    let database = Database::blank(api.backend());
    let check = || greffe(&["check-config", "--connect"], &database.spelled());
    let missing = complains(&mut check());
    assert!(missing.contains("greffe migrate") && missing.contains("GREFFE_DATABASE_URL"), "{missing}");
    if let DatabaseUrl::Sqlite(path) = &database.url {
        assert!(!path.exists(), "a database was made");
    }
    says(&mut greffe(&["migrate"], &database.spelled()));
    let said = says(&mut check());
    assert!(said.contains("The schema is up to date, and can be written to"), "{said}");
    let db = database.open(1);
    db.write_now(|connection| {
        connection.batch_execute("delete from __diesel_schema_migrations where version = (select max(version) from __diesel_schema_migrations)")?;
        Ok(())
    })
    .unwrap();
    drop(db);
    let behind = complains(&mut check());
    assert!(behind.contains("greffe migrate applies 2"), "{behind}");
}

fn who_may_not_write_is_told_so(_: &Api) {
    let server = server();
    let database = Database::create(Backend::Postgres);
    let role = format!("greffe_reader_{}", std::process::id());
    admin(&format!("create role {role} login"));
    let host = server.rsplit('@').next().unwrap();
    let url = format!("postgres://{role}@{host}/{}", database.place);
    let owner = database.open(1);
    let run = |statement: String| {
        owner.read_now(|connection| Ok(connection.batch_execute(&statement)?)).unwrap();
    };
    run(format!("grant select on all tables in schema public to {role}"));
    let said = complains(&mut greffe(&["check-config", "--connect"], &url));
    assert!(said.contains(&role) && said.contains("cases") && said.contains("database grants"), "{said}");
    let grants = greffe(&["database", "grants", "--role", &role], &url).output().unwrap().stdout;
    run(String::from_utf8(grants).unwrap());
    let said = says(&mut greffe(&["check-config", "--connect"], &url));
    assert!(said.contains(&format!("can be written to by {role}")), "{said}");
    run(format!("alter role {role} set default_transaction_read_only = on"));
    assert!(complains(&mut greffe(&["check-config", "--connect"], &url)).contains("read-only"));
    run(format!("drop owned by {role}; drop role {role}"));
}

#[test]
fn who_may_not_write_is_told_so_on_postgres() {
    on(Backend::Postgres, who_may_not_write_is_told_so);
}

on_both!(a_database_is_looked_at);
