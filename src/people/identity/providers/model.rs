//! The address of a provider, and the subjects of its tokens.

use crate::text::Complaint;

/// The address of a provider, or of its keys: `https`, or `http` on this machine alone, where
/// nobody listens on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAddress(String);

impl WebAddress {
    /// The address, as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether traffic to it cannot be read or changed on the way.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl std::fmt::Display for WebAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for WebAddress {
    type Err = Complaint;

    fn from_str(address: &str) -> Result<Self, Complaint> {
        let wrong = || {
            Complaint::new(
                "it must be https://HOST, or http:// on localhost, without a query",
                "ce doit être https://HOST, ou http:// sur localhost, sans chaîne de requête",
            )
        };
        let (scheme, rest) = address.split_once("://").ok_or_else(wrong)?;
        let authority = rest.split('/').next().unwrap_or_default();
        let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '@' | '\\');
        let host = match authority.strip_prefix('[') {
            Some(literal) => literal.split(']').next().unwrap_or_default(),
            None => authority.split(':').next().unwrap_or_default(),
        };
        let is_here = matches!(host, "localhost" | "127.0.0.1" | "::1");
        let is_web = scheme == "https" || (scheme == "http" && is_here);
        if !is_web || host.is_empty() || !rest.chars().all(is_plain) {
            return Err(wrong());
        }
        Ok(Self(address.to_owned()))
    }
}

/// The identity that the provider says a token has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvidedIdentity {
    /// The provider.
    pub issuer: String,
    /// The provider's name for the person: never given to another.
    pub subject: String,
    /// The user name, where the token has one: looked at once, to find the account.
    pub username: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_encrypted_or_on_this_machine() {
        for right in [
            "https://login.example.org",
            "https://login.example.org:8443/tenant/v2.0",
            "http://127.0.0.1:9000",
            "http://localhost/realms/one",
            "http://[::1]:9000/x",
        ] {
            assert!(right.parse::<WebAddress>().is_ok(), "{right}");
        }
        for wrong in [
            "",
            "login.example.org",
            "http://login.example.org",
            "http://localhost.example.org",
            "http://127.0.0.1.example.org",
            "http://localhost@example.org",
            "ftp://login.example.org",
            "https://",
            "https:///path",
            "https://a b",
            "https://a?b",
            "https://a#b",
            "https://a@b",
        ] {
            assert!(wrong.parse::<WebAddress>().is_err(), "{wrong}");
        }
    }
}
