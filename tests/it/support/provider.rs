//! A small identity provider: it publishes keys, signs tokens, and counts how often it is asked for what.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use greffe::people::identity::providers::Provider;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What its tokens for the service name.
pub const AUDIENCE: &str = "api://greffe";

/// A key that tokens are signed with, made for these tests alone.
#[derive(Clone)]
pub struct Key {
    /// Its name.
    pub id: &'static str,
    /// What it signs with.
    pub algorithm: Algorithm,
    /// Its private half.
    pub pem: &'static str,
}

/// An RSA key.
pub const RSA: Key =
    Key { id: "rsa", algorithm: Algorithm::RS256, pem: include_str!("../../data/oidc/rsa.pem") };
/// Another one, which comes after it.
pub const NEXT: Key =
    Key { id: "next", algorithm: Algorithm::RS256, pem: include_str!("../../data/oidc/rsa-next.pem") };
/// An Ed25519 key.
pub const ED25519: Key =
    Key { id: "ed25519", algorithm: Algorithm::EdDSA, pem: include_str!("../../data/oidc/ed25519.pem") };
/// A P-256 key.
pub const P256: Key =
    Key { id: "p256", algorithm: Algorithm::ES256, pem: include_str!("../../data/oidc/p256.pem") };

impl Key {
    /// The same under another algorithm.
    pub fn with(&self, algorithm: Algorithm) -> Self {
        Self { algorithm, ..self.clone() }
    }

    /// The same under another name.
    pub fn named(&self, id: &'static str) -> Self {
        Self { id, ..self.clone() }
    }

    fn signing(&self) -> EncodingKey {
        let pem = self.pem.as_bytes();
        match self.algorithm {
            Algorithm::EdDSA => EncodingKey::from_ed_pem(pem).unwrap(),
            Algorithm::ES256 | Algorithm::ES384 => EncodingKey::from_ec_pem(pem).unwrap(),
            Algorithm::HS256 => EncodingKey::from_secret(pem),
            _ => EncodingKey::from_rsa_pem(pem).unwrap(),
        }
    }

    /// Its public half.
    pub fn public(&self) -> Value {
        let mut key = Jwk::from_encoding_key(&self.signing(), self.algorithm).unwrap();
        key.common.key_id = Some(self.id.to_owned());
        key.common.key_algorithm = None;
        serde_json::to_value(key).unwrap()
    }

    /// A token with a header of one's own, signed: for algorithms that go by a name which the library does not write.
    pub fn sign_under(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &self.signing(), self.algorithm).unwrap();
        format!("{message}.{signature}")
    }

    /// A token with this header and these claims.
    pub fn sign(&self, edit: impl FnOnce(&mut Header), claims: &Value) -> String {
        let mut header = Header::new(self.algorithm);
        header.kid = Some(self.id.to_owned());
        edit(&mut header);
        jsonwebtoken::encode(&header, claims, &self.signing()).unwrap()
    }
}

/// A P-521 key, which the library for tokens does not sign with: its public half, and a token of these claims.
pub fn p521(id: &str, claims: &Value) -> (Value, String) {
    use p521::ecdsa::signature::RandomizedSigner as _;
    use p521::elliptic_curve::rand_core::OsRng;
    let key = p521::ecdsa::SigningKey::from_slice(&[&[0][..], &[7; 65]].concat()).unwrap();
    let point = p521::ecdsa::VerifyingKey::from(&key).to_encoded_point(false);
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let public = json!({"kty": "EC", "crv": "P-521", "kid": id, "alg": "ES512", "use": "sig",
                        "x": part(point.x().unwrap()), "y": part(point.y().unwrap())});
    let header = json!({"alg": "ES512", "typ": "at+jwt", "kid": id});
    let message = format!("{}.{}", part(header.to_string().as_bytes()), part(claims.to_string().as_bytes()));
    let signature: p521::ecdsa::Signature = key.sign_with_rng(&mut OsRng, message.as_bytes());
    (public, format!("{message}.{}", part(&signature.to_bytes())))
}

/// A token that nobody has signed, with a header of one's own.
pub fn unsigned(header: &Value, claims: &Value, signature: &str) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{signature}", part(header), part(claims))
}

#[derive(Default)]
struct Shared {
    keys: Mutex<Vec<Value>>,
    asked: Mutex<Vec<String>>,
    is_away: Mutex<bool>,
    /// What the discovery document says instead of the truth.
    lies: Mutex<Value>,
    /// Blanks that are put behind each document.
    padding: Mutex<usize>,
}

/// The provider. Its thread ends with the process.
pub struct IdentityProvider {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl IdentityProvider {
    /// Starts one on a free port, with these keys.
    pub fn with(keys: &[Key]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let provider = Self { address, shared: Arc::default() };
        provider.publishes(keys);
        let inner = provider.shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let inner = inner.clone();
                // Whoever hangs up in the middle ends the conversation, and nothing else.
                std::thread::spawn(move || drop(answer(&stream, address, &inner)));
            }
        });
        provider
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The way in which the service trusts it, asking for unknown keys this often at most.
    pub fn trusted(&self, pause: Duration) -> Provider {
        Provider::new(self.url().parse().unwrap(), AUDIENCE.to_owned()).pausing(pause)
    }

    /// From now on these are its keys.
    pub fn publishes(&self, keys: &[Key]) {
        *self.shared.keys.lock().unwrap() = keys.iter().map(Key::public).collect();
    }

    /// Adds something to its keys as it is.
    pub fn publishes_also(&self, key: Value) {
        self.shared.keys.lock().unwrap().insert(0, key);
    }

    /// Whether it answers 503 from now on.
    pub fn is_away(&self, away: bool) {
        *self.shared.is_away.lock().unwrap() = away;
    }

    /// What its discovery document says instead of the truth.
    pub fn lies(&self, fields: Value) {
        *self.shared.lies.lock().unwrap() = fields;
    }

    /// Makes its documents so many bytes longer.
    pub fn pads(&self, bytes: usize) {
        *self.shared.padding.lock().unwrap() = bytes;
    }

    /// How often it was asked for something.
    pub fn asked_for(&self, path: &str) -> usize {
        self.shared.asked.lock().unwrap().iter().filter(|asked| *asked == path).count()
    }

    /// How often it was asked for anything.
    pub fn asked(&self) -> usize {
        self.shared.asked.lock().unwrap().len()
    }

    /// The claims of a good token: of this person, at this time.
    pub fn claims(&self, subject: &str, username: &str, now: i64) -> Value {
        json!({
            "iss": self.url(), "aud": AUDIENCE, "sub": subject, "preferred_username": username,
            "iat": now, "nbf": now, "exp": now + 300,
        })
    }
}

fn answer(stream: &TcpStream, address: SocketAddr, shared: &Shared) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let mut out = stream;
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    shared.asked.lock().unwrap().push(path.clone());
    let issuer = format!("http://{address}");
    let document = match path.as_str() {
        "/.well-known/openid-configuration" => {
            let mut document = json!({"issuer": issuer, "jwks_uri": format!("{issuer}/keys")});
            let lies = shared.lies.lock().unwrap().clone();
            document.as_object_mut().unwrap().extend(lies.as_object().cloned().unwrap_or_default());
            Some(document)
        }
        "/keys" => Some(json!({"keys": *shared.keys.lock().unwrap()})),
        _ => None,
    };
    let (status, mut body) = match document {
        _ if *shared.is_away.lock().unwrap() => ("503 Service Unavailable", String::new()),
        Some(document) => ("200 OK", document.to_string()),
        None => ("404 Not Found", String::new()),
    };
    body.push_str(&" ".repeat(*shared.padding.lock().unwrap()));
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    out.write_all(head.as_bytes())?;
    out.write_all(body.as_bytes())
}
