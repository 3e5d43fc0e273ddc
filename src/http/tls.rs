//! HTTPS by the service itself: a certificate and its key, read from files and read again when they
//! change, so that a renewed certificate is served without a restart.

use crate::text::Complaint;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

/// A certificate that is looked after.
#[derive(Debug)]
pub struct Certificate {
    chain: PathBuf,
    key: PathBuf,
    /// The interval at which the files are looked at for changes.
    every: Duration,
    current: Mutex<Current>,
}

#[derive(Debug)]
struct Current {
    certified: Arc<CertifiedKey>,
    stamps: [Option<SystemTime>; 2],
    looked_at: Instant,
}

impl Certificate {
    /// Reads the certificate chain and its key.
    ///
    /// # Errors
    /// A message that names the file and says what is wrong with it.
    pub fn read(chain: &Path, key: &Path, every: Duration) -> Result<Self, Complaint> {
        let stamps = [stamp(chain), stamp(key)];
        let certified = Arc::new(certified(chain, key)?);
        let current = Mutex::new(Current { certified, stamps, looked_at: Instant::now() });
        Ok(Self { chain: chain.to_owned(), key: key.to_owned(), every, current })
    }

    /// The server's settings for TLS with it: 1.2 and 1.3; HTTP/2 and HTTP/1.1 are added by whoever
    /// serves.
    ///
    /// # Errors
    /// Fails if the cryptography does not know these versions.
    pub fn server(self: Arc<Self>) -> Result<rustls::ServerConfig, rustls::Error> {
        let provider = Arc::new(ring::default_provider());
        let server = rustls::ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&TLS13, &TLS12])?
            .with_no_client_auth()
            .with_cert_resolver(self);
        Ok(server)
    }

    /// The certificate of now: what the files hold, if they have changed and can be read.
    fn current(&self) -> Option<Arc<CertifiedKey>> {
        let mut current = self.current.lock().ok()?;
        if current.looked_at.elapsed() >= self.every {
            current.looked_at = Instant::now();
            let stamps = [stamp(&self.chain), stamp(&self.key)];
            if stamps != current.stamps {
                match certified(&self.chain, &self.key) {
                    Ok(renewed) => {
                        current.certified = Arc::new(renewed);
                        current.stamps = stamps;
                        tracing::info!("the certificate was renewed");
                    }
                    // The files may be half written: it is looked again, and until then the old one
                    // serves.
                    Err(error) => tracing::warn!(error = %error, "the changed certificate cannot be used"),
                }
            }
        }
        Some(Arc::clone(&current.certified))
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.current()
    }
}

/// The instant at which a file was last changed.
fn stamp(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|metadata| metadata.modified()).ok()
}

fn certified(chain: &Path, key: &Path) -> Result<CertifiedKey, Complaint> {
    let of = |file: &Path, error: &dyn std::fmt::Display| Complaint::verbatim(error).about(file.display());
    let certificates = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| of(chain, &error))?;
    if certificates.is_empty() {
        return Err(Complaint::new("there is no certificate in it", "il ne contient aucun certificat")
            .about(chain.display()));
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| of(key, &error))?;
    CertifiedKey::from_der(certificates, private, &ring::default_provider()).map_err(|error| {
        let (chain, key) = (chain.display(), key.display());
        Complaint::verbatim(error).within(
            &format!("{chain} and {key} do not go together"),
            &format!("{chain} et {key} ne vont pas ensemble"),
        )
    })
}
