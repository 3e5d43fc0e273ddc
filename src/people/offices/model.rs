//! An office as it is found, and what follows from one.

/// An office that somebody named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedOffice {
    /// The office as it is kept: as the list has it, or as it was written where none has it.
    pub written: String,
    /// Whether a list has it.
    pub is_known: bool,
    /// What follows from it, where it is one of an organisation's own.
    pub own: OwnOffice,
}

/// What follows for a case from an office of an organisation's own; nothing from any other, whose
/// region and clock everybody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnOffice {
    /// The region, by code.
    pub region: Option<String>,
    /// What the law reads in the place of the office: an office that a calendar knows, where it has
    /// the days off of one, or else the name of its time zone.
    pub read_as: Option<String>,
}
