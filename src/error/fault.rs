//! The faults of a request, place by place.

use crate::text::Text;

/// The number of faults that are named at once; the rest are counted.
pub const MOST: usize = 50;

/// The part of the request in which a fault lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultPlace {
    /// The body; the pointer is a JSON pointer into it.
    Body,
    /// A query parameter.
    Query,
    /// A part of the path.
    Path,
    /// A header.
    Header,
}

impl FaultPlace {
    /// The code, as written on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Query => "query",
            Self::Path => "path",
            Self::Header => "header",
        }
    }
}

/// A fault of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The place of the fault.
    pub place: FaultPlace,
    /// `/decision/notified_on`; for a query parameter or a header `/limit`, `/If-Match`.
    pub pointer: String,
    /// The stable code of the fault.
    pub code: &'static str,
    /// The fault and the way out.
    pub message: Text,
}

impl Fault {
    /// The fault of an `until` that is not later than the `from` that goes with it.
    #[must_use]
    pub fn ends_before_it_begins() -> Self {
        Self::body(
            "/until",
            "ends_before_it_begins",
            "This ends before it begins: until must be later than from.",
            "La fin précède le début : until doit être postérieur à from.",
        )
    }

    /// The fault of a `role` that the organisation of a case does not know.
    #[must_use]
    pub fn unknown_role() -> Self {
        Self::body(
            "/role",
            "unknown_role",
            "There is no such role. GET /v1/roles lists them.",
            "Ce rôle n'existe pas. GET /v1/roles les énumère.",
        )
    }

    /// The fault of a `role` that people of somebody's organisation cannot hold; with those that
    /// they can, where they are known.
    #[must_use]
    pub fn role_not_held(can: &[&str]) -> Self {
        let (en, fr) = match can {
            [] => (String::new(), String::new()),
            can => {
                let can = can.join(", ");
                (format!(" They can hold {can}."), format!(" Ils peuvent exercer {can}."))
            }
        };
        Self::body(
            "/role",
            "role_not_held_by_organization",
            format!("People of this organisation cannot hold this role.{en} GET /v1/roles says who can."),
            format!(
                "Les membres de cet organisme ne peuvent exercer ce rôle.{fr} GET /v1/roles indique qui le peut."
            ),
        )
    }

    /// A user whom nobody knows is named.
    #[must_use]
    pub fn unknown_user(pointer: impl Into<String>) -> Self {
        Self::body(
            pointer,
            "unknown_user",
            "There is no such user. GET /v1/users lists them.",
            "Cet utilisateur n'existe pas. GET /v1/users les énumère.",
        )
    }

    /// A user is named who is not known, or may not sign in.
    #[must_use]
    pub fn no_active_user(pointer: impl Into<String>) -> Self {
        Self::body(
            pointer,
            "unknown_user",
            "There is no such user, or the account is not active. GET /v1/users lists them.",
            "Cet utilisateur n'existe pas ou son compte n'est pas actif. GET /v1/users énumère les utilisateurs.",
        )
    }

    /// A user is named whom the caller's organisation does not have.
    #[must_use]
    pub fn unknown_colleague(pointer: impl Into<String>) -> Self {
        Self::body(
            pointer,
            "unknown_user",
            "There is no such user in your organisation. GET /v1/users lists them.",
            "Cet utilisateur n'existe pas dans votre organisme. GET /v1/users les énumère.",
        )
    }

    /// A fault in the body, at a JSON pointer.
    #[must_use]
    pub fn body(
        pointer: impl Into<String>,
        code: &'static str,
        en: impl Into<String>,
        fr: impl Into<String>,
    ) -> Self {
        Self { place: FaultPlace::Body, pointer: pointer.into(), code, message: Text::new(en, fr) }
    }

    /// A fault in a query parameter.
    #[must_use]
    pub fn query(name: &str, code: &'static str, en: impl Into<String>, fr: impl Into<String>) -> Self {
        Self { place: FaultPlace::Query, pointer: format!("/{name}"), code, message: Text::new(en, fr) }
    }

    /// A fault in a header.
    #[must_use]
    pub fn header(name: &str, code: &'static str, en: impl Into<String>, fr: impl Into<String>) -> Self {
        Self { place: FaultPlace::Header, pointer: format!("/{name}"), code, message: Text::new(en, fr) }
    }
}

/// The faults of a request: as many as are named at once, and how many more there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    named: Vec<Fault>,
    more: usize,
}

impl Faults {
    /// Adds a fault, which is made only if there is room to name it.
    pub fn add(&mut self, fault: impl FnOnce() -> Fault) {
        if self.named.len() < MOST {
            self.named.push(fault());
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// Adds those that `faults` makes, if there is room to name one; otherwise one more is counted.
    pub fn add_all(&mut self, faults: impl FnOnce() -> Vec<Fault>) {
        if self.named.len() < MOST {
            self.extend(faults());
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// Adds those of others.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Fault>) {
        for fault in others {
            self.add(|| fault);
        }
    }

    /// Adds those of others, and how many more they are.
    pub fn join(&mut self, others: Self) {
        self.more = self.more.saturating_add(others.more);
        self.extend(others.named);
    }

    /// Leaves out those that say nothing new: what follows its like, and what `keeps` does not
    /// keep.
    pub fn condense(&mut self, keeps: impl FnMut(&Fault) -> bool) {
        self.named.retain(keeps);
        self.named.dedup();
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// Those that are named.
    #[must_use]
    pub fn named(&self) -> &[Fault] {
        &self.named
    }

    /// Those that are named, to be changed in their place.
    pub fn named_mut(&mut self) -> &mut [Fault] {
        &mut self.named
    }

    /// The number of faults beside those that are named.
    #[must_use]
    pub const fn more(&self) -> usize {
        self.more
    }
}

impl From<Vec<Fault>> for Faults {
    fn from(all: Vec<Fault>) -> Self {
        let mut faults = Self::default();
        faults.extend(all);
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_counted_and_not_made() {
        let mut faults = Faults::default();
        let mut made = 0;
        for _ in 0..MOST + 7 {
            faults.add(|| {
                made += 1;
                Fault::body("/a", "unknown_field", "There is none.", "Il n'y en a pas.")
            });
        }
        assert_eq!((faults.named().len(), faults.more(), made), (MOST, 7, MOST));
    }
}
