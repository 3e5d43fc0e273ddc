//! The settings of the edge: which proxies and web pages are trusted, how long and how much a
//! client may send, and TLS.

use crate::http::client::{Forwarded, Proxies};
use crate::http::cors::Origin;
use crate::http::edge::Edge;
use crate::http::limits::Limits;
use crate::http::tls::Certificate;
use crate::text::Complaint;
use clap::Args;
use ipnet::IpNet;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Clients that are let in, time limits, and TLS.
#[derive(Args, Clone, Debug)]
pub struct EdgeSettings {
    /// The networks of the proxies that stand before the service, as `10.0.0.0/8,192.0.2.7`: what
    /// they say of a client is believed, what anybody else says is not; none if it is left out
    #[arg(long, env = "GREFFE_TRUSTED_PROXIES", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,

    /// The header in which those proxies say who the client is; the other one is never believed,
    /// for a proxy passes on what it does not write
    #[arg(long, env = "GREFFE_FORWARDED_HEADER", value_enum, default_value_t)]
    pub forwarded_header: Forwarded,

    /// The origins of the web pages whose scripts may call the service, as
    /// `https://app.example,https://other.example:8443`; none if it is left out
    #[arg(long, env = "GREFFE_CORS_ORIGINS", value_delimiter = ',')]
    pub cors_origins: Vec<Origin>,

    /// Requests a minute from one address (one /64 of IPv6) of callers who are not signed in; 0 for
    /// no limit [default: 600; 0 in demo]
    #[arg(long, env = "GREFFE_RATE_LIMIT_PER_ADDRESS_PER_MINUTE")]
    pub rate_limit_per_address_per_minute: Option<u32>,

    /// Requests a minute of one service account; 0 for no limit [default: that of a user]
    #[arg(long, env = "GREFFE_RATE_LIMIT_PER_SERVICE_ACCOUNT_PER_MINUTE")]
    pub rate_limit_per_service_account_per_minute: Option<u32>,

    /// Seconds that a client may take to send the body of a request: 408 after that
    #[arg(long, env = "GREFFE_BODY_TIMEOUT_SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub body_timeout_seconds: u64,

    /// Seconds that a request may take as a whole: 503 after that
    #[arg(long, env = "GREFFE_REQUEST_TIMEOUT_SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub request_timeout_seconds: u64,

    /// Seconds that a connection may stay open without a request
    #[arg(long, env = "GREFFE_KEEP_ALIVE_SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub keep_alive_seconds: u64,

    /// Connections that one worker serves at a time; further ones wait
    #[arg(long, env = "GREFFE_CONNECTIONS_PER_WORKER", default_value_t = 4096, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub connections_per_worker: u32,

    /// The certificate chain of the service, PEM, its own certificate first; with it, and the key,
    /// HTTPS is served and nothing else. Read again when the file changes
    #[arg(long, env = "GREFFE_TLS_CERT_FILE")]
    pub tls_cert_file: Option<PathBuf>,

    /// The private key that goes with the certificate, PEM
    #[arg(long, env = "GREFFE_TLS_KEY_FILE")]
    pub tls_key_file: Option<PathBuf>,
}

/// The requests a minute from one address, where nothing else is said.
pub const PER_ADDRESS: u32 = 600;

/// The interval at which the certificate is looked at for a renewal.
const RENEWAL: Duration = Duration::from_secs(60);

impl EdgeSettings {
    /// The edge that is asked for; `per_address` and `per_user` where no limit is set.
    #[must_use]
    pub fn edge(&self, per_address: u32, per_user: u32) -> Edge {
        let per_service = self.rate_limit_per_service_account_per_minute.unwrap_or(per_user);
        Edge {
            proxies: Proxies::new(self.trusted_proxies.clone(), self.forwarded_header),
            origins: self.cors_origins.clone(),
            anonymous: Limits::per_minute(self.rate_limit_per_address_per_minute.unwrap_or(per_address)),
            services: Limits::per_minute(per_service),
            body_timeout: Duration::from_secs(self.body_timeout_seconds),
            request_timeout: Duration::from_secs(self.request_timeout_seconds),
        }
    }

    /// The certificate that HTTPS is served with, if it is.
    ///
    /// # Errors
    /// A message that names the variable and says what is wrong.
    pub fn certificate(&self) -> Result<Option<Arc<Certificate>>, Complaint> {
        match (&self.tls_cert_file, &self.tls_key_file) {
            (None, None) => Ok(None),
            (Some(chain), Some(key)) => Certificate::read(chain, key, RENEWAL)
                .map(|certificate| Some(Arc::new(certificate)))
                .map_err(|complaint| complaint.about("GREFFE_TLS_CERT_FILE, GREFFE_TLS_KEY_FILE")),
            (Some(_), None) => Err(Complaint::new(
                "set the file of the private key that goes with the certificate",
                "indiquez le fichier de la clé privée qui va avec le certificat",
            )
            .about("GREFFE_TLS_KEY_FILE")),
            (None, Some(_)) => Err(Complaint::new(
                "set the file of the certificate that goes with the key",
                "indiquez le fichier du certificat qui va avec la clé",
            )
            .about("GREFFE_TLS_CERT_FILE")),
        }
    }

    /// The warning for whoever runs the service: that passwords go over a network in the clear, if
    /// they do.
    #[must_use]
    pub fn warning(&self, host: &str) -> Option<&'static str> {
        let is_local =
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        (!is_local && self.tls_cert_file.is_none() && self.trusted_proxies.is_empty()).then_some(
            "plain HTTP is served on an address that others reach: passwords and tokens can be read on the way. Set \
             GREFFE_TLS_CERT_FILE and GREFFE_TLS_KEY_FILE, or put a proxy before the service and set GREFFE_TRUSTED_PROXIES",
        )
    }
}

/// A network, or an address, which is a network of one.
fn network(text: &str) -> Result<IpNet, Complaint> {
    let text = text.trim();
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map(|network| network.trunc())
        .map_err(|_| {
            Complaint::new(
                "write a network as 10.0.0.0/8 or 2001:db8::/32, or an address as 192.0.2.7",
                "écrivez un réseau sous la forme 10.0.0.0/8 ou 2001:db8::/32, ou une adresse sous la forme 192.0.2.7",
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        edge: EdgeSettings,
    }

    #[test]
    fn whoever_serves_passwords_in_the_clear_is_warned() {
        let warned = |host: &str, arguments: &[&str]| {
            let arguments = std::iter::once("greffe").chain(arguments.iter().copied());
            Cli::try_parse_from(arguments).unwrap().edge.warning(host).is_some()
        };
        for host in ["0.0.0.0", "::", "192.0.2.7", "greffe.example"] {
            assert!(warned(host, &[]), "{host}");
            assert!(!warned(host, &["--trusted-proxies", "10.0.0.0/8"]), "{host}");
            assert!(!warned(host, &["--tls-cert-file", "chain.pem", "--tls-key-file", "key.pem"]), "{host}");
        }
        for host in ["127.0.0.1", "127.9.9.9", "::1", "localhost"] {
            assert!(!warned(host, &[]), "{host}");
        }
    }
}
