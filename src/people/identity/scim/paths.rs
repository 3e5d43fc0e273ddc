//! The names of fields as directories write them (RFC 7644, 3.10): `userName`,
//! `name.familyName`, with the URN of their schema before them or without, in any case.

use super::api::{EXTENSION, USER};

/// The fields that are stored, as they are spelled.
pub const KEPT: [&str; 9] = [
    "schemas",
    "externalId",
    "userName",
    "displayName",
    "name",
    "preferredLanguage",
    "emails",
    "active",
    EXTENSION,
];

/// The fields that are ours to say.
pub const OURS: [&str; 2] = ["id", "meta"];

/// The fields of RFC 7643 that are taken and not stored: directories send them unasked. People in a
/// directory have no password here.
pub const NOT_KEPT: [&str; 16] = [
    "password",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "locale",
    "timezone",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "groups",
    "entitlements",
    "roles",
    "x509Certificates",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
];

/// The parts of a name.
pub const NAME: [&str; 6] =
    ["formatted", "givenName", "middleName", "familyName", "honorificPrefix", "honorificSuffix"];
/// The parts of an address.
pub const EMAIL: [&str; 4] = ["value", "display", "type", "primary"];
/// The fields of the extension.
pub const EXTRA: [&str; 3] = ["role", "clearance", "office"];
const META: [&str; 5] = ["resourceType", "created", "lastModified", "location", "version"];

/// The fields that every user has: they are changed, and never removed.
pub const REQUIRED: [&str; 2] = ["userName", "active"];
/// The fields of the extension that every user has.
pub const REQUIRED_EXTRA: [&str; 2] = ["role", "clearance"];

/// A field, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldPath {
    /// The field, as it is spelled.
    pub field: &'static str,
    /// The part of it, as it is spelled.
    pub part: Option<&'static str>,
}

impl FieldPath {
    /// A field as a whole.
    #[must_use]
    pub const fn whole(field: &'static str) -> Self {
        Self { field, part: None }
    }

    /// Whether case counts in it (RFC 7643, 2.2).
    #[must_use]
    pub fn is_case_exact(self) -> bool {
        matches!((self.field, self.part), ("id" | "externalId" | "meta", _) | (EXTENSION, Some("office")))
    }
}

/// The meaning of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedField {
    /// A field that is stored, or ours to say.
    Known(FieldPath),
    /// A field of RFC 7643 that is not stored.
    NotKept,
}

/// The one of these words that the text is in any case, as it is spelled.
#[must_use]
pub fn spelled(words: &[&'static str], text: &str) -> Option<&'static str> {
    words.iter().copied().find(|word| word.eq_ignore_ascii_case(text))
}

/// The parts that a field has.
#[must_use]
pub fn parts(field: &str) -> &'static [&'static str] {
    match field {
        "name" => &NAME,
        "emails" => &EMAIL,
        "meta" => &META,
        EXTENSION => &EXTRA,
        _ => &[],
    }
}

/// The rest of a text after a URN, in any case.
fn after<'a>(text: &'a str, urn: &str) -> Option<&'a str> {
    let (head, rest) = (text.get(..urn.len())?, text.get(urn.len()..)?);
    head.eq_ignore_ascii_case(urn).then_some(rest)
}

/// The field that a name means, if it means any. What stands in brackets is left to others.
#[must_use]
pub fn field(text: &str) -> Option<NamedField> {
    if let Some(rest) = after(text, EXTENSION) {
        return match rest.strip_prefix(':') {
            None => rest.is_empty().then_some(NamedField::Known(FieldPath::whole(EXTENSION))),
            Some(name) => spelled(&EXTRA, name)
                .map(|part| NamedField::Known(FieldPath { field: EXTENSION, part: Some(part) })),
        };
    }
    let text = after(text, USER).and_then(|rest| rest.strip_prefix(':')).unwrap_or(text);
    if NOT_KEPT.iter().any(|urn| urn.starts_with("urn:") && after(text, urn).is_some()) {
        return Some(NamedField::NotKept);
    }
    let (root, part) = text.split_once('.').map_or((text, None), |(root, part)| (root, Some(part)));
    if spelled(&NOT_KEPT, root).is_some() {
        return Some(NamedField::NotKept);
    }
    let field = spelled(&KEPT, root).or_else(|| spelled(&OURS, root))?;
    let part = match part {
        Some(part) => Some(spelled(parts(field), part)?),
        None => None,
    };
    Some(NamedField::Known(FieldPath { field, part }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_directories_write_them() {
        let known = |field, part| Some(NamedField::Known(FieldPath { field, part }));
        for (text, meant) in [
            ("active", known("active", None)),
            ("USERNAME", known("userName", None)),
            ("urn:ietf:params:scim:schemas:core:2.0:User:displayName", known("displayName", None)),
            ("URN:ietf:params:scim:schemas:core:2.0:user:Name.FamilyName", known("name", Some("familyName"))),
            ("name.middleName", known("name", Some("middleName"))),
            ("emails.value", known("emails", Some("value"))),
            ("meta.created", known("meta", Some("created"))),
            ("urn:greffe:scim:schemas:extension:2.0:User", known(EXTENSION, None)),
            ("urn:greffe:scim:schemas:extension:2.0:User:Clearance", known(EXTENSION, Some("clearance"))),
            (
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                Some(NamedField::NotKept),
            ),
            ("title", Some(NamedField::NotKept)),
            ("addresses.locality", Some(NamedField::NotKept)),
            ("nonsense", None),
            ("name.nonsense", None),
            ("active.value", None),
            ("urn:greffe:scim:schemas:extension:2.0:User:nonsense", None),
            ("urn:greffe:scim:schemas:extension:2.0:UserX", None),
            ("", None),
        ] {
            assert_eq!(field(text), meant, "{text}");
        }
    }
}
