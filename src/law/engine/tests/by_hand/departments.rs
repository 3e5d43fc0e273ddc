//! Dates worked by hand: time limits before the departments.

use super::Entry;
use serde_json::json;

/// What runs from a decision and is on no docket.
pub fn after_decisions() -> Vec<Entry> {
    vec![
        // Twelve months from 9 March 2025 end on 9 March 2026; all of them have to pass.
        (json!({"rule": "IRPA-112(2)(b.1)", "trigger_on": "2025-03-09"}), "2026-03-10..", "", ""),
        (json!({"rule": "IRPA-112(2)(c)", "trigger_on": "2027-02-28"}), "2028-02-29..", "", ""),
        // From a leap day: to the last day of February (IA 28).
        (json!({"rule": "IRPA-25(1.2)(c)", "trigger_on": "2024-02-29"}), "2025-03-01..", "", ""),
        (json!({"rule": "IRPA-24(4)", "trigger_on": "2026-01-05"}), "2027-01-06..", "", ""),
        // 90 days. 19-30 September = 12, October = 43, November = 73, 1-17 December = 90: Thursday.
        (json!({"rule": "IRPR-182(1)", "trigger_on": "2026-09-18"}), "2026-12-17", "", ""),
        // 60 days. 16-30 June = 15, July = 46, 1-14 August = 60: Friday.
        (json!({"rule": "ATIA-31", "trigger_on": "2026-06-15"}), "2026-08-14", "", ""),
        // 60 days. 5-30 June = 26, July = 57, 1-3 August = 60: Monday, offices closed: Friday 31 July.
        (json!({"rule": "ATIA-31", "trigger_on": "2026-06-04"}), "2026-08-03", "2026-07-31", ""),
        // 90 days. 6-31 May = 26, June = 56, July = 87, 1-3 August = 90: the same.
        (json!({"rule": "IRPR-182(1)", "trigger_on": "2026-05-05"}), "2026-08-03", "2026-07-31", ""),
        // 45 days. 21-30 April = 10, May = 41, 1-4 June = 45: Thursday.
        (json!({"rule": "PA-41", "trigger_on": "2026-04-20"}), "2026-06-04", "", ""),
    ]
}

/// Pre-removal risk assessment, removal.
pub fn removal() -> Vec<Entry> {
    vec![
        // By mail, seven days after the day on which it was sent (IRPR 160(4)(b)): 18 December 2025
        // and 7 days: Christmas; no move.
        (
            json!({"rule": "PRRA-MAIL", "trigger_on": "2025-12-18", "service_method": "ordinary_mail"}),
            "2025-12-25",
            "",
            "",
        ),
        // 15 days, IA alone. Mailed 11 April 2026: given Saturday 18. 19-30 April = 12, 1-3 May =
        // 15: Sunday 3: Monday 4. Safe is the day before that is no holiday of IA 35: Saturday 2.
        (
            json!({"rule": "PRRA-APPLY", "trigger_on": "2026-04-11", "service_method": "ordinary_mail"}),
            "2026-05-04",
            "2026-05-01",
            "",
        ),
        // 15 days, IA alone. 21-31 March = 11, 1-4 April = 15: a Saturday, which is no holiday. Nobody
        // is there, nor on Good Friday: safe on Thursday 2.
        (json!({"rule": "PRRA-APPLY", "trigger_on": "2026-03-20"}), "2026-04-04", "2026-04-02", ""),
        // 15 days. 20-31 July = 12, 1-3 August = 15: Monday 3 August 2026, on which the offices are
        // closed by their collective agreement, as on the weekend before: safe on Friday 31 July.
        (json!({"rule": "PRRA-APPLY", "trigger_on": "2026-07-19"}), "2026-08-03", "2026-07-31", ""),
        // In Toronto it is a civic holiday: the time may end the day after (IA 35(1)).
        (
            json!({"rule": "PRRA-APPLY", "trigger_on": "2026-07-19", "office": "TORONTO"}),
            "2026-08-03",
            "2026-07-31",
            "2026-08-04",
        ),
        // In Quebec 24 June is the holiday, and the first Monday of August is none. 10-24 June = 15.
        (
            json!({"rule": "PRRA-APPLY", "trigger_on": "2026-06-09", "office": "MONTREAL"}),
            "2026-06-24",
            "2026-06-23",
            "2026-06-25",
        ),
        (
            json!({"rule": "PRRA-APPLY", "trigger_on": "2026-07-19", "office": "MONTREAL"}),
            "2026-08-03",
            "",
            "",
        ),
        // One year and no move: 3 August 2026. Nobody is there since Friday 31 July.
        (
            json!({"rule": "IRPA-101-1Y", "trigger_on": "2025-08-03", "facts": {"claim_on": "2026-04-01"}}),
            "2026-08-03",
            "2026-07-31",
            "",
        ),
        // "Not before at least 30 days": the day after the 30th (IA 27(1)). Handed over on 31 August
        // 2026: 1-30 September = 30; a holiday is no matter to a bar.
        (
            json!({"rule": "PRRA-NODECISION", "trigger_on": "2026-08-31", "service_method": "personal"}),
            "2026-10-01..",
            "",
            "",
        ),
        // By mail on 2 March: given on the 9th (IRPR 160(4)(b)). 10-31 March = 22, 1-8 April = 30.
        (
            json!({"rule": "PRRA-NODECISION", "trigger_on": "2026-03-02", "service_method": "ordinary_mail"}),
            "2026-04-09..",
            "",
            "",
        ),
        // The paragraph decides.
        (json!({"rule": "IRPA-49(2)", "trigger_on": "2026-05-11"}), "none", "", ""),
        // The day itself, a Saturday.
        (json!({"rule": "IRPA-49(2)(a)", "trigger_on": "2026-07-04"}), "2026-07-04", "", ""),
        // 7 days. 12-18 May 2026 = 7: Victoria Day; no move.
        (json!({"rule": "IRPA-49(2)(b)", "trigger_on": "2026-05-11"}), "2026-05-18", "", ""),
        // Sent electronically by the Minister on 2 May 2026: received that day (IRPR 9.3(2)). 3-9 May =
        // 7: Saturday; no move.
        (
            json!({"rule": "IRPA-49(2)(b)", "trigger_on": "2026-05-02", "service_method": "electronic"}),
            "2026-05-09",
            "",
            "",
        ),
        (
            json!({"rule": "IRPA-49(2)(a)", "trigger_on": "2026-05-02", "service_method": "electronic"}),
            "2026-05-02",
            "",
            "",
        ),
        // By mail on Saturday 2 May 2026: received Monday 11 (RADR 35(2), (3)). 12-26 May = 15.
        (
            json!({"rule": "IRPA-49(2)(e)", "trigger_on": "2026-05-02", "service_method": "irb_mail"}),
            "2026-05-26",
            "",
            "",
        ),
        // 15 days after the Refugee Appeal Division's notice. 11-25 December = 15: Christmas 2026;
        // no move.
        (json!({"rule": "IRPA-49(2)(c)", "trigger_on": "2026-12-10"}), "2026-12-25", "", ""),
        // The day after the time to appeal expired; before 2026 the day on which it did.
        (json!({"rule": "IRPA-49(2)(d)", "trigger_on": "2027-03-11"}), "2027-03-12", "", ""),
        (json!({"rule": "IRPA-49(2)(d)", "trigger_on": "2025-05-01"}), "2025-05-01", "", ""),
        // 15 days. 15-29 February 2028 = 15.
        (json!({"rule": "IRPA-49(2)(e)", "trigger_on": "2028-02-14"}), "2028-02-29", "", ""),
        // The day of the notice, a Sunday; before 2026 the fifteenth day after it: 2-16 May 2025 =
        // 15.
        (json!({"rule": "IRPA-49(2)(f)", "trigger_on": "2026-07-05"}), "2026-07-05", "", ""),
        (json!({"rule": "IRPA-49(2)(f)", "trigger_on": "2025-05-01"}), "2025-05-16", "", ""),
        // 15 days. 17-30 June = 14, 1 July = 15: Canada Day 2026; no move.
        (json!({"rule": "IRPA-49(2)(g)", "trigger_on": "2026-06-16"}), "2026-07-01", "", ""),
        // 15 days. 1-15 December 2026 = 15.
        (json!({"rule": "IRPA-49(2)(h)", "trigger_on": "2026-11-30"}), "2026-12-15", "", ""),
        // 30 days back from the hearing on Tuesday 16 June 2026. 15-1 June = 15, 31-17 May = 30:
        // Sunday 17 May. The rule of the Board, read literally, moves on: Monday 18 is Victoria
        // Day, Tuesday 19. Safe: Friday 15 May.
        (json!({"rule": "IAD-DISCLOSE-REPLY", "trigger_on": "2026-06-16"}), "2026-05-19", "2026-05-15", ""),
        // 30 days, suspended on 20-28 February and on 10 March 2026. 11-19 February = 9, 1-9 March
        // = 18, 11-22 March = 30: Sunday 22; no move.
        (
            json!({
                "rule": "IRPR-224(2)",
                "trigger_on": "2026-02-10",
                "facts": {"suspended": [["2026-02-20", "2026-02-28"], ["2026-03-10", "2026-03-10"]]},
            }),
            "2026-03-22",
            "",
            "",
        ),
        // One year. Entry on 25 June 2020, the first day that the bar reaches: 25 June 2021.
        (
            json!({
                "rule": "IRPA-101-1Y",
                "trigger_on": "2020-06-25",
                "facts": {"claim_on": "2026-04-01"},
            }),
            "2021-06-25",
            "",
            "",
        ),
    ]
}

/// Citizenship.
pub fn citizenship() -> Vec<Entry> {
    vec![
        // 30 days. 9-31 August = 23, 1-7 September = 30: Labour Day: Tuesday 8 September 2026.
        // Safe: Friday 4.
        (json!({"rule": "CIT-22.1", "trigger_on": "2026-08-08"}), "2026-09-08", "2026-09-04", ""),
        // 60 days. 5-30 June = 26, July = 57, 1-3 August = 60: Monday, offices closed: Friday 31 July.
        (json!({"rule": "CIT-10(3.1)", "trigger_on": "2026-06-04"}), "2026-08-03", "2026-07-31", ""),
        // 60 days, IA alone. 14-31 August = 18, September = 48, 1-12 October = 60: Monday 12
        // October 2026, Thanksgiving by proclamation: Tuesday 13. Safe: Sunday 11 is a holiday,
        // Saturday 10 is none.
        (json!({"rule": "CIT-10(3.1)", "trigger_on": "2026-08-13"}), "2026-10-13", "2026-10-09", ""),
    ]
}
