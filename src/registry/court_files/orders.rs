//! What the public may learn of a court file, by the orders on the dockets of its cases.
//!
//! It follows from the days of the orders, not from when they were recorded: they are read anew
//! whenever one is recorded or becomes another. What protects adds up: an order that seals stands
//! beside one of anonymity (FCR 151, FCCIRPR 8.1), and what lifts takes away one of them, first the
//! stricter. An order that is struck goes on protecting: striking opens nothing. What somebody sets
//! by hand counts from its day.

use super::service;
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::declassification;
use crate::clock::registry_day;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::EventId;
use crate::law::engine::Warning;
use crate::law::proceedings::{Catalog, EventType};
use crate::matters::cases::service::{others_in_file, proceeding, take_others_in_file};
use crate::matters::cases::{CaseRow, court_file_store};
use crate::matters::docket::EventRow;
use crate::matters::docket::store;
use crate::text::Text;
use chrono::NaiveDate;

/// What an act made of the confidentiality of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderEffect {
    /// What the order says by itself.
    pub said: Confidentiality,
    /// What stood before.
    pub before: Confidentiality,
    /// What stands now.
    pub after: Confidentiality,
}

/// The confidentiality order that an event is, if it is one.
///
/// # Errors
/// 500 where the catalog says what nobody knows.
pub fn said_by(definition: &EventType) -> Result<Option<Confidentiality>> {
    definition.sets_confidentiality.as_deref().map(str::parse).transpose().map_err(Into::into)
}

/// Brings a court file to what the orders on its dockets say, after the entry of one was written:
/// the other cases at once, and the case itself as the effect says. Nothing, if it is no order.
///
/// # Errors
/// 403 where that opens what the caller may not open.
pub fn follow(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    definition: &EventType,
) -> Result<Option<OrderEffect>> {
    let Some(said) = said_by(definition)? else { return Ok(None) };
    let others = take_others_in_file(connection, case)?;
    let after = standing(connection, case, &others)?;
    permit(caller, case, &others, after)?;
    service::write_each(connection, caller, others, |other| {
        other.confidentiality = after;
        Ok(())
    })?;
    Ok(Some(OrderEffect { said, before: case.confidentiality, after }))
}

/// Sets the confidentiality of a court file by hand, from now on: of the other cases, and for all
/// of them that it was set. The case itself is written by whoever changes it.
///
/// # Errors
/// 403 where that opens what the caller may not open.
pub fn set_by_hand(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    order: Confidentiality,
) -> Result<()> {
    let others = others_in_file(connection, case)?;
    permit(caller, case, &others, order)?;
    let ids: Vec<_> = others.iter().map(|other| other.id).chain([case.id]).collect();
    service::write_each(connection, caller, others, |other| {
        other.confidentiality = order;
        Ok(())
    })?;
    court_file_store::set_by_hand(connection, &ids, order, caller.now)
}

/// Holds where the caller may put an order in the place of what stands in the cases of a file.
fn permit(caller: &Context, case: &CaseRow, others: &[CaseRow], after: Confidentiality) -> Result<()> {
    let before = others.iter().map(|other| other.confidentiality).fold(case.confidentiality, Ord::max);
    declassification::permit_order(caller, before, after)
}

/// One thing that was said about the public and a court file, in the order in which they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    on: NaiveDate,
    recorded_at: Instant,
    /// The entry on a docket; nothing, if it was set by hand.
    entry: Option<EventId>,
    order: Confidentiality,
}

/// What stands by the orders on the dockets of some cases that share a file, and by what was set by
/// hand in any of them.
fn standing(connection: &mut Connection, case: &CaseRow, others: &[CaseRow]) -> Result<Confidentiality> {
    let cases: Vec<&CaseRow> = others.iter().chain([case]).collect();
    let ids: Vec<_> = cases.iter().map(|case| case.id).collect();
    let types = Catalog::current().confidentiality_orders();
    let mut said = Vec::new();
    for row in store::of_types(connection, &ids, &types)? {
        let Some(of) = cases.iter().find(|case| case.id == row.case_id) else { continue };
        let Some(definition) = proceeding(of)?.event(&row.event_type) else { continue };
        said.extend(said_by(definition)?.and_then(|order| counted(&row, order)));
    }
    let mut opened_with = Protection::default();
    for of in cases {
        let order = of.confidentiality_set;
        match of.confidentiality_set_at {
            None => opened_with.add(order),
            Some(at) => said.push(Said { on: registry_day(at), recorded_at: at, entry: None, order }),
        }
    }
    said.sort_unstable();
    said.dedup();
    Ok(folded(opened_with, &said).confidentiality())
}

/// An entry as it counts: one that lifts does not once it is struck.
fn counted(row: &EventRow, order: Confidentiality) -> Option<Said> {
    let is_lifted_by = order == Confidentiality::None && row.struck_at.is_some();
    let (on, recorded_at) = (row.occurred_on, row.recorded_at);
    (!is_lifted_by).then_some(Said { on, recorded_at, entry: Some(row.id), order })
}

/// What keeps a court file from the public: an order that seals it and one of anonymity are two.
#[derive(Clone, Copy, Debug, Default)]
struct Protection {
    sealed: bool,
    anonymised: bool,
}

impl Protection {
    fn add(&mut self, order: Confidentiality) {
        self.sealed |= order == Confidentiality::Sealed;
        self.anonymised |= order == Confidentiality::Anonymised;
    }

    /// Takes away the stricter of the two: an order that lifts lifts one.
    fn lift(&mut self) {
        if self.sealed {
            self.sealed = false;
        } else {
            self.anonymised = false;
        }
    }

    fn confidentiality(self) -> Confidentiality {
        match self {
            Self { sealed: true, .. } => Confidentiality::Sealed,
            Self { anonymised: true, .. } => Confidentiality::Anonymised,
            Self { .. } => Confidentiality::None,
        }
    }
}

/// What stands after all that was said, which comes in its order. What is set by hand opens where
/// it was less than what stood when it was set, and then outranks what is dated before it; where it
/// was more, or nothing stood, it protects beside the orders.
fn folded(opened_with: Protection, said: &[Said]) -> Protection {
    let mut stands = opened_with;
    for one in said {
        match (one.entry, one.order) {
            (None, order) => {
                let known = said.iter().filter(|other| other.recorded_at < one.recorded_at);
                let stood: Vec<Said> = known.copied().collect();
                if order < folded(opened_with, &stood).confidentiality() {
                    stands = Protection::default();
                }
                stands.add(order);
            }
            (Some(_), Confidentiality::None) => stands.lift(),
            (Some(_), order) => stands.add(order),
        }
    }
    stands
}

/// The warning about an order that is not what stands, if it is not: a stricter one stands beside
/// it, one of the other kind that it did not lift, or a later one after it.
#[must_use]
pub fn outweighed(effect: OrderEffect) -> Option<Warning> {
    let OrderEffect { said, before, after } = effect;
    if said == after {
        return None;
    }
    let Text { en, fr } = after.name();
    let (code, text) = if said != Confidentiality::None && after > said {
        (
            "stricter_order_stands",
            Text::new(
                format!(
                    "The order is recorded. A stricter one stands, and the stricter counts: the case stays as it is ({en}). If that one was lifted, record that first."
                ),
                format!(
                    "L'ordonnance est consignée. Une ordonnance plus stricte demeure en vigueur et l'emporte : le dossier demeure tel quel ({fr}). Si cette dernière a été levée, consignez d'abord la levée."
                ),
            ),
        )
    } else if said == Confidentiality::None && after < before {
        (
            "other_order_stands",
            Text::new(
                format!(
                    "The order is recorded, and lifts the stricter of two. The other stands: the case is as that says ({en}). If it was lifted as well, record that, too."
                ),
                format!(
                    "L'ordonnance est consignée, et lève la plus stricte de deux ordonnances. L'autre demeure en vigueur : le dossier est tel qu'elle le prévoit ({fr}). Si elle a été levée aussi, consignez-le également."
                ),
            ),
        )
    } else {
        (
            "later_order_stands",
            Text::new(
                format!(
                    "The order is recorded. What was ordered, or set by hand, after its day counts: the case is as that says ({en}). If that is wrong, check the dates of the orders, or change it: PATCH /v1/cases/{{id}} with confidentiality."
                ),
                format!(
                    "L'ordonnance est consignée. Ce qui a été ordonné, ou fixé manuellement, après sa date l'emporte : le dossier est tel que cela le prévoit ({fr}). Si c'est une erreur, vérifiez les dates des ordonnances ou modifiez-le : PATCH /v1/cases/{{id}} avec confidentiality."
                ),
            ),
        )
    };
    Some(Warning { code: code.to_owned(), text })
}

/// The warning about an order that lifts what kept a case from the public, where nothing did.
#[must_use]
pub fn lifts_nothing(effect: OrderEffect) -> Option<Warning> {
    let none = Confidentiality::None;
    (effect == OrderEffect { said: none, before: none, after: none }).then(|| Warning {
        code: "no_order_stands".to_owned(),
        text: Text::new(
            "The order is recorded, and lifts nothing: nothing kept the case from the public. If an order that did is not on the docket, record it with its day; if this one is of another case, move it: POST .../move.",
            "L'ordonnance est consignée, mais ne lève rien : rien ne soustrayait le dossier à la vue du public. Si une ordonnance en ce sens manque au dossier, consignez-la à sa date; si celle-ci concerne une autre affaire, déplacez-la : POST .../move.",
        ),
    })
}

/// The warning that a case is still kept from the public, as an order said that was struck.
#[must_use]
pub fn kept(effect: OrderEffect) -> Option<Warning> {
    let OrderEffect { said, after, .. } = effect;
    if said == Confidentiality::None || after == Confidentiality::None {
        return None;
    }
    let Text { en, fr } = after.name();
    Some(Warning {
        code: "confidentiality_kept".to_owned(),
        text: Text::new(
            format!(
                "The case stays as it is ({en}). If that is wrong, change it: PATCH /v1/cases/{{id}} with confidentiality."
            ),
            format!(
                "Le dossier demeure tel quel ({fr}). Si c'est une erreur, modifiez-le : PATCH /v1/cases/{{id}} avec confidentiality."
            ),
        ),
    })
}
