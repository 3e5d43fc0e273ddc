//! Codes: enums of which each value has one stable word, the same on the wire and in the databases.
//!
//! `coded!` writes what such an enum needs, from one line a value:
//!
//! ```ignore
//! coded! {
//!     /// Where a meeting stands.
//!     #[derive(Default)]
//!     pub enum MeetingStatus {
//!         /// It is to take place.
//!         #[default]
//!         Planned = "planned", "Planned", "Prévue";
//!         /// It took place.
//!         Held = "held", "Held", "Tenue";
//!     }
//! }
//! ```
//!
//! | what | as |
//! |---|---|
//! | every value, in the order of the declaration | `ALL` |
//! | the code | `code()`, serde's form in both directions, the `enum` of the schema |
//! | the value of a code | `FromStr`; a code that is not known is [`UnknownCode`] |
//! | the name in English and in French | `name()`, where the lines give both |
//!
//! Derives and attributes on the enum and on its values stay where they are. What lets a database
//! keep the enum is a second macro, in [`crate::db`]: an enum that no table holds does without it.
//!
//! # Promises
//!
//! No code is read as another value: whoever meets one that is not known is told so, and decides.
//! An older process beside a newer one therefore refuses what it does not understand.

/// A code that an enum does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// The enum, by the name of its type.
    pub kind: &'static str,
    /// The code.
    pub code: String,
}

impl UnknownCode {
    /// The code that this enum does not have.
    #[must_use]
    pub fn new(kind: &'static str, code: &str) -> Self {
        Self { kind, code: code.to_owned() }
    }
}

impl std::fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is no code of {}", self.code, self.kind)
    }
}

impl std::error::Error for UnknownCode {}

/// Declares enums of codes: see the [module](self).
macro_rules! coded {
    (
        $(#[$meta:meta])*
        $vis:vis enum $type:ident {
            $($(#[$about:meta])* $value:ident = $code:tt, $en:literal, $fr:literal;)+
        }
    ) => {
        $crate::coded::coded! {
            $(#[$meta])*
            $vis enum $type {
                $($(#[$about])* $value = $code;)+
            }
        }

        impl $type {
            /// Its name in both languages.
            #[must_use]
            pub fn name(self) -> $crate::text::Text {
                match self {
                    $(Self::$value => $crate::text::Text::new($en, $fr),)+
                }
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis enum $type:ident {
            $($(#[$about:meta])* $value:ident = $code:tt;)+
        }
    ) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[derive(serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        $(#[$meta])*
        $vis enum $type {
            $(
                $(#[$about])*
                #[serde(rename = $code)]
                $value,
            )+
        }

        impl $type {
            /// Every value, in the order of the declaration.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$value),+];

            /// Its code, as stored and as written on the wire.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$value => $code,)+
                }
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::coded::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                match code {
                    $($code => Ok(Self::$value),)+
                    unknown => Err($crate::coded::UnknownCode::new(stringify!($type), unknown)),
                }
            }
        }
    };
}
pub(crate) use coded;

#[cfg(test)]
mod tests {
    coded! {
        /// Where a lamp stands.
        #[derive(PartialOrd, Ord, Default)]
        enum Lamp {
            /// It burns.
            #[default]
            Lit = "lit", "Lit", "Allumée";
            /// It does not.
            BurntOut = "burnt_out", "Burnt out", "Grillée";
        }
    }

    #[test]
    fn a_code_is_what_serde_reads_and_writes_and_what_is_parsed() {
        for lamp in Lamp::ALL {
            assert_eq!(serde_json::to_value(lamp).unwrap(), lamp.code());
            assert_eq!(serde_json::from_value::<Lamp>(lamp.code().into()).unwrap(), lamp);
            assert_eq!(lamp.code().parse(), Ok(lamp));
        }
        assert_eq!(Lamp::default().name().fr, "Allumée");
        assert!(Lamp::Lit < Lamp::BurntOut);
    }

    #[test]
    fn an_unknown_code_is_refused_by_name() {
        let refused = "dim".parse::<Lamp>().unwrap_err();
        assert_eq!(refused.to_string(), "\"dim\" is no code of Lamp");
    }

    #[test]
    fn the_schema_lists_the_codes() {
        let schema = serde_json::to_value(<Lamp as utoipa::PartialSchema>::schema()).unwrap();
        let expected = serde_json::json!({
            "type": "string", "description": "Where a lamp stands.", "enum": ["lit", "burnt_out"],
        });
        assert_eq!(schema, expected);
    }
}
