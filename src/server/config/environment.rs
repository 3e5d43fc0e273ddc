//! The environment: which of its `GREFFE_` variables are settings, and which a container platform
//! put there.
//!
//! Beside a service that is named greffe, or greffe-something, Kubernetes and Docker's links tell
//! every container where it is: `GREFFE_SERVICE_HOST=10.0.0.1`, `GREFFE_PORT=tcp://10.0.0.1:8080`.
//! Such a variable says nothing of how this program is to run: it is as if it were not set, and the
//! log names it once. `GREFFE_API_URL`, `GREFFE_API_TOKEN` and what else begins so are for clients
//! of the API, which may run beside it, and are left alone. Whatever else begins with `GREFFE_` and
//! is no setting is a mistake, and fatal: a misspelled setting is never silently ignored.

use crate::text::Complaint;
use clap::builder::Resettable;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;

/// The beginning of every variable of this program.
const PREFIX: &str = "GREFFE";

/// The beginnings of those that are for tests and for clients of the API.
const OTHERS: [&str; 2] = ["GREFFE_TEST_", "GREFFE_API_"];

/// The variables of this process, told apart.
#[derive(Debug, Default)]
pub struct Environment {
    set: BTreeSet<String>,
    platforms: BTreeSet<String>,
}

impl Environment {
    /// The variables of this process, where `command` and what is below it say which are settings.
    ///
    /// # Errors
    /// Fails if a variable is neither a setting nor a platform's.
    pub fn of_the_process(command: &clap::Command) -> Result<Self, Complaint> {
        Self::sorted(std::env::vars_os(), &variables(command))
    }

    fn sorted(
        all: impl Iterator<Item = (OsString, OsString)>,
        settings: &BTreeSet<String>,
    ) -> Result<Self, Complaint> {
        let ours: BTreeMap<String, String> = all
            .filter_map(|(name, value)| {
                let name = name.into_string().ok()?;
                let is_ours = name.strip_prefix(PREFIX).is_some_and(|rest| rest.starts_with('_'));
                let is_others = OTHERS.iter().any(|others| name.starts_with(others));
                (is_ours && !is_others).then(|| (name, value.to_string_lossy().into_owned()))
            })
            .collect();
        let mut sorted = Self::default();
        for (name, value) in &ours {
            let is_setting = settings.contains(name);
            // A setting has a name of our own choice: only what it holds can show that somebody
            // else set it.
            let is_platforms = if is_setting {
                name.ends_with("_PORT") && is_link(value)
            } else {
                is_of_a_service(name, value) || is_of_a_link(name, value, &ours)
            };
            match (is_platforms, is_setting) {
                (true, _) => sorted.platforms.insert(name.clone()),
                (false, true) => sorted.set.insert(name.clone()),
                (false, false) => {
                    let known: Vec<_> = settings.iter().map(String::as_str).collect();
                    let known = known.join(", ");
                    return Err(Complaint::new(
                        format!("unknown environment variable {name}. Known: {known}."),
                        format!("variable d'environnement inconnue : {name}. Variables connues : {known}."),
                    ));
                }
            };
        }
        Ok(sorted)
    }

    /// Whether somebody set this setting. What a platform put there does not count.
    #[must_use]
    pub fn sets(&self, variable: &str) -> bool {
        self.set.contains(variable)
    }

    /// The command, blind to the variables that are a platform's.
    #[must_use]
    pub fn without_platform(&self, command: clap::Command) -> clap::Command {
        let is_platforms = |argument: &clap::Arg| {
            let variable = argument.get_env().and_then(|variable| variable.to_str());
            variable.is_some_and(|variable| self.platforms.contains(variable))
        };
        command
            .mut_args(
                |argument| {
                    if is_platforms(&argument) { argument.env(Resettable::Reset) } else { argument }
                },
            )
            .mut_subcommands(|inner| self.without_platform(inner))
    }

    /// The line of the log that names what was ignored, where anything was.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        let names: Vec<_> = self.platforms.iter().map(String::as_str).collect();
        (!names.is_empty()).then(|| {
            format!(
                "a container platform's variables are ignored, they are no settings: {}",
                names.join(", ")
            )
        })
    }
}

/// Every variable that is a setting of any command.
fn variables(command: &clap::Command) -> BTreeSet<String> {
    super::settings(command).into_iter().map(|setting| setting.variable).collect()
}

/// Whether a variable is what Kubernetes says of a service, in its own form and in that of Docker's
/// links: `X_SERVICE_HOST`, `X_SERVICE_PORT`, `X_SERVICE_PORT_NAME`, `X_PORT`, `X_PORT_8080_TCP`
/// and what else there is to say of that.
fn is_of_a_service(name: &str, value: &str) -> bool {
    let is_port = value.parse::<u16>().is_ok();
    let is_place =
        name.ends_with("_SERVICE_HOST") && !value.is_empty() || name.ends_with("_PORT") && is_link(value);
    // A service may itself be named greffe-service: `GREFFE_SERVICE_PORT` is its link then.
    let is_number = is_port
        && name.match_indices("_SERVICE_PORT").any(|(at, found)| {
            let port = name.get(at.saturating_add(found.len())..).unwrap_or_default();
            port.is_empty() || port.len() > 1 && port.starts_with('_')
        });
    is_place || is_number || is_of_a_port(name, value)
}

/// Whether a variable says something of one port of a service:
/// `X_PORT_8080_TCP=tcp://10.0.0.1:8080`, and its parts.
fn is_of_a_port(name: &str, value: &str) -> bool {
    let is_port = value.parse::<u16>().is_ok();
    name.match_indices("_PORT_").any(|(at, found)| {
        let mut parts = name.get(at.saturating_add(found.len())..).unwrap_or_default().splitn(3, '_');
        let number = parts.next().is_some_and(|number| number.parse::<u16>().is_ok());
        let protocol = parts.next().is_some_and(|protocol| matches!(protocol, "TCP" | "UDP" | "SCTP"));
        // Docker adds the ends of a range of ports.
        let says = match parts.next() {
            None | Some("START" | "END") => is_link(value),
            Some("PORT" | "PORT_START" | "PORT_END") => is_port,
            Some("PROTO") => matches!(value, "tcp" | "udp" | "sctp"),
            Some("ADDR") => !value.is_empty(),
            Some(_) => false,
        };
        number && protocol && says
    })
}

/// Whether a variable is what Docker says of a container that this one is linked to:
/// `X_NAME=/this/x`, and with it `X_ENV_` and every variable of that container.
fn is_of_a_link(name: &str, value: &str, all: &BTreeMap<String, String>) -> bool {
    let is_name = |value: &str| value.strip_prefix('/').is_some_and(|path| path.contains('/'));
    if name.ends_with("_NAME") {
        return is_name(value);
    }
    name.match_indices("_ENV_").any(|(at, _)| {
        let container = name.get(..at).unwrap_or_default();
        all.get(&format!("{container}_NAME")).is_some_and(|value| is_name(value))
    })
}

/// Whether this is where a service listens: `tcp://10.0.0.1:8080`.
fn is_link(value: &str) -> bool {
    let Some((protocol, place)) = value.split_once("://") else { return false };
    let Some((host, port)) = place.rsplit_once(':') else { return false };
    matches!(protocol, "tcp" | "udp" | "sctp") && !host.is_empty() && port.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(variables: &[(&str, &str)]) -> Result<Environment, Complaint> {
        let all = variables.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
        let settings = ["GREFFE_HOST", "GREFFE_PORT", "GREFFE_CONFIG"].map(str::to_owned);
        Environment::sorted(all, &settings.into())
    }

    #[test]
    fn what_a_platform_says_of_a_service_is_no_setting() {
        for (name, value) in [
            ("GREFFE_PORT", "tcp://10.0.0.1:8080"),
            ("GREFFE_PORT", "udp://[fd00::1]:53"),
            ("GREFFE_SERVICE_HOST", "10.0.0.1"),
            ("GREFFE_SERVICE_HOST", "fd00::1"),
            ("GREFFE_SERVICE_PORT", "8080"),
            ("GREFFE_SERVICE_PORT_HTTP", "8080"),
            ("GREFFE_SERVICE_PORT_HTTP_METRICS", "9090"),
            ("GREFFE_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
            ("GREFFE_PORT_8080_TCP_ADDR", "10.0.0.1"),
            ("GREFFE_PORT_8080_TCP_PORT", "8080"),
            ("GREFFE_PORT_8080_TCP_PROTO", "tcp"),
            ("GREFFE_PORT_53_UDP_PROTO", "udp"),
            ("GREFFE_PORT_36412_SCTP", "sctp://10.0.0.1:36412"),
            ("GREFFE_WEB_SERVICE_HOST", "10.0.0.2"),
            ("GREFFE_WEB_PORT", "tcp://10.0.0.2:80"),
            ("GREFFE_WEB_PORT_80_TCP_ADDR", "10.0.0.2"),
            ("GREFFE_SERVICE_SERVICE_HOST", "10.0.0.3"),
            ("GREFFE_SERVICE_SERVICE_PORT", "80"),
            ("GREFFE_SERVICE_PORT", "tcp://10.0.0.3:80"),
            ("GREFFE_SERVICE_PORT_80_TCP", "tcp://10.0.0.3:80"),
            ("GREFFE_SERVICE_PORT_80_TCP_ADDR", "10.0.0.3"),
            ("GREFFE_PORT_MAPPER_PORT_80_TCP_ADDR", "10.0.0.2"),
            ("GREFFE_1_PORT", "tcp://172.17.0.5:8080"),
            ("GREFFE_1_PORT_8080_TCP_START", "tcp://172.17.0.5:8080"),
            ("GREFFE_1_PORT_8080_TCP_PORT_END", "8090"),
            ("GREFFE_NAME", "/web/greffe"),
        ] {
            let environment = sorted(&[(name, value)]).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!environment.sets(name), "{name}");
            assert!(environment.notice().unwrap().contains(name), "{name}");
        }
    }

    #[test]
    fn what_is_for_clients_is_neither_a_setting_nor_a_mistake() {
        let environment = sorted(&[("GREFFE_API_URL", "https://greffe.example"), ("GREFFE_API_TOKEN", "x")]);
        assert!(environment.unwrap().notice().is_none());
        assert!(sorted(&[("GREFFE_APIS", "x")]).is_err());
    }

    #[test]
    fn what_is_nearly_of_that_shape_is_a_mistake() {
        for (name, value) in [
            ("GREFFE_PROT", "8080"),
            ("GREFFE_PORTS", "tcp://10.0.0.1:8080"),
            ("GREFFE_WEB_PORT", "8080"),
            ("GREFFE_WEB_PORT", "http://10.0.0.1:8080"),
            ("GREFFE_SERVICE", "10.0.0.1"),
            ("GREFFE_SERVICE_HOSTS", "10.0.0.1"),
            ("GREFFE_SERVICE_PORT", "http"),
            ("GREFFE_SERVICE_PORTS", "8080"),
            ("GREFFE_SERVICE_PORT_", "8080"),
            ("GREFFE_PORT_HTTP", "8080"),
            ("GREFFE_PORT_8080", "8080"),
            ("GREFFE_PORT_8080_HTTP", "tcp://10.0.0.1:8080"),
            ("GREFFE_PORT_8080_TCP", "8080"),
            ("GREFFE_PORT_8080_TCP_NAME", "http"),
            ("GREFFE_PORT_8080_TCP_PORT", "tcp"),
            ("GREFFE_NAME", "greffe"),
            ("GREFFE_ENV_LOG", "debug"),
        ] {
            assert!(sorted(&[(name, value)]).unwrap_err().to_string().contains(name), "{name}");
        }
    }

    #[test]
    fn a_setting_is_a_setting_whatever_stands_beside_it() {
        for port in ["8081", "tcp", "tcp://", "tcp://10.0.0.1", "http://10.0.0.1:8080", ""] {
            let environment = sorted(&[("GREFFE_PORT", port), ("GREFFE_SERVICE_HOST", "10.0.0.1")]).unwrap();
            assert!(environment.sets("GREFFE_PORT"), "{port}");
            assert!(!environment.notice().unwrap().contains("GREFFE_PORT"), "{port}");
        }
        let quiet = sorted(&[("GREFFE_PORT", "8081"), ("GREFFEX", "1"), ("GREFFE_TEST_X", "1")]).unwrap();
        assert!(quiet.notice().is_none() && !quiet.sets("GREFFEX"));
    }

    #[test]
    fn the_variables_of_a_linked_container_are_known_by_its_name() {
        let link = ("GREFFE_NAME", "/web/greffe");
        let environment = sorted(&[link, ("GREFFE_ENV_PATH", "/bin")]).unwrap();
        assert!(environment.notice().unwrap().contains("GREFFE_ENV_PATH"));
        assert!(sorted(&[link, ("GREFFE_2_ENV_PATH", "/bin")]).is_err());
    }
}
