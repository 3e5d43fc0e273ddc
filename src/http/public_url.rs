//! The address under which clients reach the service.

use crate::text::Complaint;
use actix_web::http::Uri;
use actix_web::http::uri::Authority;

/// The address under which clients reach the service: `http` or `https`, a host, a port and a path
/// if there are any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Without a slash at its end.
impl std::fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for PublicUrl {
    type Err = Complaint;

    fn from_str(url: &str) -> Result<Self, Complaint> {
        let wrong = || {
            Complaint::new(
                "the public URL must be http://HOST or https://HOST, without a query",
                "l'adresse publique doit être http://HOST ou https://HOST, sans chaîne de requête",
            )
        };
        // A fragment is no part of what the parser keeps.
        let parsed: Uri =
            Some(url).filter(|url| !url.contains('#')).and_then(|url| url.parse().ok()).ok_or_else(wrong)?;
        let host = parsed.authority().map(Authority::as_str).unwrap_or_default();
        let is_web = matches!(parsed.scheme_str(), Some("http" | "https"));
        if !is_web || host.is_empty() || host.contains('@') || parsed.query().is_some() {
            return Err(wrong());
        }
        Ok(Self(url.trim_end_matches('/').to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_one_of_the_web_and_ends_without_a_slash() {
        for (written, kept) in [
            ("https://greffe.example", "https://greffe.example"),
            ("https://greffe.example/", "https://greffe.example"),
            ("http://127.0.0.1:8080/greffe//", "http://127.0.0.1:8080/greffe"),
        ] {
            assert_eq!(written.parse::<PublicUrl>().unwrap().to_string(), kept);
        }
        for wrong in [
            "",
            "greffe.example",
            "/greffe",
            "ftp://greffe.example",
            "https://",
            "https://a@b",
            "https://a?b",
            "https://a#b",
            "https://a b",
        ] {
            assert!(wrong.parse::<PublicUrl>().is_err(), "{wrong}");
        }
    }
}
