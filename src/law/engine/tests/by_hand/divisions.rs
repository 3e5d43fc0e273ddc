//! Dates worked by hand: time before the divisions of the Immigration and Refugee Board, beside the steps of a proceeding.

use super::Entry;
use serde_json::json;

/// Refugee Protection Division.
pub fn refugee_protection() -> Vec<Entry> {
    vec![
        // 10 days. 9-18 May 2026 = 10: Victoria Day: Tuesday 19. Safe: Friday 15.
        (json!({"rule": "RPDR-23", "trigger_on": "2026-05-08"}), "2026-05-19", "2026-05-15", ""),
        // 10 days before Thursday 17 September 2026: Monday 7, Labour Day: read literally,
        // Tuesday 8. Safe: Friday 4.
        (json!({"rule": "RPDR-9(2)", "trigger_on": "2026-09-17"}), "2026-09-08", "2026-09-04", ""),
        // 10 days before Monday 15 June 2026: 14-5 = 10: Friday 5.
        (json!({"rule": "RPDR-44(3)", "trigger_on": "2026-06-15"}), "2026-06-05", "", ""),
        // 10 days before Saturday 21 November 2026: Wednesday 11, Remembrance Day: read
        // literally, Thursday 12. Safe: Tuesday 10.
        (json!({"rule": "RPDR-50(1)", "trigger_on": "2026-11-21"}), "2026-11-12", "2026-11-10", ""),
        // 5 days. 12-16 May 2026 = 5: Saturday; 17 Sunday, 18 Victoria Day: Tuesday 19. Safe:
        // Friday 15.
        (json!({"rule": "RPDR-51(4)", "trigger_on": "2026-05-11"}), "2026-05-19", "2026-05-15", ""),
        // 3 days. 10-12 June 2026 = 3: Friday.
        (json!({"rule": "RPDR-52(4)", "trigger_on": "2026-06-09"}), "2026-06-12", "", ""),
        // 3 working days before Wednesday 20 May 2026: 19; 18 Victoria Day, 17 and 16 a weekend;
        // 15, 14 = 3: Thursday 14.
        (json!({"rule": "RPDR-54(2)(b)", "trigger_on": "2026-05-20"}), "2026-05-14", "", ""),
        // 5 working days. From Thursday 14 May 2026: 15; 16, 17 a weekend, 18 Victoria Day;
        // 19-22 = 5: Friday 22.
        (json!({"rule": "RPDR-54(5)", "trigger_on": "2026-05-14"}), "2026-05-22", "", ""),
        // 5 working days. From Monday 28 September 2026: 29; 30 a holiday; 1, 2 October; 3, 4 a
        // weekend; 5, 6 = 5: Tuesday 6.
        (json!({"rule": "RPDR-65(2)", "trigger_on": "2026-09-28"}), "2026-10-06", "", ""),
        // 5 working days. From Monday 8 June 2026: 9-12 = 4; a weekend; 15 = 5: Monday.
        (json!({"rule": "RPDR-65(3)", "trigger_on": "2026-06-08"}), "2026-06-15", "", ""),
        // 10 days before Thursday 18 June 2026: 17-8 = 10: Monday 8.
        (json!({"rule": "RPDR-66(4)", "trigger_on": "2026-06-18"}), "2026-06-08", "", ""),
        // 14 days: all of 2-15 June 2026.
        (json!({"rule": "RPDR-26(4)(b)", "trigger_on": "2026-06-01"}), "2026-06-16..", "", ""),
        // By mail on 25 May 2026: received Monday 1 June (RPDR 41(2)). All of 2-15 June.
        (
            json!({"rule": "RPDR-27(5)(b)", "trigger_on": "2026-05-25", "service_method": "irb_mail"}),
            "2026-06-16..",
            "",
            "",
        ),
        // 20 days. 2-21 June 2026 = 20: Sunday: Monday 22. Safe: Friday 19.
        (json!({"rule": "RPDR-28(3)", "trigger_on": "2026-06-01"}), "2026-06-22", "2026-06-19", ""),
        // Not earlier than 20 days after: the twentieth day itself. 2-21 June 2026 = 20.
        (json!({"rule": "RPDR-25(3)", "trigger_on": "2026-06-01"}), "2026-06-21..", "", ""),
        // 20 days before Tuesday 23 June 2026: Wednesday 3.
        (json!({"rule": "RPDR-53(3)", "trigger_on": "2026-06-23"}), "2026-06-03", "", ""),
        // 20 days before Wednesday 24 June 2026: Thursday 4.
        (json!({"rule": "RPDR-56(4)", "trigger_on": "2026-06-24"}), "2026-06-04", "", ""),
        // 10 days before Thursday 18 June 2026: Monday 8.
        (json!({"rule": "RPDR-17(2)", "trigger_on": "2026-06-18"}), "2026-06-08", "", ""),
        // 10 days before Friday 19 June 2026: Tuesday 9.
        (json!({"rule": "RPDR-19", "trigger_on": "2026-06-19"}), "2026-06-09", "", ""),
        // 3 working days before Friday 19 June 2026: 18, 17, 16: Tuesday.
        (json!({"rule": "RPDR-15(1)", "trigger_on": "2026-06-19"}), "2026-06-16", "", ""),
        // 10 days. 10-19 June 2026 = 10: Friday.
        (json!({"rule": "RPDR-4(2)", "trigger_on": "2026-06-09"}), "2026-06-19", "", ""),
        // Until a final determination.
        (json!({"rule": "RPDR-62(1)", "trigger_on": "2026-06-09"}), "none", "", ""),
        // Until a final determination.
        (json!({"rule": "RPDR-63(1)", "trigger_on": "2026-06-09"}), "none", "", ""),
        // A target of 60 days. 4-31 March = 28, April = 58, 1-2 May 2026 = 60: Saturday: Monday
        // 4 (IRPR 159.9(2)). Friday 1 is safe.
        (json!({"rule": "IRPR-159.9", "trigger_on": "2026-03-03"}), "2026-05-04", "2026-05-01", ""),
    ]
}

/// Refugee Appeal Division and Immigration Appeal Division.
pub fn appeals() -> Vec<Entry> {
    vec![
        // 20 days before Tuesday 23 June 2026: 22-3 = 20: Wednesday 3.
        (json!({"rule": "RADR-61(3)", "trigger_on": "2026-06-23"}), "2026-06-03", "", ""),
        // 30 days before Saturday 31 October 2026: 30-1 October = 30: Thursday 1.
        (json!({"rule": "IADR-55(3)", "trigger_on": "2026-10-31"}), "2026-10-01", "", ""),
        // An appeal of before 14 January 2023 keeps 20 days (IADR 105(4)(b)). Hearing Thursday 22 June
        // 2023: 21-2 June = 20: Friday 2.
        (
            json!({
                "rule": "IADR-55(3)",
                "trigger_on": "2023-06-22",
                "facts": {"appeal_filed_on": "2022-12-01"},
            }),
            "2023-06-02",
            "",
            "",
        ),
        // 7 days. By mail on Thursday 4 June 2026: received Thursday 11 (RADR 35(2)). 12-18 June
        // = 7: Thursday.
        (
            json!({"rule": "RADR-38(4)", "trigger_on": "2026-06-04", "service_method": "ordinary_mail"}),
            "2026-06-18",
            "",
            "",
        ),
        // 5 days. 9-13 June 2026 = 5: Saturday: Monday 15. Safe: Friday 12.
        (json!({"rule": "RADR-39(4)", "trigger_on": "2026-06-08"}), "2026-06-15", "2026-06-12", ""),
        // 7 days. 6-12 October 2026 = 7: Thanksgiving: Tuesday 13. Safe: Friday 9.
        (json!({"rule": "IADR-86(5)", "trigger_on": "2026-10-05"}), "2026-10-13", "2026-10-09", ""),
        // 5 days. 5-9 October 2026 = 5: Friday.
        (json!({"rule": "IADR-87(3)", "trigger_on": "2026-10-04"}), "2026-10-09", "", ""),
        // At least 3 working days before Wednesday 20 May 2026, clear (IA 27(1)): 19, 15 and 14
        // (18 is Victoria Day) between: Wednesday 13.
        (json!({"rule": "IADR-90(2)(a)", "trigger_on": "2026-05-20"}), "2026-05-13", "", ""),
        // 10 days before Friday 19 June 2026: 18-9 = 10: Tuesday 9.
        (json!({"rule": "IADR-101(5)", "trigger_on": "2026-06-19"}), "2026-06-09", "", ""),
        // It goes with the record.
        (json!({"rule": "RADR-25(4)", "trigger_on": "2026-06-18"}), "none", "", ""),
        // At least 10 days after: all of 9-18 June 2026 (IA 27(1)).
        (json!({"rule": "RADR-25(5)", "trigger_on": "2026-06-08"}), "2026-06-19..", "", ""),
        // 30 days before Sunday 15 November 2026: 14-1 November = 14, 31-16 October = 30: Friday
        // 16.
        (json!({"rule": "IADR-28", "trigger_on": "2026-11-15"}), "2026-10-16", "", ""),
        // Not earlier than 10 days after: 2-11 June 2026 = 10.
        (json!({"rule": "RADR-56(2)", "trigger_on": "2026-06-01"}), "2026-06-11..", "", ""),
        // At least 30 days after (IA 27(1)): all of 2 June to 1 July 2026.
        (json!({"rule": "IADR-61", "trigger_on": "2026-06-01"}), "2026-07-02..", "", ""),
        // 10 days. 2-11 June 2026 = 10: Thursday.
        (json!({"rule": "RADR-21(2)", "trigger_on": "2026-06-01"}), "2026-06-11", "", ""),
        // 15 days have passed once all of 2-16 June 2026 has.
        (json!({"rule": "RADR-7(a)", "trigger_on": "2026-06-01"}), "2026-06-17..", "", ""),
        // 30 days before Thursday 25 June 2026: 24-1 June = 24, 31-26 May = 30: Tuesday 26.
        (json!({"rule": "IADR-88(2)", "trigger_on": "2026-06-25"}), "2026-05-26", "", ""),
        // 20 days before Thursday 25 June 2026: Friday 5.
        (json!({"rule": "RADR-66(3)", "trigger_on": "2026-06-25"}), "2026-06-05", "", ""),
        // 20 days before Tuesday 23 June 2026: Wednesday 3.
        (json!({"rule": "IADR-53(2)", "trigger_on": "2026-06-23"}), "2026-06-03", "", ""),
        // 45 days before Thursday 25 June 2026: 24-1 June = 24, 31-11 May = 45: Monday 11.
        (json!({"rule": "IADR-19", "trigger_on": "2026-06-25"}), "2026-05-11", "", ""),
        // 20 days before Wednesday 24 June 2026: Thursday 4.
        (json!({"rule": "IADR-93(5)", "trigger_on": "2026-06-24"}), "2026-06-04", "", ""),
        // 20 days before Thursday 25 June 2026: Friday 5.
        (json!({"rule": "RADR-59", "trigger_on": "2026-06-25"}), "2026-06-05", "", ""),
        // 20 days before Sunday 28 June 2026: Monday 8.
        (json!({"rule": "RADR-22(3)", "trigger_on": "2026-06-28"}), "2026-06-08", "", ""),
        // 3 working days before Thursday 18 June 2026: 17, 16, 15: Monday. The French text (au
        // moins) would leave them clear: Friday 12.
        (json!({"rule": "IADR-11(1)", "trigger_on": "2026-06-18"}), "2026-06-15", "", ""),
        // More than 3 working days before Friday 19 June 2026: 18, 17, 16 between: Monday 15.
        (json!({"rule": "RADR-19(3)", "trigger_on": "2026-06-19"}), "2026-06-15", "", ""),
        // 20 days. 10-29 June 2026 = 20: Monday.
        (json!({"rule": "IADR-7(3)(b)", "trigger_on": "2026-06-09"}), "2026-06-29", "", ""),
        // 10 days. 10-19 June 2026 = 10.
        (json!({"rule": "RADR-45(3)", "trigger_on": "2026-06-09"}), "2026-06-19", "", ""),
        // 7 days. 10-16 June 2026 = 7: Tuesday.
        (json!({"rule": "RADR-45(12)", "trigger_on": "2026-06-09"}), "2026-06-16", "", ""),
        // 10 days. 9-18 June 2026 = 10: Thursday.
        (json!({"rule": "RADR-46(7)", "trigger_on": "2026-06-08"}), "2026-06-18", "", ""),
        // 7 days. 9-15 June 2026 = 7: Monday.
        (json!({"rule": "RADR-46(19)", "trigger_on": "2026-06-08"}), "2026-06-15", "", ""),
        // Until a final determination.
        (json!({"rule": "RADR-49(1)", "trigger_on": "2026-06-09"}), "none", "", ""),
    ]
}

/// Immigration Division.
pub fn immigration() -> Vec<Entry> {
    vec![
        // 5 days. 27-30 June = 4, 1 July 2026 = 5: Canada Day: Thursday 2. Safe: Tuesday 30
        // June.
        (json!({"rule": "IDR-39", "trigger_on": "2026-06-26"}), "2026-07-02", "2026-06-30", ""),
        // By mail on Saturday 2 May 2026: received Monday 11 (IDR 31(2)). 12-16 May = 5: Saturday; 17
        // Sunday, 18 Victoria Day: Tuesday 19. Safe: Friday 15.
        (
            json!({"rule": "IDR-39", "trigger_on": "2026-05-02", "service_method": "ordinary_mail"}),
            "2026-05-19",
            "2026-05-15",
            "",
        ),
        // By mail on Monday 1 June 2026: received Monday 8. 9-11 June = 3: Thursday.
        (
            json!({"rule": "IDR-40", "trigger_on": "2026-06-01", "service_method": "irb_mail"}),
            "2026-06-11",
            "",
            "",
        ),
        // 3 days. 24-26 June 2026 = 3: Friday.
        (json!({"rule": "IDR-40", "trigger_on": "2026-06-23"}), "2026-06-26", "", ""),
        // 10 days before Tuesday 23 June 2026: Saturday 13: read literally, Monday 15. Safe:
        // Friday 12.
        (json!({"rule": "IDR-47(4)", "trigger_on": "2026-06-23"}), "2026-06-15", "2026-06-12", ""),
        // At least 5 days before Wednesday 24 June 2026, clear: 23-19 between: Thursday 18.
        (json!({"rule": "IDR-16(2)", "trigger_on": "2026-06-24"}), "2026-06-18", "", ""),
        // At least 5 days before Thursday 25 June 2026, clear: 24-20 between: Friday 19.
        (json!({"rule": "IDR-17(1)", "trigger_on": "2026-06-25"}), "2026-06-19", "", ""),
        // At least 5 days before Friday 19 June 2026, clear: 18-14 between, and Saturday 13:
        // Friday 12.
        (json!({"rule": "IDR-45(4)", "trigger_on": "2026-06-19"}), "2026-06-12", "", ""),
        // At least 5 days before Tuesday 16 June 2026, clear: 15-11 between: Wednesday 10.
        (json!({"rule": "IDR-46(4)", "trigger_on": "2026-06-16"}), "2026-06-10", "", ""),
    ]
}
