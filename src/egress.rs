//! Where the service may send requests of its own accord, to addresses that somebody has given it.
//!
//! `https` alone, and to public addresses alone: neither this machine nor the network that it
//! stands in, however that is written, is reached by a name or a number that a caller has typed in.
//! What a name stands for is looked up when a connection is made, and the connection goes to what
//! was looked at and to nothing else: a name that stands for something else a moment later changes
//! nothing. The operator may allow networks and names; a demonstration may reach itself, with
//! `http`.

pub mod public;

use crate::text::{Complaint, Text};
use actix_web::http::Uri;
use ipnet::IpNet;
use public::is_public;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;
use ureq::config::Config;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// The most characters that an address may have.
pub const LONGEST: usize = 2000;
/// The time that finding out what a name stands for may take.
const LOOKING_UP: Duration = Duration::from_secs(5);
/// The most addresses of a name that are looked at.
const MOST_ADDRESSES: usize = 16;

/// What the operator lets requests go to beside public addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowedNetwork {
    /// Addresses.
    Addresses(IpNet),
    /// Whatever this name stands for.
    Host(String),
}

impl std::str::FromStr for AllowedNetwork {
    type Err = Complaint;

    fn from_str(written: &str) -> Result<Self, Complaint> {
        let written = written.trim();
        if let Ok(network) = written.parse() {
            return Ok(Self::Addresses(network));
        }
        if let Ok(address) = written.parse::<IpAddr>() {
            return Ok(Self::Addresses(address.into()));
        }
        let is_label = |label: &str| {
            !label.is_empty() && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
        };
        // What ends in a number is an address that is written wrong.
        let ends_in_letters = written
            .rsplit('.')
            .next()
            .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_alphabetic()));
        if ends_in_letters && written.split('.').all(is_label) {
            return Ok(Self::Host(written.to_ascii_lowercase()));
        }
        Err(Complaint::new(
            format!("{written} is neither a network, such as 10.20.0.0/16, nor the name of a host"),
            format!("{written} n'est ni un réseau, comme 10.20.0.0/16, ni le nom d'un hôte"),
        ))
    }
}

/// What finds out what a name and a port stand for.
type Lookup = dyn Fn(&str, u16) -> std::io::Result<Vec<SocketAddr>> + Send + Sync;

/// The rule of where requests may go.
#[derive(Clone)]
pub struct Egress {
    allowed: Vec<AllowedNetwork>,
    /// Whether this machine may be reached, too, and without encryption.
    reaches_itself: bool,
    lookup: Arc<Lookup>,
}

impl std::fmt::Debug for Egress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Egress")
            .field("allowed", &self.allowed)
            .field("reaches_itself", &self.reaches_itself)
            .finish_non_exhaustive()
    }
}

/// Public addresses alone.
impl Default for Egress {
    fn default() -> Self {
        let lookup = |host: &str, port| Ok((host, port).to_socket_addrs()?.take(MOST_ADDRESSES).collect());
        Self { allowed: Vec::new(), reaches_itself: false, lookup: Arc::new(lookup) }
    }
}

/// The reason why a request does not go to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EgressRefusal {
    /// The address is not one of the web.
    #[error("not an address of the form https://HOST/PATH")]
    Malformed,
    /// The way is not encrypted.
    #[error("the way is not encrypted")]
    Unencrypted,
    /// There is a name or a password in it.
    #[error("it holds a user name or a password")]
    Credentials,
    /// It leads to this machine, or into the network that it stands in.
    #[error("it leads to an address that is not public")]
    NotPublic,
    /// The name stands for nothing.
    #[error("its name stands for no address")]
    Unknown,
}

impl EgressRefusal {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "not_an_address",
            Self::Unencrypted => "not_encrypted",
            Self::Credentials => "credentials_in_address",
            Self::NotPublic => "address_not_public",
            Self::Unknown => "name_not_found",
        }
    }

    /// What is wrong, and the way out.
    #[must_use]
    pub fn message(self) -> Text {
        match self {
            Self::Malformed => Text::new(
                "This is not an address of the form https://HOST/PATH, in visible ASCII characters and without a fragment.",
                "Ce n'est pas une adresse de la forme https://HÔTE/CHEMIN, en caractères ASCII visibles et sans fragment.",
            ),
            Self::Unencrypted => Text::new(
                "What is sent goes over https alone. Give an address that begins with https://.",
                "L'envoi se fait uniquement par https. Indiquez une adresse qui commence par https://.",
            ),
            Self::Credentials => Text::new(
                "A user name or a password is not sent in an address. Leave it out: the receiver knows us by the signature.",
                "Un nom d'utilisateur ou un mot de passe n'est pas envoyé dans une adresse. Retirez-le : le destinataire nous reconnaît à la signature.",
            ),
            Self::NotPublic => Text::new(
                "This leads to an address that is not public. Give a public one, or ask the operator to allow the network (GREFFE_WEBHOOK_NETWORKS).",
                "Cette adresse n'est pas publique. Donnez-en une qui l'est, ou demandez à l'exploitant d'autoriser le réseau (GREFFE_WEBHOOK_NETWORKS).",
            ),
            Self::Unknown => Text::new(
                "The name of the host stands for no address.",
                "Le nom de l'hôte ne correspond à aucune adresse.",
            ),
        }
    }
}

/// The host and the port of an address, and whether the way there is encrypted.
struct Destination {
    host: String,
    port: u16,
    is_encrypted: bool,
}

impl Egress {
    /// Lets requests go to these as well.
    #[must_use]
    pub fn allowing(mut self, allowed: Vec<AllowedNetwork>) -> Self {
        self.allowed = allowed;
        self
    }

    /// Lets requests go to this machine, and without encryption there.
    #[must_use]
    pub const fn reaching_itself(mut self) -> Self {
        self.reaches_itself = true;
        self
    }

    /// Finds out in another way what a name stands for.
    #[must_use]
    pub fn looking_up(
        mut self,
        lookup: impl Fn(&str, u16) -> std::io::Result<Vec<SocketAddr>> + Send + Sync + 'static,
    ) -> Self {
        self.lookup = Arc::new(lookup);
        self
    }

    /// What an address says of where it leads.
    fn destination(&self, url: &str) -> Result<Destination, EgressRefusal> {
        let is_plain = url.len() <= LONGEST && url.bytes().all(|byte| byte.is_ascii_graphic());
        // A fragment is no part of what the parser keeps.
        let uri: Uri = Some(url)
            .filter(|url| is_plain && !url.contains(['#', '\\']))
            .and_then(|url| url.parse().ok())
            .ok_or(EgressRefusal::Malformed)?;
        let authority = uri.authority().ok_or(EgressRefusal::Malformed)?;
        if authority.as_str().contains('@') {
            return Err(EgressRefusal::Credentials);
        }
        let is_encrypted = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if self.reaches_itself => false,
            Some("http") => return Err(EgressRefusal::Unencrypted),
            _ => return Err(EgressRefusal::Malformed),
        };
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        // A port that there cannot be is no port to the parser.
        let has_port = authority.as_str().rsplit_once(']').map_or(authority.as_str(), |(_, rest)| rest);
        let port = match authority.port() {
            Some(port) => port.as_u16(),
            None if has_port.contains(':') => return Err(EgressRefusal::Malformed),
            None if is_encrypted => 443,
            None => 80,
        };
        if host.is_empty() || port == 0 {
            return Err(EgressRefusal::Malformed);
        }
        Ok(Destination { host, port, is_encrypted })
    }

    /// Whether a request may go to what a host stands for.
    fn permits(&self, destination: &Destination, address: IpAddr) -> bool {
        if self.reaches_itself && address.is_loopback() {
            return true;
        }
        let is_allowed = |allowed: &AllowedNetwork| match allowed {
            AllowedNetwork::Addresses(network) => network.contains(&address),
            AllowedNetwork::Host(name) => destination.host.trim_end_matches('.') == name,
        };
        destination.is_encrypted && (is_public(address) || self.allowed.iter().any(is_allowed))
    }

    /// The addresses to which a request to this one goes: all that its name stands for, each of
    /// which is permitted.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn addresses(&self, url: &str, patience: Duration) -> Result<Vec<SocketAddr>, EgressRefusal> {
        let destination = self.destination(url)?;
        let found = match destination.host.trim_end_matches('.').parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, destination.port)],
            Err(_) => self.look_up(&destination, patience)?,
        };
        if found.iter().all(|found| self.permits(&destination, found.ip())) {
            Ok(found)
        } else {
            Err(EgressRefusal::NotPublic)
        }
    }

    /// What a name stands for, asked on a thread of its own: nobody waits longer for it than they
    /// want to.
    fn look_up(&self, to: &Destination, patience: Duration) -> Result<Vec<SocketAddr>, EgressRefusal> {
        let (answer, answered) = sync_channel(1);
        let (lookup, host, port) = (self.lookup.clone(), to.host.clone(), to.port);
        std::thread::spawn(move || answer.send(lookup(&host, port)));
        let found = answered.recv_timeout(patience.min(LOOKING_UP));
        let found = found.ok().and_then(Result::ok).unwrap_or_default();
        if found.is_empty() { Err(EgressRefusal::Unknown) } else { Ok(found) }
    }

    /// Refuses an address to which no request may go. A name that stands for nothing yet is let
    /// through: it may tomorrow, and is looked at again then.
    ///
    /// # Errors
    /// The reason.
    pub fn check(&self, url: &str) -> Result<(), EgressRefusal> {
        match self.addresses(url, LOOKING_UP) {
            Err(EgressRefusal::Unknown) | Ok(_) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }

    /// What sends requests by this rule: without redirects and proxies.
    #[must_use]
    pub fn agent(&self, connecting: Duration, whole: Duration) -> ureq::Agent {
        let config = ureq::Agent::config_builder()
            .https_only(!self.reaches_itself)
            .max_redirects(0)
            .proxy(None)
            .http_status_as_error(false)
            .accept_encoding("identity")
            .max_response_header_size(16 * 1024)
            .max_idle_connections_per_host(2)
            .max_idle_connections(64)
            .timeout_resolve(Some(connecting))
            .timeout_connect(Some(connecting))
            .timeout_global(Some(whole))
            .build();
        ureq::Agent::with_parts(config, DefaultConnector::default(), GuardedResolver(self.clone()))
    }
}

/// What a connection goes to: the addresses that were looked at, and nothing else.
#[derive(Debug)]
struct GuardedResolver(Egress);

impl Resolver for GuardedResolver {
    fn resolve(
        &self,
        uri: &ureq::http::Uri,
        _: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.0.addresses(&uri.to_string(), *timeout.after);
        let found = found.map_err(|refusal| ureq::Error::Other(Box::new(refusal)))?;
        let mut all = self.empty();
        found.into_iter().take(MOST_ADDRESSES).for_each(|address| all.push(address));
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(egress: &Egress, url: &str) -> Option<EgressRefusal> {
        egress.check(url).err()
    }

    #[test]
    fn an_address_says_where_it_leads_and_is_refused_by_what_is_wrong_with_it() {
        let egress = Egress::default();
        for (url, expected) in [
            ("https://1.1.1.1/hook?key=x", None),
            ("https://[2606:4700::1]:8443/", None),
            ("http://1.1.1.1/", Some(EgressRefusal::Unencrypted)),
            ("ftp://1.1.1.1/", Some(EgressRefusal::Malformed)),
            ("1.1.1.1", Some(EgressRefusal::Malformed)),
            ("https://1.1.1.1/#part", Some(EgressRefusal::Malformed)),
            ("https://1.1.1.1/a b", Some(EgressRefusal::Malformed)),
            ("https://1.1.1.1\\@127.0.0.1/", Some(EgressRefusal::Malformed)),
            ("https://name:word@1.1.1.1/", Some(EgressRefusal::Credentials)),
            ("https://1.1.1.1:65536/", Some(EgressRefusal::Malformed)),
            ("https://[2606:4700::1]:65536/", Some(EgressRefusal::Malformed)),
            ("https://1.1.1.1:/", Some(EgressRefusal::Malformed)),
            ("https://127.0.0.1/", Some(EgressRefusal::NotPublic)),
            ("https://10.0.0.1./", Some(EgressRefusal::NotPublic)),
            ("https://[::1]/", Some(EgressRefusal::NotPublic)),
            ("https://[::ffff:169.254.169.254]/", Some(EgressRefusal::NotPublic)),
            ("https://[64:ff9b::a9fe:a9fe]/", Some(EgressRefusal::NotPublic)),
        ] {
            assert_eq!(refused(&egress, url), expected, "{url}");
        }
        let long = format!("https://1.1.1.1/{}", "a".repeat(LONGEST));
        assert_eq!(refused(&egress, &long), Some(EgressRefusal::Malformed));
    }

    #[test]
    fn a_name_is_what_it_stands_for_and_one_address_of_many_is_enough_to_refuse_it() {
        let egress = Egress::default().looking_up(|host, port| {
            let all: &[&str] = match host {
                "public.example" => &["1.1.1.1", "2606:4700::1"],
                "both.example" | "allowed.example" => &["1.1.1.1", "10.0.0.5"],
                "0x7f.1" => &["127.0.0.1"],
                _ => return Err(std::io::Error::other("no such name")),
            };
            Ok(all.iter().map(|address| SocketAddr::new(address.parse().unwrap(), port)).collect())
        });
        assert_eq!(refused(&egress, "https://public.example/"), None);
        assert_eq!(refused(&egress, "https://both.example/"), Some(EgressRefusal::NotPublic));
        assert_eq!(refused(&egress, "https://0x7f.1/"), Some(EgressRefusal::NotPublic));
        assert_eq!(refused(&egress, "https://nowhere.example/"), None, "it may be there tomorrow");
        let none = egress.addresses("https://nowhere.example/", LOOKING_UP);
        assert_eq!(none, Err(EgressRefusal::Unknown));
        let allowed = |written: &str| egress.clone().allowing(vec![written.parse().unwrap()]);
        assert_eq!(refused(&allowed("10.0.0.0/24"), "https://both.example/"), None);
        assert_eq!(refused(&allowed("10.0.1.0/24"), "https://both.example/").map(|_| ()), Some(()));
        assert_eq!(refused(&allowed("Allowed.example"), "https://allowed.example/"), None);
        let still = refused(&allowed("allowed.example"), "https://both.example/");
        assert_eq!(still, Some(EgressRefusal::NotPublic));
        let unencrypted = refused(&allowed("allowed.example"), "http://allowed.example/");
        assert_eq!(unencrypted, Some(EgressRefusal::Unencrypted));
    }

    #[test]
    fn a_demonstration_reaches_itself_and_nothing_else_without_encryption() {
        let egress = Egress::default().reaching_itself();
        assert_eq!(refused(&egress, "http://127.0.0.1:9000/hook"), None);
        assert_eq!(refused(&egress, "http://1.1.1.1/hook"), Some(EgressRefusal::NotPublic));
        assert_eq!(refused(&egress, "https://10.0.0.1/hook"), Some(EgressRefusal::NotPublic));
    }

    #[test]
    fn what_an_operator_allows_is_a_network_an_address_or_a_name() {
        for (written, is_good) in [
            ("10.0.0.0/8", true),
            ("fd00::/8", true),
            ("10.1.2.3", true),
            ("hooks.internal", true),
            ("10.0.0.0/33", false),
            ("10.0.0", false),
            ("*.internal", false),
            ("https://hooks.internal", false),
            ("", false),
        ] {
            assert_eq!(written.parse::<AllowedNetwork>().is_ok(), is_good, "{written}");
        }
    }
}
