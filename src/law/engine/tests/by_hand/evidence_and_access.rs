//! Dates worked by hand: evidence, access to information, limitation, and what departments send.

use super::Entry;
use serde_json::json;

/// Canada Evidence Act, Access to Information Act, Privacy Act, limitation.
pub fn evidence_and_access() -> Vec<Entry> {
    vec![
        // 10 days. 10-19 June 2026 = 10.
        (json!({"rule": "CEA-37(4)", "trigger_on": "2026-06-09"}), "2026-06-19", "", ""),
        // 15 days. 10-24 June 2026 = 15.
        (json!({"rule": "CEA-37.1(2)(b)", "trigger_on": "2026-06-09"}), "2026-06-24", "", ""),
        // All of 10-19 June 2026.
        (json!({"rule": "CEA-38.02(1.1)", "trigger_on": "2026-06-09"}), "2026-06-20..", "", ""),
        // 30 days. 10-30 June = 21, 1-9 July 2026 = 30.
        (json!({"rule": "CEA-38.03(3)", "trigger_on": "2026-06-09"}), "2026-07-09", "", ""),
        // 30 days. 11-30 June = 20, 1-10 July 2026 = 30.
        (json!({"rule": "CEA-38.23(2)", "trigger_on": "2026-06-10"}), "2026-07-10", "", ""),
        // 15 days. 11-25 June 2026 = 15.
        (json!({"rule": "CEA-38.09(2)(b)", "trigger_on": "2026-06-10"}), "2026-06-25", "", ""),
        // 15 days. 12-26 June 2026 = 15.
        (json!({"rule": "CEA-38.28(2)", "trigger_on": "2026-06-11"}), "2026-06-26", "", ""),
        // 15 days. 15-29 June 2026 = 15: Monday.
        (json!({"rule": "CEA-38.1(a)", "trigger_on": "2026-06-14"}), "2026-06-29", "", ""),
        // 15 days. 16-30 June 2026 = 15.
        (json!({"rule": "CEA-38.29(a)", "trigger_on": "2026-06-15"}), "2026-06-30", "", ""),
        // 10 days. 13-22 June 2026 = 10: Monday.
        (json!({"rule": "CEA-38.131(7)", "trigger_on": "2026-06-12"}), "2026-06-22", "", ""),
        // 30 days. 13-30 June = 18, 1-12 July 2026 = 30: Sunday: Monday 13. Safe: Friday 10.
        (json!({"rule": "ATIA-7", "trigger_on": "2026-06-12"}), "2026-07-13", "2026-07-10", ""),
        // 30 days. 16-30 June = 15, 1-15 July 2026 = 30.
        (json!({"rule": "ATIA-9(1)", "trigger_on": "2026-06-15"}), "2026-07-15", "", ""),
        // 30 days. 17-30 June = 14, 1-16 July 2026 = 30.
        (json!({"rule": "ATIA-27(1)", "trigger_on": "2026-06-16"}), "2026-07-16", "", ""),
        // 20 days. 10-29 June 2026 = 20.
        (json!({"rule": "ATIA-28(1)(a)", "trigger_on": "2026-06-09"}), "2026-06-29", "", ""),
        // 30 days. 10-30 June = 21, 1-9 July 2026 = 30.
        (json!({"rule": "ATIA-28(1)(b)", "trigger_on": "2026-06-09"}), "2026-07-09", "", ""),
        // 30 business days from Tuesday 9 June 2026: 10-12 = 3, 15-19 = 8, 22-26 = 13, 29, 30 =
        // 15, 2, 3 July (1 is Canada Day) = 17, 6-10 = 22, 13-17 = 27, 20-22 = 30: Wednesday.
        (json!({"rule": "ATIA-41(1)", "trigger_on": "2026-06-09"}), "2026-07-22", "", ""),
        // 30 business days from Wednesday 10 June 2026: a day after that of the ninth: Thursday
        // 23 July.
        (json!({"rule": "ATIA-41(2)", "trigger_on": "2026-06-10"}), "2026-07-23", "", ""),
        // 10 business days from Tuesday 9 June 2026: 10-12 = 3, 15-19 = 8, 22, 23 = 10: Tuesday.
        (json!({"rule": "ATIA-41(3)", "trigger_on": "2026-06-09"}), "2026-06-23", "", ""),
        // The fifth business day after Tuesday 9 June 2026: 10-12, 15, 16: Tuesday.
        (json!({"rule": "ATIA-41(6)", "trigger_on": "2026-06-09"}), "2026-06-16", "", ""),
        // 20 days. 10-29 June 2026 = 20: Monday.
        (json!({"rule": "ATIA-44(1)", "trigger_on": "2026-06-09"}), "2026-06-29", "", ""),
        // 30 days. 10-30 June = 21, 1-9 July 2026 = 30.
        (json!({"rule": "PA-14", "trigger_on": "2026-06-09"}), "2026-07-09", "", ""),
        // 60 days. 12-30 June = 19, July = 50, 1-10 August 2026 = 60: Monday.
        (json!({"rule": "PA-15", "trigger_on": "2026-06-11"}), "2026-08-10", "", ""),
        // Six years from 9 June 2020: 9 June 2026, a Tuesday.
        (json!({"rule": "CLPA-32", "trigger_on": "2020-06-09"}), "2026-06-09", "", ""),
        // Six years from 10 June 2020: 10 June 2026, a Wednesday.
        (json!({"rule": "FCA-39(2)", "trigger_on": "2020-06-10"}), "2026-06-10", "", ""),
    ]
}

/// Notices, assessments, seized things, entry and removal.
pub fn departments() -> Vec<Entry> {
    vec![
        // One year from 9 June 2026 ends on 9 June 2027; all of it has to pass.
        (json!({"rule": "IRPR-225(1)", "trigger_on": "2026-06-09"}), "2027-06-10..", "", ""),
        // Five years from 9 June 2026.
        (json!({"rule": "IRPR-225(3)", "trigger_on": "2026-06-09"}), "2031-06-10..", "", ""),
        // 48 hours from 10:00 on Tuesday 9 June 2026.
        (json!({"rule": "IRPA-82.2(2)", "trigger_at": "2026-06-09T10:00-04:00"}), "2026-06-11T10:00", "", ""),
        // Six months from 9 June 2026 end on 9 December; all of them have to pass.
        (json!({"rule": "IRPA-82(4)", "trigger_on": "2026-06-09"}), "2026-12-10..", "", ""),
        // Sent on Saturday 13 June 2026: received that day.
        (
            json!({"rule": "IRPR-9.3", "trigger_on": "2026-06-13", "service_method": "electronic"}),
            "2026-06-13",
            "",
            "",
        ),
        // The seventh day after Tuesday 9 June 2026.
        (json!({"rule": "ALJR-NOTICE", "trigger_on": "2026-06-09"}), "2026-06-16", "", ""),
        // By mail on 9 June 2026: seven days after.
        (
            json!({"rule": "IRPR-172(3)", "trigger_on": "2026-06-09", "service_method": "ordinary_mail"}),
            "2026-06-16",
            "",
            "",
        ),
        // 15 days. 17-30 June = 14, 1 July 2026 = 15: Canada Day: Thursday 2. Safe: Tuesday 30
        // June.
        (json!({"rule": "IRPR-172(1)", "trigger_on": "2026-06-16"}), "2026-07-02", "2026-06-30", ""),
        // 15 days. By mail on 2 June 2026: given on the 9th. 10-24 June = 15: Wednesday.
        (
            json!({"rule": "IRPR-173(2)", "trigger_on": "2026-06-02", "service_method": "ordinary_mail"}),
            "2026-06-24",
            "",
            "",
        ),
        // 60 days. 12-30 June = 19, July = 50, 1-10 August 2026 = 60.
        (json!({"rule": "IRPR-254(1)", "trigger_on": "2026-06-11"}), "2026-08-10", "", ""),
        // 60 days. 13-30 June = 18, July = 49, 1-11 August 2026 = 60.
        (json!({"rule": "IRPR-255(1)", "trigger_on": "2026-06-12"}), "2026-08-11", "", ""),
        // All of 10-24 June 2026.
        (json!({"rule": "IRPR-258(2)", "trigger_on": "2026-06-09"}), "2026-06-25..", "", ""),
        // The seventh day after Tuesday 9 June 2026.
        (json!({"rule": "IRPR-253(2)", "trigger_on": "2026-06-09"}), "2026-06-16", "", ""),
        // 60 days. 12-30 June = 19, July = 50, 1-10 August 2026 = 60.
        (json!({"rule": "CIT-14(1)", "trigger_on": "2026-06-11"}), "2026-08-10", "", ""),
        // The day after Tuesday 9 June 2026; before 26 March 2026 the day itself.
        (json!({"rule": "IRPA-49(1)(b)", "trigger_on": "2026-06-09"}), "2026-06-10", "", ""),
        (json!({"rule": "IRPA-49(1)(b)", "trigger_on": "2025-06-09"}), "2025-06-09", "", ""),
        // The day on which the order is made, a Saturday; that of the final determination, a Sunday.
        (json!({"rule": "IRPA-49(1)(a)", "trigger_on": "2026-06-13"}), "2026-06-13", "", ""),
        (json!({"rule": "IRPA-49(1)(c)", "trigger_on": "2026-06-14"}), "2026-06-14", "", ""),
        (json!({"rule": "IRPA-49(1)(c)", "trigger_on": "2025-06-14"}), "2025-06-14", "", ""),
        // Less than 14 days: 10-22 June 2026 = 13: Monday.
        (
            json!({"rule": "IRPA-101(1)(b.2)", "trigger_on": "2026-06-09", "facts": {"claim_on": "2026-06-15"}}),
            "2026-06-22",
            "",
            "",
        ),
        // As long as the person is away.
        (json!({"rule": "IRPA-104.1", "trigger_on": "2026-06-09"}), "none", "", ""),
    ]
}
