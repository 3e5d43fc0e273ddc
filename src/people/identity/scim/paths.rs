//! The names of fields as directories write them (RFC 7644, 3.10): `userName`,
//! `name.familyName`, with the URN of their schema before them or without, in any case.

use super::api::{ENTERPRISE, EXTENSION, USER};

/// The fields that are stored, as they are spelled.
pub const KEPT: [&str; 22] = [
    "schemas",
    "externalId",
    "userName",
    "displayName",
    "name",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "emails",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "entitlements",
    "roles",
    "active",
    EXTENSION,
    ENTERPRISE,
];

/// The fields that have several values, each of which has parts.
pub const PLURAL: [&str; 7] =
    ["emails", "phoneNumbers", "ims", "photos", "addresses", "entitlements", "roles"];

/// The fields that are ours to say: whoever sends them with a user is not heard (RFC 7644, 3.3).
/// Groups are said at the groups (RFC 7643, 4.1.2), of which there are none here.
pub const OURS: [&str; 3] = ["id", "meta", "groups"];

/// The password, which nobody has here who is in a directory.
pub const PASSWORD: &str = "password";

/// The parts of a name.
pub const NAME: [&str; 6] =
    ["formatted", "givenName", "middleName", "familyName", "honorificPrefix", "honorificSuffix"];
/// The parts of a value of which there may be several.
const VALUE: [&str; 4] = ["value", "display", "type", "primary"];
/// The parts of a postal address.
const POSTAL: [&str; 8] =
    ["formatted", "streetAddress", "locality", "region", "postalCode", "country", "type", "primary"];
/// The fields of the enterprise extension.
pub const OF_ENTERPRISE: [&str; 6] =
    ["employeeNumber", "costCenter", "organization", "division", "department", MANAGER];
/// The one of them that has parts.
pub const MANAGER: &str = "manager";
/// The parts of it.
pub const OF_MANAGER: [&str; 3] = ["value", "$ref", "displayName"];
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
    /// The part of that part: only the manager has any.
    pub inner: Option<&'static str>,
}

impl FieldPath {
    /// A field as a whole.
    #[must_use]
    pub const fn whole(field: &'static str) -> Self {
        Self { field, part: None, inner: None }
    }

    /// A field, or the part of it that is named.
    #[must_use]
    pub const fn within(field: &'static str, part: Option<&'static str>) -> Self {
        Self { field, part, inner: None }
    }

    /// Whether case counts in it (RFC 7643, 2.2).
    #[must_use]
    pub fn is_case_exact(self) -> bool {
        matches!((self.field, self.part), ("id" | "externalId" | "meta", _) | (EXTENSION, Some("office")))
    }
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
        "meta" => &META,
        "addresses" => &POSTAL,
        EXTENSION => &EXTRA,
        ENTERPRISE => &OF_ENTERPRISE,
        field if PLURAL.contains(&field) => &VALUE,
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
pub fn field(text: &str) -> Option<FieldPath> {
    for extension in [EXTENSION, ENTERPRISE] {
        if let Some(rest) = after(text, extension) {
            return match rest.strip_prefix(':') {
                None => rest.is_empty().then_some(FieldPath::whole(extension)),
                Some(name) => part_of_extension(extension, name),
            };
        }
    }
    let text = after(text, USER).and_then(|rest| rest.strip_prefix(':')).unwrap_or(text);
    let (root, part) = text.split_once('.').map_or((text, None), |(root, part)| (root, Some(part)));
    let field = spelled(&KEPT, root).or_else(|| spelled(&OURS, root))?;
    let part = match part {
        Some(part) => Some(spelled(parts(field), part)?),
        None => None,
    };
    Some(FieldPath::within(field, part))
}

fn part_of_extension(extension: &'static str, name: &str) -> Option<FieldPath> {
    let (name, inner) = name.split_once('.').map_or((name, None), |(name, inner)| (name, Some(inner)));
    let part = spelled(parts(extension), name)?;
    let inner = match inner {
        Some(inner) if part == MANAGER => Some(spelled(&OF_MANAGER, inner)?),
        Some(_) => return None,
        None => None,
    };
    Some(FieldPath { field: extension, part: Some(part), inner })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_directories_write_them() {
        let known = |field, part| Some(FieldPath::within(field, part));
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
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:Department",
                known(ENTERPRISE, Some("department")),
            ),
            (
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayname",
                Some(FieldPath { field: ENTERPRISE, part: Some("manager"), inner: Some("displayName") }),
            ),
            ("title", known("title", None)),
            ("addresses.locality", known("addresses", Some("locality"))),
            ("password", None),
            ("x509Certificates", None),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department.value", None),
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
