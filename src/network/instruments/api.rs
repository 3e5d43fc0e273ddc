//! Instruments and duties on the wire.

use super::due::DutyOnDay;
use super::model::{InstrumentRegister, NetworkDuty, NetworkInstrument};
use crate::http::page::{Include, page_of, page_params};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An instrument of the liaison network, and the duties that it lays down.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "code": "REG-377-2004", "celex": "32004R0377",
    "title": {"en": "Council Regulation (EC) No 377/2004 of 19 February 2004 on the creation of an immigration liaison officers network",
        "fr": "Règlement (CE) n° 377/2004 du Conseil du 19 février 2004 relatif à la création d'un réseau d'officiers de liaison « Immigration »"},
    "in_force_from": "2004-05-01", "in_force_to": "2019-08-13", "repealed_by": "REG-2019-1240",
    "confidence": "memory_high", "source_status": "in_part",
    "source": {"en": "The title and the last day were read.", "fr": "Le titre et le dernier jour ont été lus."},
    "duties": [{"code": "ILO-SEM",
        "name": {"en": "Half-yearly report on the activities of the network", "fr": "Rapport semestriel sur les activités du réseau"},
        "instrument": "REG-377-2004",
        "provision": {"en": "Regulation (EC) No 377/2004, art. 6(1)", "fr": "Règlement (CE) n° 377/2004, art. 6, par. 1"},
        "owed_by": {"en": "the Member State holding the Presidency", "fr": "l'État membre exerçant la présidence"},
        "schedule": "semester_end", "confidence": "memory_high"}]
}))]
#[schema(as = NetworkInstrument)]
pub struct NetworkInstrumentView {
    /// The code of the instrument.
    pub code: String,
    /// Its number in EUR-Lex, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub celex: Option<String>,
    /// The title of the instrument, in both languages.
    pub title: Text,
    /// The first day on which it applied.
    pub in_force_from: NaiveDate,
    /// The last day on which it applied; left out while it still does, or where no end is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force_to: Option<NaiveDate>,
    /// The instrument that repealed it, by code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repealed_by: Option<String>,
    /// The instrument that it amends, by code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amends: Option<String>,
    /// The confidence with which its title and its dates are known.
    pub confidence: &'static str,
    /// How much of its own text was read: `in_part`, or `unread`.
    pub source_status: &'static str,
    /// Where what is said of it comes from, and what is not known.
    pub source: Text,
    /// The duties that it lays down.
    pub duties: Vec<NetworkDutyView>,
}

impl From<&NetworkInstrument> for NetworkInstrumentView {
    fn from(known: &NetworkInstrument) -> Self {
        let duties = InstrumentRegister::builtin().duties_of(&known.code);
        Self {
            code: known.code.clone(),
            celex: known.celex.clone(),
            title: known.title.clone(),
            in_force_from: known.in_force_from,
            in_force_to: known.in_force_to,
            repealed_by: known.repealed_by.clone(),
            amends: known.amends.clone(),
            confidence: known.confidence.code(),
            source_status: known.source_status.code(),
            source: known.source.clone(),
            duties: duties.map(Into::into).collect(),
        }
    }
}

/// A duty that an instrument of the liaison network lays down.
#[derive(Serialize, ToSchema)]
#[schema(as = NetworkDuty)]
pub struct NetworkDutyView {
    /// The code of the duty.
    pub code: String,
    /// The name of the duty, in both languages.
    pub name: Text,
    /// The instrument that lays it down, by code.
    pub instrument: String,
    /// The provision that lays it down.
    pub provision: Text,
    /// Who owes it.
    pub owed_by: Text,
    /// When it falls due: `month_end`, `semester_end`, `year_end`, `every_two_years` or `at_once`.
    pub schedule: &'static str,
    /// The confidence with which it is known.
    pub confidence: &'static str,
    /// What is doubtful about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Text>,
}

impl From<&NetworkDuty> for NetworkDutyView {
    fn from(known: &NetworkDuty) -> Self {
        Self {
            code: known.code.clone(),
            name: known.name.clone(),
            instrument: known.instrument.clone(),
            provision: known.provision.clone(),
            owed_by: known.owed_by.clone(),
            schedule: known.schedule.code(),
            confidence: known.confidence.code(),
            doubt: known.doubt.clone(),
        }
    }
}

page_of!(
    /// A page of instruments, by code.
    NetworkInstrumentPage,
    NetworkInstrumentView
);

/// A duty that is owed on a day, with what falls due next.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "code": "ILO-SEM", "on": "2010-03-01", "owed_from": "2004-05-01", "owed_to": "2019-08-13", "next_due_on": "2010-06-30",
    "duty": {"code": "ILO-SEM",
        "name": {"en": "Half-yearly report on the activities of the network", "fr": "Rapport semestriel sur les activités du réseau"},
        "instrument": "REG-377-2004",
        "provision": {"en": "Regulation (EC) No 377/2004, art. 6(1)", "fr": "Règlement (CE) n° 377/2004, art. 6, par. 1"},
        "owed_by": {"en": "the Member State holding the Presidency", "fr": "l'État membre exerçant la présidence"},
        "schedule": "semester_end", "confidence": "memory_high"},
    "explanation": [{"en": "It falls due at the end of each half-year.", "fr": "L'échéance tombe à la fin de chaque semestre."}]
}))]
pub struct OwedDuty {
    /// The code of the duty.
    pub code: String,
    /// The day as of which it was resolved.
    pub on: NaiveDate,
    /// The duty itself.
    pub duty: NetworkDutyView,
    /// The first day on which it is owed.
    pub owed_from: NaiveDate,
    /// The last day on which it is owed; left out where no end is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owed_to: Option<NaiveDate>,
    /// The day on which something falls due next, on that day or after it; left out where it
    /// depends on what happens, and where the duty ends before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due_on: Option<NaiveDate>,
    /// The steps that led to it.
    pub explanation: Vec<Text>,
}

impl OwedDuty {
    /// The duty, as resolved as of a day.
    #[must_use]
    pub fn as_of(resolved: &DutyOnDay<'_>, on: NaiveDate) -> Self {
        Self {
            code: resolved.duty.code.clone(),
            on,
            duty: resolved.duty.into(),
            owed_from: resolved.owed_from,
            owed_to: resolved.owed_to,
            next_due_on: resolved.next_due_on,
            explanation: resolved.explanation.clone(),
        }
    }
}

page_of!(
    /// A page of duties that are owed on a day, by code.
    OwedDutyPage,
    OwedDuty
);

/// The query of a list of instruments.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListInstruments {
    /// Only those that applied on this day.
    #[param(example = "2010-03-01")]
    pub in_force_on: Option<NaiveDate>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListInstruments);

/// The query of a list of duties.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListNetworkDuties {
    /// The day as of which they are resolved; today, if it is left out.
    #[param(example = "2010-03-01")]
    pub on: Option<NaiveDate>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListNetworkDuties);
