//! The settings of an identity provider.

use crate::people::identity::providers::Provider;
use crate::people::identity::providers::model::WebAddress;
use crate::text::Complaint;
use clap::Args;

/// The identity provider that is trusted beside our own tokens.
#[derive(Args, Clone, Debug)]
pub struct OidcSettings {
    /// The identity provider (OpenID Connect) whose access tokens are taken, as it spells itself in
    /// `iss`: `https://HOST/PATH`
    #[arg(long, env = "GREFFE_OIDC_ISSUER")]
    pub oidc_issuer: Option<WebAddress>,

    /// The audience that the provider's tokens for this service name in `aud`
    #[arg(long, env = "GREFFE_OIDC_AUDIENCE")]
    pub oidc_audience: Option<String>,

    /// The claim that holds the user name, by which an account is found on the first sign-in
    #[arg(long, env = "GREFFE_OIDC_USERNAME_CLAIM", default_value = "preferred_username")]
    pub oidc_username_claim: String,

    /// The values of `typ` that are taken, with commas between them; `application/` before one
    /// makes no difference. Tokens are taken that are signed with RS256, RS384, RS512, PS256,
    /// PS384, PS512, ES256, ES384, ES512, EdDSA or Ed25519
    #[arg(long, env = "GREFFE_OIDC_TYPES", value_delimiter = ',', default_value = "at+jwt,JWT")]
    pub oidc_types: Vec<String>,

    /// Whether tokens without `typ` are taken: for a provider that gives no other. An ID token may
    /// have none either: set an audience that no client of the provider has
    #[arg(long, env = "GREFFE_OIDC_UNTYPED", default_value_t = false, action = clap::ArgAction::Set, value_name = "true|false")]
    pub oidc_untyped: bool,

    /// Seconds by which the provider's clock and ours may differ
    #[arg(long, env = "GREFFE_OIDC_LEEWAY_SECONDS", default_value_t = 30, value_parser = clap::value_parser!(i64).range(0..=300))]
    pub oidc_leeway_seconds: i64,
}

impl OidcSettings {
    /// The provider, if one is set.
    ///
    /// # Errors
    /// A message that names the variable and says what it should be.
    pub fn provider(&self) -> Result<Option<Provider>, Complaint> {
        match (&self.oidc_issuer, &self.oidc_audience) {
            (None, None) => Ok(None),
            (Some(issuer), Some(audience)) if !audience.trim().is_empty() => {
                let provider = Provider::new(issuer.clone(), audience.clone());
                let claim = self.oidc_username_claim.clone();
                let provider = provider.taking_untyped(self.oidc_untyped);
                Ok(Some(provider.reading(claim, &self.oidc_types, self.oidc_leeway_seconds)))
            }
            (Some(_), _) => Err(Complaint::new(
                "set what the identity provider's tokens for this service name in aud",
                "indiquez ce que les jetons du fournisseur d'identité pour ce service nomment dans aud",
            )
            .about("GREFFE_OIDC_AUDIENCE")),
            (None, Some(_)) => Err(Complaint::new(
                "set the address of the identity provider, as https://HOST",
                "indiquez l'adresse du fournisseur d'identité, sous la forme https://HOST",
            )
            .about("GREFFE_OIDC_ISSUER")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_needs_an_address_and_an_audience() {
        let settings = |issuer: Option<&str>, audience: Option<&str>| OidcSettings {
            oidc_issuer: issuer.map(|issuer| issuer.parse().unwrap()),
            oidc_audience: audience.map(str::to_owned),
            oidc_username_claim: "preferred_username".to_owned(),
            oidc_types: vec!["JWT".to_owned()],
            oidc_untyped: false,
            oidc_leeway_seconds: 30,
        };
        let issuer = Some("https://login.example.org");
        assert!(settings(None, None).provider().unwrap().is_none());
        assert!(settings(issuer, Some("api://greffe")).provider().unwrap().is_some());
        for (wrong, named) in [
            (settings(issuer, None), "GREFFE_OIDC_AUDIENCE"),
            (settings(issuer, Some(" ")), "GREFFE_OIDC_AUDIENCE"),
            (settings(None, Some("api://greffe")), "GREFFE_OIDC_ISSUER"),
        ] {
            assert!(wrong.provider().is_err_and(|complaint| complaint.to_string().starts_with(named)));
        }
    }
}
