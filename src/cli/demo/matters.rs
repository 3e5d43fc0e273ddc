//! The subjects of the demo's fictional cases: proceedings, and what happens in them in what order.

use crate::chronology;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// The bodies whose decisions are under review.
pub const BODIES: &[(&str, &str)] = &[
    ("Refugee Appeal Division", "Section d'appel des réfugiés"),
    ("Immigration Appeal Division", "Section d'appel de l'immigration"),
    ("Visa officer", "Agent des visas"),
    ("Pre-Removal Risk Assessment Unit", "Unité d'examen des risques avant renvoi"),
    ("Immigration officer", "Agent d'immigration"),
];

/// A step of a docket: what happens, how many days after the step before, with which facts.
#[derive(Clone, Copy)]
pub struct DocketStep {
    /// The docket event.
    pub event: &'static str,
    /// The number of days after the step before.
    pub after: u64,
    /// The way in which it was served, if it was.
    pub served: Option<&'static str>,
    /// Its facts, on the day on which it happens.
    pub facts: fn(NaiveDate) -> Value,
}

fn none(_: NaiveDate) -> Value {
    json!({})
}

const fn step(event: &'static str, after: u64) -> DocketStep {
    DocketStep { event, after, served: None, facts: none }
}

const fn served(event: &'static str, after: u64, method: &'static str) -> DocketStep {
    DocketStep { event, after, served: Some(method), facts: none }
}

const fn with(event: &'static str, after: u64, facts: fn(NaiveDate) -> Value) -> DocketStep {
    DocketStep { event, after, served: None, facts }
}

/// The usual course of an application that is granted leave and heard.
pub const COURSE: &[DocketStep] = &[
    with("application_filed", 10, |_| json!({"reasons_received": true})),
    served("application_served", 2, "electronic"),
    step("proof_of_service_filed", 3),
    step("notice_of_appearance_filed", 4),
    served("applicant_record_served", 18, "electronic"),
    step("applicant_record_filed", 1),
    served("respondent_memorandum_served", 26, "electronic"),
    step("respondent_memorandum_filed", 1),
    served("reply_served", 7, "electronic"),
    step("reply_filed", 1),
    step("leave_granted", 30),
    step("tribunal_record_received", 20),
    with("hearing_scheduled", 2, |day| {
        let on = chronology::days_after(day, 45);
        json!({"hearing_on": on, "hearing_at": format!("{on}T09:30"), "hearing_place": "Ottawa", "hearing_minutes": 90})
    }),
    step("further_memorandum_filed", 20),
    step("hearing_held", 25),
    step("judgment_reserved", 0),
    with("judgment_delivered", 21, |_| json!({"outcome": "allowed", "question_certified": false})),
];

/// Other ends that a case may come to, after so many steps of the usual course.
pub const ENDINGS: &[(usize, DocketStep)] = &[
    (10, step("leave_dismissed", 25)),
    (4, step("application_discontinued", 12)),
    (10, step("leave_dismissed", 40)),
    (16, with("judgment_delivered", 14, |_| json!({"outcome": "dismissed", "question_certified": false}))),
    (16, with("judgment_delivered", 14, |_| json!({"outcome": "dismissed", "question_certified": true}))),
];

/// The other kinds of matters before the courts and the Board: one case in ten.
#[derive(Clone, Copy)]
pub struct Matter {
    /// The code of the proceeding.
    pub proceeding: &'static str,
    /// The body whose decision is under review, in both languages.
    pub body: (&'static str, &'static str),
    /// The capacities in which the person and the Minister take part.
    pub capacities: (&'static str, &'static str),
    /// The number of the court or the Board, from the number of the case and two digits of the
    /// year.
    pub file_number: fn(u32, &str) -> String,
    /// The events of the case.
    pub course: &'static [DocketStep],
}

impl Matter {
    /// An application for leave, of a decision of this body.
    pub const fn application(body: (&'static str, &'static str)) -> Self {
        Self {
            proceeding: "ALJR",
            body,
            capacities: ("applicant", "respondent"),
            file_number: |number, year| format!("IMM-{}-{year}", 1001_u32.saturating_add(number)),
            course: COURSE,
        }
    }
}

pub const OTHERS: &[Matter] = &[
    Matter {
        proceeding: "RAD",
        body: ("Refugee Protection Division", "Section de la protection des réfugiés"),
        capacities: ("appellant", "minister"),
        file_number: |number, _| format!("TC6-{number:05}"),
        course: &[
            step("notice_of_appeal_filed", 9),
            step("appellant_record_filed", 24),
            step("intervention_filed", 12),
        ],
    },
    Matter {
        proceeding: "ID",
        body: ("Canada Border Services Agency", "Agence des services frontaliers du Canada"),
        capacities: ("person_concerned", "minister"),
        file_number: |number, _| format!("0018-C6-{number:05}"),
        course: &[
            with(
                "detention_begun",
                0,
                |day| json!({"detained_at": format!("{day}T09:30:00-05:00"), "designated_foreign_national": false}),
            ),
            with("detention_reviewed", 2, |_| json!({"kind": "forty_eight_hour", "outcome": "continued"})),
            with("detention_reviewed", 7, |_| json!({"kind": "seven_day", "outcome": "continued"})),
        ],
    },
    Matter {
        proceeding: "FCA-CQ",
        body: ("Federal Court", "Cour fédérale"),
        capacities: ("appellant", "respondent"),
        file_number: |number, year| format!("A-{}-{year}", number.saturating_add(1)),
        course: &[
            step("notice_of_appeal_filed", 20),
            served("notice_of_appeal_served", 4, "personal"),
            step("notice_of_appearance_filed", 6),
        ],
    },
    Matter {
        proceeding: "JR-T",
        body: ("Passport Program", "Programme de passeport"),
        capacities: ("applicant", "respondent"),
        file_number: |number, year| format!("T-{}-{year}", number.saturating_add(1)),
        course: &[
            step("application_issued", 25),
            served("application_served", 3, "personal"),
            step("notice_of_appearance_filed", 8),
            served("applicant_affidavits_served", 15, "electronic"),
        ],
    },
    Matter {
        proceeding: "IAD",
        body: ("Immigration Division", "Section de l'immigration"),
        capacities: ("appellant", "minister"),
        file_number: |number, _| format!("VC6-{number:05}"),
        course: &[
            with("notice_of_appeal_received", 15, |_| json!({"kind": "removal_order_hearing"})),
            step("appeal_record_received", 40),
        ],
    },
];
