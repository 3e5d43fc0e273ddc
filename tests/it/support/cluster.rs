//! PostgreSQL servers of a test's own, started from the server's binaries: what they let in, and by which certificate, is
//! the test's to say.

use super::left_out;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber,
    date_time_ymd,
};
use std::ffi::OsStr;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// An authority that signs certificates, with its own in PEM.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// A certificate and its key, in PEM.
pub struct Certified {
    pub certificate: String,
    pub key: String,
}

impl Authority {
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.distinguished_name.push(DnType::CommonName, name);
        Self { issuer: CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap() }
    }

    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// What a server shows, good for this name until the end of a year.
    pub fn server(&self, name: &str, until: i32) -> Certified {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(until, 12, 31);
        params.serial_number = Some(SerialNumber::from_slice(&[7]));
        self.signed(params)
    }

    /// What a client shows, in a user's name.
    pub fn client(&self, user: &str) -> Certified {
        let mut params = CertificateParams::default();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.distinguished_name.push(DnType::CommonName, user);
        self.signed(params)
    }

    /// The list of who was revoked: the servers of this authority, or nobody.
    pub fn revoked(&self, are_servers: bool) -> String {
        let server = RevokedCertParams {
            serial_number: SerialNumber::from_slice(&[7]),
            revocation_time: date_time_ymd(2020, 1, 1),
            reason_code: None,
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2020, 1, 1),
            next_update: date_time_ymd(2090, 1, 1),
            crl_number: SerialNumber::from_slice(&[1]),
            issuing_distribution_point: None,
            revoked_certs: are_servers.then_some(server).into_iter().collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        list.signed_by(&self.issuer).unwrap().pem().unwrap()
    }

    fn signed(&self, params: CertificateParams) -> Certified {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap().pem();
        Certified { certificate, key: key.serialize_pem() }
    }
}

/// A server that is stopped, and removed, with the test.
pub struct Cluster {
    folder: TempDir,
    pub port: u16,
}

/// Where PostgreSQL's server is, the newest one of those that Debian installs beside each other.
static BINARIES: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut installed: Vec<_> = versions.map(|version| version.path().join("bin")).collect();
    installed.sort_by_key(|bin| bin.parent().and_then(Path::file_name)?.to_str()?.parse::<u32>().ok());
    let path = std::env::var_os("PATH").unwrap_or_default();
    installed.into_iter().rev().chain(std::env::split_paths(&path)).find(|bin| bin.join("initdb").exists())
});

impl Cluster {
    /// A server with these certificates, which lets in whom these lines of `pg_hba.conf` let in: the superuser is `postgres`.
    /// None where there is no PostgreSQL to start, which in a gate (`CI=true`) is a failure.
    pub fn start(server: Option<&Certified>, clients: &Authority, hba: &str) -> Option<Self> {
        let Some(bin) = BINARIES.as_deref() else {
            left_out("the tests of TLS to PostgreSQL: there is no initdb");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("greffe-cluster-").tempdir().unwrap();
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        // Who starts PostgreSQL must not be root, and must own what it starts from.
        let place = folder.path().join("pg");
        std::fs::create_dir(&place).unwrap();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&place));
        }
        let data = place.join("data");
        run(as_postgres(&bin.join("initdb")).arg("-D").arg(&data).args([
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]));
        std::fs::write(data.join("pg_hba.conf"), hba).unwrap();
        std::fs::write(data.join("root.crt"), clients.pem()).unwrap();
        if let Some(server) = server {
            std::fs::write(data.join("server.crt"), &server.certificate).unwrap();
            std::fs::write(data.join("server.key"), &server.key).unwrap();
            std::fs::set_permissions(data.join("server.key"), Permissions::from_mode(0o600)).unwrap();
            if is_root() {
                run(Command::new("chown").arg("postgres").arg(data.join("server.key")));
            }
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let tls = if server.is_some() { "-c ssl=on -c ssl_ca_file=root.crt" } else { "-c ssl=off" };
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=30 {tls}"
        );
        let log = place.join("log");
        run(as_postgres(&bin.join("pg_ctl"))
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(log)
            .args(["-w", "start", "-o", &options]));
        Some(Self { folder, port })
    }

    /// The URL of its only database, for a user, by the name of this machine that certificates are made for.
    pub fn url(&self, user: &str, parameters: &str) -> String {
        format!("postgres://{user}@localhost:{}/postgres?{parameters}", self.port)
    }

    /// A file beside the server, for a client.
    pub fn file(&self, name: &str, content: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Stops it as a power cut would.
    pub fn stop(&self) {
        if let Some(bin) = BINARIES.as_deref() {
            let data = self.folder.path().join("pg/data");
            let stop = as_postgres(&bin.join("pg_ctl"))
                .arg("-D")
                .arg(data)
                .args(["-m", "immediate", "stop"])
                .output();
            drop(stop);
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args([OsStr::new("-u"), OsStr::new("postgres"), OsStr::new("--"), program.as_os_str()]);
    command
}

/// Runs a program to its end, where nobody's folder is in its way.
fn run(command: &mut Command) {
    let output = command.current_dir("/").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}{}", String::from_utf8_lossy(&output.stdout));
}
