//! The words of a `PostgreSQL` URL, and of the variables of libpq beside it, on the way to the
//! database: read and judged before anything is sent.
//!
//! libpq reads the URL when it connects; read here is only what decides whether the way is safe. It
//! holds that:
//!
//! - Over a network nothing goes in the clear unless `sslmode=disable` says so. Where nothing is
//!   said it is `require`; `allow` and `prefer`, which give way in silence, are refused.
//! - A file that is named is used. libpq passes over a revocation list, a certificate or a file of
//!   passwords that it cannot read, and goes on without.
//! - `sslrootcert=system` means the authorities that this machine trusts. A library that was built
//!   with the program looks for them where it was built, so it is told where they are.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// Seconds after which a server that does not answer is given up, where nothing else is said.
const CONNECT_TIMEOUT: &str = "10";

/// The variables of the process, or of a test.
pub(super) type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A URL, taken apart where libpq does.
#[derive(Debug)]
pub(super) struct Conninfo<'a> {
    url: &'a str,
    password: Option<&'a str>,
    /// The hosts with their ports, as they are written.
    authority: &'a str,
    /// The database with the slash before it, as it is written.
    path: &'a str,
    parameters: Option<Vec<(Cow<'a, str>, Cow<'a, str>)>>,
}

/// The value of a parameter, and where it was given: `sslmode`, or `PGSSLMODE`.
struct GivenParameter {
    value: String,
    by: String,
}

impl<'a> Conninfo<'a> {
    /// Takes the URL apart.
    ///
    /// # Errors
    /// Fails if a host is none; the message does not quote the URL.
    pub(super) fn parse(url: &'a str) -> Result<Self, String> {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (user, rest) = match rest.find(['@', '/']).and_then(|end| rest.split_at_checked(end)) {
            Some((user, rest)) if rest.starts_with('@') => (user, rest.strip_prefix('@').unwrap_or(rest)),
            _ => ("", rest),
        };
        let (place, query) = match rest.split_once('?') {
            Some((place, query)) => (place, Some(query)),
            None => (rest, None),
        };
        let (authority, path) = place.split_at(place.find('/').unwrap_or(place.len()));
        let parameters = query.map(|query| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.map(|(keyword, value)| (decoded(keyword), decoded(value))).collect()
        });
        let password = user.split_once(':').map(|(_, password)| password);
        let parsed = Self { url, password, authority, path, parameters };
        if parsed.hosts().any(|(host, port)| !is_host(host) || !port.chars().all(|c| c.is_ascii_digit())) {
            return Err(
                "the host or its port cannot be read; in a user name or a password write @ as %40, / as %2F, : as %3A"
                    .to_owned(),
            );
        }
        Ok(parsed)
    }

    /// The place of the database, without who connects and how.
    pub(super) fn place(&self) -> String {
        format!("postgres://{}{}", self.authority, self.path)
    }

    /// A message without the passwords of this URL in it.
    pub(super) fn without_secrets(&self, message: &str) -> String {
        let written = self.password.into_iter().flat_map(|password| [Cow::from(password), decoded(password)]);
        let parameters =
            ["password", "sslpassword"].into_iter().filter_map(|keyword| self.parameter(keyword));
        let secrets = written.chain(parameters.map(Cow::from)).filter(|secret| !secret.is_empty());
        let message = message.replace(self.url, &self.place());
        secrets.fold(message, |message, secret| message.replace(&*secret, "(not shown)"))
    }

    /// The URL as libpq is given it: with what was not said and must not be left to chance.
    ///
    /// # Errors
    /// A message that names the setting and the way out, where a setting cannot be honoured, or
    /// would not be in silence.
    pub(super) fn completed(
        &self,
        variables: Variables<'_>,
        system_roots: Option<&Path>,
    ) -> Result<String, String> {
        let mut added = Vec::new();
        self.complete_mode(variables, system_roots, &mut added)?;
        self.check_files(variables)?;
        if self.said("connect_timeout", variables).is_none() {
            added.push(("connect_timeout", CONNECT_TIMEOUT.to_owned()));
        }
        Ok(self.with(added.iter().map(|(keyword, value)| (*keyword, value.as_str()))))
    }

    /// The URL with more parameters, which count before those that it has.
    pub(super) fn with<'b>(&self, added: impl IntoIterator<Item = (&'b str, &'b str)>) -> String {
        let mut url = self.url.to_owned();
        let mut separator = if self.parameters.is_some() { '&' } else { '?' };
        for (keyword, value) in added {
            url.push(separator);
            url.push_str(keyword);
            url.push('=');
            url.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
            separator = '&';
        }
        url
    }

    /// Whether the server is on another machine, as far as the URL and the variables say.
    pub(super) fn crosses_a_network(&self, variables: Variables<'_>) -> bool {
        let addresses = self.parameter("hostaddr").map(str::to_owned);
        let hosts = self.parameter("host").map(str::to_owned).or_else(|| {
            let written: Vec<_> = self.hosts().map(|(host, _)| decoded(host)).collect();
            Some(written.join(",")).filter(|hosts| !hosts.is_empty())
        });
        let said = addresses
            .or_else(|| variables("PGHOSTADDR").filter(|said| !said.is_empty()))
            .or(hosts)
            .or_else(|| variables("PGHOST"));
        match said {
            Some(hosts) => !hosts.split(',').all(is_local),
            // What a file of services says of hosts is not seen here.
            None => self.service(variables).is_some(),
        }
    }

    /// The certificates that the server's is checked against, where a file of them is named.
    pub(super) fn roots(&self, variables: Variables<'_>) -> Option<PathBuf> {
        self.said("sslrootcert", variables).map(|said| said.value.into()).filter(|roots| roots != "system")
    }

    /// The one host and its port that a connection is made to, if there is one.
    pub(super) fn target(&self) -> Option<(String, u16)> {
        let mut hosts = self.hosts();
        let (host, port) = hosts.next().filter(|_| hosts.next().is_none())?;
        let host = self.parameter("host").map_or_else(|| decoded(host).into_owned(), str::to_owned);
        let port = self.parameter("port").unwrap_or(port);
        let port = if port.is_empty() { 5432 } else { port.parse().ok()? };
        Some((host, port))
    }

    fn complete_mode(
        &self,
        variables: Variables<'_>,
        system_roots: Option<&Path>,
        added: &mut Vec<(&'static str, String)>,
    ) -> Result<(), String> {
        let here = self.parameter("sslmode").is_some() || self.parameter("ssl").is_some();
        if let (Some(service), false) = (self.service(variables), here) {
            return Err(format!(
                "{}: whether a file of services asks for TLS is not seen here: write sslmode into the URL",
                service.by
            ));
        }
        let mode = self.mode(variables);
        let roots = self.said("sslrootcert", variables);
        if let Some(roots) = roots.filter(|roots| roots.value == "system") {
            if let Some(mode) = mode.filter(|mode| mode.value != "verify-full") {
                return Err(format!(
                    "{}={}: with {}=system it must be verify-full, for anybody can have a certificate of such an authority",
                    mode.by, mode.value, roots.by
                ));
            }
            let Some(file) = system_roots.and_then(Path::to_str) else {
                return Err(format!(
                    "{}=system: this machine has no file of the authorities that it trusts where one is looked for: name it",
                    roots.by
                ));
            };
            added.push(("sslmode", "verify-full".to_owned()));
            added.push(("sslrootcert", file.to_owned()));
            return Ok(());
        }
        match mode {
            Some(mode) if mode.value.starts_with("verify-") => {
                let is_there = |home: PathBuf| home.join(".postgresql/root.crt").exists();
                if self.said("sslrootcert", variables).is_none()
                    && !std::env::home_dir().is_some_and(is_there)
                {
                    return Err(format!(
                        "{}={}: set sslrootcert to the file of the authority that signed the server's certificate, or to system",
                        mode.by, mode.value
                    ));
                }
            }
            Some(mode)
                if ["allow", "prefer"].contains(&mode.value.as_str())
                    && self.crosses_a_network(variables) =>
            {
                return Err(format!(
                    "{}={}: gives way to a connection in the clear without a word. Set sslmode=verify-full and sslrootcert; or \
                     sslmode=require, which encrypts and does not ask who the server is; or sslmode=disable, where something \
                     else protects the way",
                    mode.by, mode.value
                ));
            }
            // A certificate that was named is there to be used: libpq would go on without where TLS
            // fails.
            None if self.crosses_a_network(variables) || self.names_certificates(variables) => {
                added.push(("sslmode", "require".to_owned()));
            }
            _ => {}
        }
        Ok(())
    }

    fn names_certificates(&self, variables: Variables<'_>) -> bool {
        ["sslrootcert", "sslcert"].iter().any(|keyword| self.said(keyword, variables).is_some())
    }

    /// The mode of TLS that was asked for, in each of the ways in which libpq hears it.
    fn mode(&self, variables: Variables<'_>) -> Option<GivenParameter> {
        let required = |by: &str| GivenParameter { value: "require".to_owned(), by: by.to_owned() };
        let both = self.parameters.iter().flatten().rev().find_map(|(keyword, value)| match &**keyword {
            "sslmode" => Some(GivenParameter { value: value.to_string(), by: "sslmode".to_owned() }),
            "ssl" if value == "true" => Some(required("ssl")),
            _ => None,
        });
        both.or_else(|| self.said("sslmode", variables)).or_else(|| {
            variables("PGREQUIRESSL").filter(|said| said.starts_with('1')).map(|_| required("PGREQUIRESSL"))
        })
    }

    fn service(&self, variables: Variables<'_>) -> Option<GivenParameter> {
        self.said("service", variables)
    }

    fn check_files(&self, variables: Variables<'_>) -> Result<(), String> {
        if self.parameter("sslkeylogfile").is_some() {
            return Err("sslkeylogfile: would give away what TLS keeps: it is not honoured here".to_owned());
        }
        let files = ["sslrootcert", "sslcert", "sslkey", "sslcrl", "sslcrldir", "passfile"];
        let named = files.map(|keyword| self.said(keyword, variables));
        for said in named.iter().flatten().filter(|said| said.value != "system") {
            let wrong = |why: &dyn std::fmt::Display| format!("{}: {}: {why}", said.by, said.value);
            let opened = std::fs::File::open(&said.value).map_err(|error| wrong(&error))?;
            let metadata = opened.metadata().map_err(|error| wrong(&error))?;
            let is_folder = said.by.to_lowercase().ends_with("sslcrldir");
            if metadata.is_dir() != is_folder {
                return Err(wrong(&if is_folder { "is no folder" } else { "is a folder" }));
            }
        }
        let [roots, certificate, key, list, lists, passwords] = &named;
        if let (Some(key), None) = (key, certificate) {
            return Err(format!("{}: set sslcert too, the certificate that goes with the key", key.by));
        }
        if let (Some(list), None) = (list.as_ref().or(lists.as_ref()), roots) {
            return Err(format!("{}: set sslrootcert too, or nobody looks at who was revoked", list.by));
        }
        if let Some(list) = list
            && !holds(&list.value, "-----BEGIN X509 CRL-----")
        {
            return Err(format!("{}: {}: holds no list of revoked certificates in PEM", list.by, list.value));
        }
        if let Some(key) = key
            && holds(&key.value, "ENCRYPTED")
            && self.parameter("sslpassword").is_none()
        {
            return Err(format!(
                "{}: {}: is encrypted, and nobody is there to type its password: set sslpassword, or take a key without one",
                key.by, key.value
            ));
        }
        passwords.as_ref().map_or(Ok(()), check_passwords)
    }

    /// The value of a parameter in the URL, or else in its variable; an empty value says nothing.
    fn said(&self, keyword: &str, variables: Variables<'_>) -> Option<GivenParameter> {
        let said = match self.parameter(keyword) {
            Some(value) => Some(GivenParameter { value: value.to_owned(), by: keyword.to_owned() }),
            None => variable(keyword).and_then(|by| {
                let value = variables(by)?;
                Some(GivenParameter { value, by: by.to_owned() })
            }),
        };
        said.filter(|said| !said.value.is_empty())
    }

    /// The value of a parameter: the last one counts, as for libpq.
    fn parameter(&self, keyword: &str) -> Option<&str> {
        let parameters = self.parameters.iter().flatten();
        parameters.rev().find(|(found, _)| found == keyword).map(|(_, value)| &**value)
    }

    /// Each host and its port, as they are written.
    fn hosts(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.authority.split(',').map(|place| {
            match place.strip_prefix('[').and_then(|v6| v6.split_once(']')) {
                Some((host, port)) => (host, port.strip_prefix(':').unwrap_or(port)),
                None => place.split_once(':').unwrap_or((place, "")),
            }
        })
    }
}

/// The variable in which libpq looks for a parameter that the URL does not have.
fn variable(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "connect_timeout" => "PGCONNECT_TIMEOUT",
        "passfile" => "PGPASSFILE",
        "service" => "PGSERVICE",
        "sslcert" => "PGSSLCERT",
        "sslcrl" => "PGSSLCRL",
        "sslcrldir" => "PGSSLCRLDIR",
        "sslkey" => "PGSSLKEY",
        "sslmode" => "PGSSLMODE",
        "sslrootcert" => "PGSSLROOTCERT",
        _ => return None,
    })
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// Whether this can be a host: a name, an address, or the folder of a socket. The rest of a
/// password is none.
fn is_host(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || "-._~%:".contains(c))
}

/// Whether traffic to the host stays on this machine.
fn is_local(host: &str) -> bool {
    let is_socket = host.is_empty() || host.starts_with(['/', '@']);
    let is_loopback = host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback());
    is_socket || is_loopback || host.eq_ignore_ascii_case("localhost")
}

fn holds(file: &str, text: &str) -> bool {
    std::fs::read(file).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(text))
}

#[cfg(unix)]
fn check_passwords(file: &GivenParameter) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    let is_open = std::fs::metadata(&file.value).is_ok_and(|found| found.permissions().mode() & 0o077 != 0);
    if is_open {
        return Err(format!(
            "{}: {}: is passed over, for others may read it: chmod 600",
            file.by, file.value
        ));
    }
    Ok(())
}

#[cfg(not(unix))]
const fn check_passwords(_: &GivenParameter) -> Result<(), String> {
    Ok(())
}
