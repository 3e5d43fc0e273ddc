//! Dates worked by hand: time limits before the Immigration and Refugee Board.

use super::Entry;
use serde_json::json;

/// Refugee Appeal Division and Refugee Protection Division.
pub fn refugee_divisions() -> Vec<Entry> {
    vec![
        // The 7th day after Monday 21 December 2026 is Monday 28. Christmas is Friday 25; Boxing
        // Day, Saturday 26, is observed on that Monday: Tuesday 29.
        (json!({"rule": "RAD-MAIL", "trigger_on": "2026-12-21"}), "2026-12-29", "", ""),
        // 15 days. 16-30 September = 15: Wednesday 30, a holiday: Thursday 1 October 2026. Safe:
        // Tuesday 29.
        (json!({"rule": "RAD-FILE", "trigger_on": "2026-09-15"}), "2026-10-01", "2026-09-29", ""),
        // 30 days. 25-30 April = 6, 1-24 May = 30: Monday 24 May 2027, Victoria Day: Tuesday 25.
        // Safe: Friday 21.
        (json!({"rule": "RAD-PERFECT", "trigger_on": "2027-04-24"}), "2027-05-25", "2027-05-21", ""),
        // 45 days by the practice notice. 18-31 May = 14, June = 44, 1 July = 45: Canada Day:
        // Thursday 2 July 2026. Safe: Tuesday 30 June.
        (
            json!({
                "rule": "RAD-PERFECT",
                "trigger_on": "2026-05-17",
                "overlays": ["RAD-PRACTICE-NOTICE-2020"],
            }),
            "2026-07-02",
            "2026-06-30",
            "",
        ),
        // 15 days. Mailed Friday 27 March 2026: the 7th day is Good Friday 3 April; 4, 5 a weekend;
        // 6 Easter Monday: received Tuesday 7. 8-22 April = 15: Wednesday 22.
        (
            json!({"rule": "RAD-REPLY", "trigger_on": "2026-03-27", "service_method": "irb_mail"}),
            "2026-04-22",
            "",
            "",
        ),
        // 15 days. 12-26 December = 15: Saturday 26 December 2026; Sunday 27; Monday 28, Boxing Day
        // observed: Tuesday 29. Safe: 25 is Christmas, so Thursday 24.
        (json!({"rule": "RAD-RESPOND", "trigger_on": "2026-12-11"}), "2026-12-29", "2026-12-24", ""),
        // A target of 90 days. 4-31 October = 28, November = 58, December = 89, 1 January = 90: New
        // Year's Day 2027, which does not move.
        (json!({"rule": "RAD-DECIDE", "trigger_on": "2026-10-03"}), "2027-01-01", "", ""),
        // 15 days. 19-31 July = 13, 1-2 August = 15: Monday 2 August 2027, the civic holiday:
        // Tuesday 3. Safe: Friday 30 July.
        (json!({"rule": "RPD-BOC-POE", "trigger_on": "2027-07-18"}), "2027-08-03", "2027-07-30", ""),
        // The same in Montreal, where the office is open on that Monday.
        (json!({"rule": "RPD-BOC-POE", "trigger_on": "2027-07-18", "office": "QC"}), "2027-08-02", "", ""),
        // 3 working days before Tuesday 13 October 2026: 12 Thanksgiving and 11, 10 a weekend do
        // not count; 9, 8, 7 = 3: Wednesday 7.
        (json!({"rule": "RPD-BOC-EXT", "trigger_on": "2026-10-13"}), "2026-10-07", "", ""),
        // 10 days before Thursday 28 May 2026: Monday 18, Victoria Day: read literally, Tuesday 19.
        // Safe: 17, 16 are a weekend, so Friday 15.
        (json!({"rule": "RPD-INTERVENE", "trigger_on": "2026-05-28"}), "2026-05-19", "2026-05-15", ""),
        // 10 days before Tuesday 6 January 2026: Saturday 27 December 2025: read literally, Monday 29. Safe:
        // 26 Boxing Day, 25 Christmas, so Wednesday 24.
        (json!({"rule": "RPD-DISCLOSE", "trigger_on": "2026-01-06"}), "2025-12-29", "2025-12-24", ""),
        // 5 days before Monday 5 October 2026: Wednesday 30 September, a holiday: read literally,
        // Thursday 1 October. Safe: Tuesday 29 September.
        (json!({"rule": "RPD-DISCLOSE-REPLY", "trigger_on": "2026-10-05"}), "2026-10-01", "2026-09-29", ""),
    ]
}

/// Immigration Appeal Division.
pub fn appeal_division() -> Vec<Entry> {
    vec![
        // The 7th day after Monday 15 April 2019 is Easter Monday, 22 April: Tuesday 23.
        (json!({"rule": "IAD-MAIL", "trigger_on": "2019-04-15"}), "2019-04-23", "", ""),
        // From abroad, the 20th day: 13-31 December = 19, 1 January = 20: New Year's Day, which
        // moves nothing since 2023 (IADR 40(2)).
        (
            json!({"rule": "IAD-MAIL", "trigger_on": "2026-12-12", "facts": {"outside_canada": true}}),
            "2027-01-01",
            "",
            "",
        ),
        // 30 days. 6-31 July = 26, 1-4 August = 30: Monday 4 August 2025, the civic holiday:
        // Tuesday 5. Safe: Friday 1.
        (json!({"rule": "IAD-REMOVAL", "trigger_on": "2025-07-05"}), "2025-08-05", "2025-08-01", ""),
        // By mail on Saturday 2 May 2026: received on the seventh day, Saturday 9 May, which nothing
        // moves (IADR 40(2)). 10-31 May = 22, 1-8 June = 30: Monday. The Immigration Division sends the
        // order, and by its rules (IDR 31(2)) it is received on Monday 11: 12-31 May = 20, 1-10 June = 30:
        // Wednesday.
        (
            json!({"rule": "IAD-REMOVAL", "trigger_on": "2026-05-02", "service_method": "ordinary_mail"}),
            "2026-06-08",
            "",
            "2026-06-10",
        ),
        // Mailed on Monday 11 May 2026: the seventh day is Victoria Day, 18 May. 19-31 May = 13, 1-17 June
        // = 30: Wednesday 17. By IDR 31(2), received on Tuesday 19: Thursday 18.
        (
            json!({"rule": "IAD-MINISTER", "trigger_on": "2026-05-11", "service_method": "ordinary_mail"}),
            "2026-06-17",
            "",
            "2026-06-18",
        ),
        // Mailed on Tuesday 12 May 2026: received on Tuesday 19 by both, and there is one day only.
        (
            json!({"rule": "IAD-REMOVAL", "trigger_on": "2026-05-12", "service_method": "ordinary_mail"}),
            "2026-06-18",
            "",
            "",
        ),
        // 30 days. Mailed from abroad on 12 July 2026: the 20th day is Saturday 1 August. 2-31 August =
        // 30: Monday 31.
        (
            json!({
                "rule": "IAD-SPONSOR",
                "trigger_on": "2026-07-12",
                "service_method": "irb_mail",
                "facts": {"outside_canada": true},
            }),
            "2026-08-31",
            "",
            "",
        ),
        // 60 days. 13-30 September = 18, October = 49, 1-11 November = 60: Wednesday 11,
        // Remembrance Day: Thursday 12 November 2026. Safe: Tuesday 10.
        (json!({"rule": "IAD-RESIDENCY", "trigger_on": "2026-09-12"}), "2026-11-12", "2026-11-10", ""),
        // 30 days. 26-30 November = 5, 1-25 December = 30: Saturday 25 December 2027. Christmas is
        // observed on Monday 27, Boxing Day (Sunday 26) on Tuesday 28: Wednesday 29. Safe: Friday
        // 24.
        (json!({"rule": "IAD-MINISTER", "trigger_on": "2027-11-25"}), "2027-12-29", "2027-12-24", ""),
        // 120 days under the 2002 Rules. 3-30 June = 28, July = 59, August = 90, 1-30 September =
        // 120: Thursday 30 September 2021, the first that was a holiday (since 3 August 2021):
        // Friday 1 October. Safe: Wednesday 29.
        (json!({"rule": "IAD-RECORD-SPONS", "trigger_on": "2021-06-02"}), "2021-10-01", "2021-09-29", ""),
        // 60 days since 2023. 2-30 November = 29, 1-31 December = 60: Sunday 31 December 2028;
        // Monday 1 January New Year's Day: Tuesday 2 January 2029. Safe: Friday 29 December.
        (json!({"rule": "IAD-RECORD-SPONS", "trigger_on": "2028-11-01"}), "2029-01-02", "2028-12-29", ""),
        // 45 days under the 2002 Rules. 6-31 August = 26, 1-19 September = 45: Monday 19 September
        // 2022, day of mourning: Tuesday 20. Safe: Friday 16.
        (json!({"rule": "IAD-RECORD-REMOVAL", "trigger_on": "2022-08-05"}), "2022-09-20", "2022-09-16", ""),
        // 30 days since 2023. 3-30 June = 28, 1-2 July = 30: Sunday 2 July 2028; Canada Day,
        // Saturday 1, is observed on Monday 3: Tuesday 4. Safe: Friday 30 June.
        (json!({"rule": "IAD-RECORD-REMOVAL", "trigger_on": "2028-06-02"}), "2028-07-04", "2028-06-30", ""),
        // An appeal of before 14 January 2023 keeps 45 days (IADR 105(2)). 10-28 February = 19, 1-26
        // March 2023 = 45: Sunday: Monday 27. Safe: Friday 24.
        (
            json!({
                "rule": "IAD-RECORD-REMOVAL",
                "trigger_on": "2023-02-09",
                "facts": {"appeal_filed_on": "2023-01-10"},
            }),
            "2023-03-27",
            "2023-03-24",
            "",
        ),
        // 30 days for the Immigration Division (IADR 22(b)). 10-30 June = 21, 1-9 July 2026 = 30: Thursday.
        (json!({"rule": "IAD-RECORD-ID", "trigger_on": "2026-06-09"}), "2026-07-09", "", ""),
        // A response under the 2002 Rules: 10 days before (IADR 105(4)(b)). Hearing Thursday 22 June
        // 2023: Monday 12.
        (
            json!({
                "rule": "IAD-DISCLOSE-REPLY",
                "trigger_on": "2023-06-22",
                "facts": {"appeal_filed_on": "2022-11-02"},
            }),
            "2023-06-12",
            "",
            "",
        ),
        // 20 days before the hearing under the 2002 Rules. Thursday 20 October 2022: 19-1 October =
        // 19, 30 September = 20: Friday, a holiday: read literally, Monday 3 October. Safe:
        // Thursday 29 September.
        (json!({"rule": "IAD-DISCLOSE", "trigger_on": "2022-10-20"}), "2022-10-03", "2022-09-29", ""),
        // 60 days after the record since 2023. 26-31 January = 6, February = 34, 1-26 March = 60:
        // Good Friday 2027; 27, 28 a weekend; 29 Easter Monday: Tuesday 30. Safe: Thursday 25.
        (json!({"rule": "IAD-DISCLOSE", "trigger_on": "2027-01-25"}), "2027-03-30", "2027-03-25", ""),
    ]
}

/// Immigration Division, certificates.
pub fn immigration_division() -> Vec<Entry> {
    vec![
        // By regular mail on Saturday 2 May 2026: the seventh day is Saturday 9; the next working day
        // is Monday 11 (IDR 31(2)).
        (json!({"rule": "ID-MAIL", "trigger_on": "2026-05-02"}), "2026-05-11", "", ""),
        // By registered mail no rule of the Division moves the day.
        (
            json!({"rule": "ID-MAIL", "trigger_on": "2026-05-02", "service_method": "registered_mail"}),
            "2026-05-02",
            "",
            "",
        ),
        // 48 hours by the clock. From 13:00 on Saturday 31 October 2026, daylight time; clocks go
        // back an hour on Sunday 1 November: 12:00 on Monday 2, standard time.
        (json!({"rule": "ID-48H", "trigger_at": "2026-10-31T13:00-04:00"}), "2026-11-02T12:00", "", ""),
        // 7 days. 20-26 March = 7: Good Friday 2027; no move. Safe: Thursday 25.
        (json!({"rule": "ID-7D", "trigger_on": "2027-03-19"}), "2027-03-26", "2027-03-25", ""),
        // 30 days. 31 January = 1, 1-29 February 2028 = 30.
        (json!({"rule": "ID-30D", "trigger_on": "2028-01-30"}), "2028-02-29", "", ""),
        // At least 3 days before, clear calendar days. Review Tuesday 7 April 2026: 6, 5, 4 = 3;
        // Friday 3 is Good Friday, and moving forward would leave fewer: Thursday 2.
        (json!({"rule": "ID-INFO", "trigger_on": "2026-04-07"}), "2026-04-02", "", ""),
        // At least 5 days before, clear. Hearing Friday 11 September 2026: 10-6 = 5 (7 is Labour
        // Day and counts); Saturday 5: Friday 4.
        (json!({"rule": "ID-DISCLOSE", "trigger_on": "2026-09-11"}), "2026-09-04", "", ""),
        // 14 days. 21-31 March = 11, 1-3 April = 14: Good Friday 2026; no move.
        // Safe: Thursday 2.
        (json!({"rule": "ID-DFN", "trigger_on": "2026-03-20"}), "2026-04-03", "2026-04-02", ""),
        // 14 days. 18-29 February 2024 = 12, 1-2 March = 14: Saturday; no move. Safe: Friday.
        (json!({"rule": "ID-DFN-14D", "trigger_on": "2024-02-17"}), "2024-03-02", "2024-03-01", ""),
        // 6 months from 31 August 2027: February has no 31st, so its last day, 29 February 2028 (IA
        // 28).
        (json!({"rule": "ID-DFN-6M", "trigger_on": "2027-08-31"}), "2028-02-29", "", ""),
        // 48 hours by the clock. From 09:15 on Saturday 13 March 2027, standard time; clocks go
        // forward an hour on Sunday 14: 10:15 on Monday 15, daylight time.
        (json!({"rule": "CERT-82", "trigger_at": "2027-03-13T09:15-05:00"}), "2027-03-15T10:15", "", ""),
        // 6 months from 30 August 2025: February has no 30th, so 28 February 2026 (IA 28), a
        // Saturday; no move. Safe: Friday.
        (json!({"rule": "CERT-6M", "trigger_on": "2025-08-30"}), "2026-02-28", "2026-02-27", ""),
        // 10 days, IA alone. 22-30 June = 9, 1 July = 10: Canada Day: Wednesday 2 July 2025. Safe:
        // Monday 30 June.
        (json!({"rule": "ID-REASONS", "trigger_on": "2025-06-21"}), "2025-07-02", "2025-06-30", ""),
        // 10 days, IA alone. 17-26 December = 10: Saturday 26 December 2026: neither a Saturday nor
        // Boxing Day is a holiday (IA 35). Nobody is there on either, nor at Christmas: safe on the
        // 24th.
        (json!({"rule": "IRPA-169(e)", "trigger_on": "2026-12-16"}), "2026-12-26", "2026-12-24", ""),
        // 10 days. 25-31 July = 7, 1-3 August = 10: Monday, offices closed: safe on Friday 31 July.
        (json!({"rule": "IRPA-169(e)", "trigger_on": "2026-07-24"}), "2026-08-03", "2026-07-31", ""),
        // No limitation period.
        (json!({"rule": "HABEAS", "trigger_on": "2026-12-25"}), "none", "", ""),
    ]
}
