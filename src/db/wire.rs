//! The reason why no connection came about, in words that name the setting to change.
//!
//! libpq decides; what is here only explains. libpq says that a certificate was not verified and
//! not why: it is looked at once more, by a library that says it, and nothing else is sent.

use super::conninfo::Conninfo;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::version::{TLS12, TLS13};
use rustls::{CertificateError, ClientConfig, ClientConnection, RootCertStore};
use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The bytes of a client that asks a `PostgreSQL` server for TLS.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// The time that a server has which is looked at once more.
const PATIENCE: Duration = Duration::from_secs(3);

/// The words in which libpq says that the server's certificate was not verified: those of the first
/// thing that OpenSSL met, which for an authority of the right name and another key is the
/// signature.
const UNVERIFIED: [&str; 2] = ["certificate verify failed", "signature failure"];

const ANOTHER_AUTHORITY: &str = "sslrootcert: must hold the authority that signed the server's certificate, which must be in force, and not \
                                 revoked (sslcrl)";

/// The words of libpq or the server, and what to do about them. The first that is found counts.
const ADVICE: [(&str, &str); 17] = [
    (
        "invalid when SSL support is not compiled in",
        "this program was built without TLS: build it with its default features, or set sslmode=disable where something else \
         protects the way",
    ),
    (
        "server does not support SSL",
        "the server speaks no TLS, and sslmode asks for it: switch it on there (ssl = on), or set sslmode=disable where \
         something else protects the way",
    ),
    (
        "does not match host name",
        "sslmode=verify-full: connect to the host by a name that its certificate holds",
    ),
    (UNVERIFIED[0], ANOTHER_AUTHORITY),
    (UNVERIFIED[1], ANOTHER_AUTHORITY),
    (
        "root certificate file",
        "sslrootcert: set it to the file of the authority that signed the server's certificate",
    ),
    ("key values mismatch", "sslcert and sslkey: do not belong together"),
    (
        "private key file",
        "sslkey: must be the private key of sslcert, in PEM, and readable by this account alone",
    ),
    ("certificate file", "sslcert: must be the certificate of this client, in PEM"),
    (
        "requires a valid client certificate",
        "sslcert and sslkey: the server wants a certificate of this client",
    ),
    (
        "authentication failed for user",
        "the server does not take who connects for this user: the password must be theirs, and so must the certificate, where \
         the server wants one (sslcert)",
    ),
    ("alert unknown ca", "sslcert: was signed by an authority that the server does not know"),
    ("alert certificate required", "sslcert and sslkey: the server wants a certificate of this client"),
    (
        "alert bad certificate",
        "sslcert: the server refuses the certificate of this client; its own log says why",
    ),
    ("alert certificate expired", "sslcert: the certificate of this client has expired"),
    ("no encryption", "sslmode: the server takes no connection in the clear: set verify-full, or require"),
    (
        "no password supplied",
        "the server wants a password: write it into the URL, or name a file with passfile",
    ),
];

/// The message, and which setting is meant.
pub(super) fn explained(message: &str) -> String {
    let message = message.trim();
    let advice = ADVICE.iter().find(|(said, _)| message.contains(said));
    advice.map_or_else(|| message.to_owned(), |(_, advice)| format!("{message}\n{advice}"))
}

/// [`explained`] of a connection that was tried, with what is wrong with the server's certificate,
/// if that is the reason.
pub(super) fn explained_of(message: &str, url: &str) -> String {
    let Ok(conninfo) = Conninfo::parse(url) else { return explained("the URL cannot be read") };
    let told = explained(&message.replace(url, &conninfo.place()));
    let is_unverified = UNVERIFIED.iter().any(|said| message.contains(said));
    match is_unverified.then(|| look(&conninfo)).flatten() {
        Some(wrong) => format!("{told}\nThe server's certificate {wrong}."),
        None => told,
    }
}

/// The fault of the certificate that the server shows, if one can be named.
fn look(conninfo: &Conninfo<'_>) -> Option<&'static str> {
    let roots = conninfo.roots(&|name| std::env::var(name).ok())?;
    let (host, port) = conninfo.target()?;
    let mut handshake =
        ClientConnection::new(client(&roots)?, ServerName::try_from(host.clone()).ok()?).ok()?;
    let address = (host.as_str(), port).to_socket_addrs().ok()?.next()?;
    let mut server = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    server.set_read_timeout(Some(PATIENCE)).ok()?;
    server.write_all(&SSL_REQUEST).ok()?;
    let mut answer = [0];
    server.read_exact(&mut answer).ok().filter(|()| answer == *b"S")?;
    let error = handshake.complete_io(&mut server).err()?;
    match error.get_ref()?.downcast_ref::<rustls::Error>()? {
        rustls::Error::InvalidCertificate(error) => Some(match error {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => "has expired",
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "is not in force yet"
            }
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                "was signed by an authority that sslrootcert does not hold"
            }
            _ => return None,
        }),
        _ => None,
    }
}

fn client(roots: &Path) -> Option<Arc<ClientConfig>> {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(CertificateDer::pem_file_iter(roots).ok()?.filter_map(Result::ok));
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&TLS13, &TLS12])
        .ok()?
        .with_root_certificates(store)
        .with_no_client_auth();
    Some(Arc::new(client))
}
