//! The words of a directory: what it said of a user, kept as it said it.
//!
//! An account has one name to show, one language and one address; a directory says more, and asks
//! for what it said. So its words are kept beside the account, which goes by them, and whatever is
//! changed here since is shown in their place.

use super::api::{ScimEmail, ScimName, UserToProvision};
use super::attributes::{ScimEnterprise, ScimPostalAddress, ScimValue};
use crate::error::Result;
use crate::people::identity::store::UserRow;
use crate::text::Language;
use serde::{Deserialize, Serialize};

/// What a directory said of a user beyond what the account itself has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryWords {
    /// The name to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The parts of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<ScimName>,
    /// The name by which friends call the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nick_name: Option<String>,
    /// The address of a page about the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_url: Option<String>,
    /// The title of the person in the enterprise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The kind of employment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_type: Option<String>,
    /// The language that the user prefers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_language: Option<String>,
    /// The locale, in which dates and amounts are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The time zone, as the IANA names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// The addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<ScimEmail>,
    /// The telephone numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phone_numbers: Vec<ScimValue>,
    /// The addresses for instant messages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ims: Vec<ScimValue>,
    /// The addresses of pictures of the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<ScimValue>,
    /// The postal addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<ScimPostalAddress>,
    /// The entitlements of the person in other systems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entitlements: Vec<ScimValue>,
    /// The roles of the person in other systems. The role here is that of the extension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<ScimValue>,
    /// The fields of people of an enterprise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<ScimEnterprise>,
}

impl DirectoryWords {
    /// The words of a user as they were sent.
    #[must_use]
    pub fn of(user: &UserToProvision) -> Self {
        Self {
            display_name: user.display_name.clone(),
            name: user.name.clone().filter(|name| *name != ScimName::default()),
            preferred_language: user.preferred_language.clone(),
            emails: user.emails.clone(),
            nick_name: user.nick_name.clone(),
            profile_url: user.profile_url.clone(),
            title: user.title.clone(),
            user_type: user.user_type.clone(),
            locale: user.locale.clone(),
            timezone: user.timezone.clone(),
            phone_numbers: user.phone_numbers.clone(),
            ims: user.ims.clone(),
            photos: user.photos.clone(),
            addresses: user.addresses.clone(),
            entitlements: user.entitlements.clone(),
            roles: user.roles.clone(),
            enterprise: user.enterprise.clone().and_then(ScimEnterprise::filled),
        }
    }

    /// What a directory would have said of an account that it has said nothing of.
    #[must_use]
    pub fn of_account(row: &UserRow) -> Self {
        Self {
            display_name: Some(row.display_name.clone()),
            preferred_language: Some(row.language.code().to_owned()),
            emails: row.email.clone().map(ScimEmail::sole).into_iter().collect(),
            ..Self::default()
        }
    }

    /// What the directory said of a user.
    ///
    /// # Errors
    /// Fails if what is stored of it cannot be read.
    pub fn of_row(row: &UserRow) -> Result<Self> {
        match &row.directory {
            Some(said) => Ok(said.parse()?),
            None => Ok(Self::of_account(row)),
        }
    }

    /// The name that the account shows: `displayName`, or `name.formatted`, or the given and the
    /// family name, or the user name.
    #[must_use]
    pub fn shown_name(&self, username: &str) -> String {
        let filled = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let parts = self.name.clone().unwrap_or_default();
        let both = filled(&parts.given_name).zip(filled(&parts.family_name));
        filled(&self.display_name)
            .or_else(|| filled(&parts.formatted))
            .or_else(|| both.map(|(given, family)| format!("{given} {family}")))
            .unwrap_or_else(|| username.to_owned())
    }

    /// The language of the account, if one was said: what begins with `fr` is French, anything else
    /// English.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        let said = self.preferred_language.as_deref()?.trim().to_ascii_lowercase();
        let primary = said.split(['-', '_', ',', ';']).next().unwrap_or_default();
        Some(primary.parse().unwrap_or_default())
    }

    /// The address of the account: the first of type `work`, else the primary one, else the first.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.position_of_address().and_then(|place| self.emails.get(place)).map(|email| email.value.as_str())
    }

    fn position_of_address(&self) -> Option<usize> {
        let of_work =
            |email: &ScimEmail| email.kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("work"));
        let work = self.emails.iter().position(of_work);
        let work = work.or_else(|| self.emails.iter().position(|email| email.primary == Some(true)));
        work.or_else(|| (!self.emails.is_empty()).then_some(0))
    }

    /// The addresses, with the one that the account has in the place of the one that was said.
    #[must_use]
    pub fn emails_with(&self, address: Option<String>) -> Vec<ScimEmail> {
        if self.address() == address.as_deref() {
            return self.emails.clone();
        }
        let mut emails = self.emails.clone();
        if let Some(place) = self.position_of_address() {
            emails.remove(place);
        }
        if let Some(address) = address {
            emails.insert(0, ScimEmail::sole(address));
        }
        emails
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(value: &str, kind: &str, primary: Option<bool>) -> ScimEmail {
        ScimEmail { value: value.to_owned(), display: None, kind: Some(kind.to_owned()), primary }
    }

    #[test]
    fn the_account_goes_by_the_address_at_work() {
        let emails = vec![email("a@h.ca", "home", Some(true)), email("a@w.ca", "Work", None)];
        let words = DirectoryWords { emails: emails.clone(), ..DirectoryWords::default() };
        assert_eq!(words.address(), Some("a@w.ca"));
        assert_eq!(words.emails_with(Some("a@w.ca".to_owned())), emails);
        let values = |address: Option<&str>| {
            let shown = words.emails_with(address.map(str::to_owned));
            shown.into_iter().map(|email| email.value).collect::<Vec<_>>()
        };
        assert_eq!(values(Some("new@w.ca")), ["new@w.ca", "a@h.ca"]);
        assert_eq!(values(None), ["a@h.ca"], "what was taken away here is not shown");
    }
}
