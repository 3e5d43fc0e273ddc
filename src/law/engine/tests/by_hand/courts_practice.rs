//! Dates worked by hand: examinations, status review, costs, motions, actions; the documents of an appeal to the Supreme Court.

use super::Entry;
use serde_json::json;

/// Federal Courts.
pub fn federal_courts() -> Vec<Entry> {
    vec![
        // At least 6 days, under 7: holidays out. 17, 16, 15, 12, 11, 10 June 2026 between (13,
        // 14 a weekend): 9 is the day before. Thursday 18: Tuesday 9.
        (json!({"rule": "FCR-91(3)(a)", "trigger_on": "2026-06-18"}), "2026-06-09", "", ""),
        // At least 10 days: 29-20 June 2026 between: Friday 19.
        (json!({"rule": "FCR-91(3)(b)", "trigger_on": "2026-06-30"}), "2026-06-19", "", ""),
        // 20 days. 10-29 June 2026 = 20: Monday.
        (json!({"rule": "FCR-381", "trigger_on": "2026-06-09"}), "2026-06-29", "", ""),
        // 15 days. 10-24 June 2026 = 15: Wednesday.
        (json!({"rule": "FCR-382(1)", "trigger_on": "2026-06-09"}), "2026-06-24", "", ""),
        // 7 days are no short period. Served Saturday 13 June 2026: effective Monday 15. 16-22
        // June = 7: Monday.
        (json!({"rule": "FCR-382(2)", "trigger_on": "2026-06-13"}), "2026-06-22", "", ""),
        // 4 days, holidays out. 10-12 June 2026 = 3; a weekend; 15 = 4: Monday.
        (json!({"rule": "FCR-382(3)", "trigger_on": "2026-06-09"}), "2026-06-15", "", ""),
        // 180 days. 8-31 January = 24, February = 52, March = 83, April = 113, May = 144, June =
        // 174, 1-6 July 2026 = 180: Monday.
        (json!({"rule": "FCR-382.2", "trigger_on": "2026-01-07"}), "2026-07-06", "", ""),
        // 30 days. 10-30 June = 21, 1-9 July 2026 = 30: Thursday.
        (json!({"rule": "FCR-382.3(1)", "trigger_on": "2026-06-09"}), "2026-07-09", "", ""),
        // 10 days. 10-19 June 2026 = 10: Friday.
        (json!({"rule": "FCR-382.3(3)", "trigger_on": "2026-06-09"}), "2026-06-19", "", ""),
        // At least 10 days: 23-14 June 2026 between; Saturday 13: Friday 12.
        (json!({"rule": "FCR-406(2)", "trigger_on": "2026-06-24"}), "2026-06-12", "", ""),
        // 10 days. 16-25 June 2026 = 10: Thursday.
        (json!({"rule": "FCR-414", "trigger_on": "2026-06-15"}), "2026-06-25", "", ""),
        // 4 days, holidays out. 11, 12 June 2026 = 2; a weekend; 15, 16 = 4: Tuesday.
        (json!({"rule": "FCR-369.2(3)", "trigger_on": "2026-06-10"}), "2026-06-16", "", ""),
        // 10 days. 10-19 June 2026 = 10: Friday.
        (json!({"rule": "FCR-343(4)", "trigger_on": "2026-06-09"}), "2026-06-19", "", ""),
        // 30 days. 10-30 June = 21, 1-9 July 2026 = 30: Thursday.
        (json!({"rule": "FCR-346(3)(b)", "trigger_on": "2026-06-09"}), "2026-07-09", "", ""),
        // 20 days. 10-29 June 2026 = 20: Monday.
        (json!({"rule": "FCR-348(1)", "trigger_on": "2026-06-09"}), "2026-06-29", "", ""),
        // Leave on 9 June 2026. 10-30 June = 21, 1-9 July = 30: Thursday 9. July = 52, August =
        // 83, 1-7 September = 90: Labour Day; no end of a window moves.
        (json!({"rule": "CIT-22.2(b)", "trigger_on": "2026-06-09"}), "2026-07-09..2026-09-07", "", ""),
        // 60 days. 10-30 June = 21, July = 52, 1-8 August 2026 = 60: Saturday: Monday 10.
        (json!({"rule": "FCR-203(1)", "trigger_on": "2026-06-09"}), "2026-08-10", "", ""),
        // 30 days. 11-30 June = 20, 1-10 July 2026 = 30: Friday.
        (json!({"rule": "FCR-204(1)(a)", "trigger_on": "2026-06-10"}), "2026-07-10", "", ""),
        // 60 days. 12-30 June = 19, July = 50, 1-10 August 2026 = 60: Monday.
        (json!({"rule": "FCR-204(1)(b)", "trigger_on": "2026-06-11"}), "2026-08-10", "", ""),
        // 10 days. 11-20 June 2026 = 10: Saturday: Monday 22.
        (json!({"rule": "FCR-205", "trigger_on": "2026-06-10"}), "2026-06-22", "", ""),
        // 10 days. 9-18 June 2026 = 10: Thursday.
        (json!({"rule": "FCR-206", "trigger_on": "2026-06-08"}), "2026-06-18", "", ""),
        // 14 days. 10-23 June 2026 = 14: Tuesday; no move.
        (json!({"rule": "FCR-374(1)", "trigger_on": "2026-06-09"}), "2026-06-23", "", ""),
        // At least 14 days: 29-16 June 2026 between: Monday 15.
        (json!({"rule": "FCR-420(3)(a)", "trigger_on": "2026-06-30"}), "2026-06-15", "", ""),
        // 20 days. 10-29 June 2026 = 20: Monday.
        (json!({"rule": "FCR-354", "trigger_on": "2026-06-09"}), "2026-06-29", "", ""),
        // 10 days. 10-19 June 2026 = 10: Friday.
        (json!({"rule": "FCR-355", "trigger_on": "2026-06-09"}), "2026-06-19", "", ""),
    ]
}

/// Supreme Court.
pub fn supreme_court() -> Vec<Entry> {
    vec![
        // Received on Friday 6 March 2026 at 19:00, after 5 p.m.: Monday 9 (SCC Rules 20(4)).
        (
            json!({"rule": "SCC-20", "trigger_at": "2026-03-06T19:00", "service_method": "electronic"}),
            "2026-03-09",
            "",
            "",
        ),
        // Posted on Thursday 14 May 2026: the fifth business day. 15; 16-18 a weekend and
        // Victoria Day; 19-22 = 5: Friday 22.
        (
            json!({"rule": "SCC-20", "trigger_on": "2026-05-14", "service_method": "ordinary_mail"}),
            "2026-05-22",
            "",
            "",
        ),
        // 21:30 in Vancouver on Friday 4 September 2026 is 00:30 in Ottawa on Saturday 5; Sunday
        // 6; Monday 7 Labour Day: Tuesday 8.
        (
            json!({"rule": "SCC-19", "trigger_at": "2026-09-04T21:30-07:00", "service_method": "electronic"}),
            "2026-09-08",
            "",
            "",
        ),
        // 2 days, holidays out (SCC Rules 5(2)). Friday 15 May 2026 = 1; 16-18 a weekend and
        // Victoria Day; 19 = 2: Tuesday.
        (json!({"rule": "SCC-20(8)", "trigger_on": "2026-05-14"}), "2026-05-19", "", ""),
        // 8 weeks. 10-30 June = 21, July = 52, 1-4 August 2026 = 56: Tuesday. Were July left out
        // (it is not: SCC Rules 5(3)), 4 September.
        (json!({"rule": "SCC-35(1)", "trigger_on": "2026-06-09"}), "2026-08-04", "", ""),
        // 12-30 November = 19, 1-22 December = 41, recess out, 4-18 January = 56: Monday 18
        // January 2027.
        (json!({"rule": "SCC-35(1)", "trigger_on": "2026-11-11"}), "2027-01-18", "", ""),
        // 8 weeks. Received on Friday 19 June 2026 at 18:00: Monday 22. 23-30 June = 8, July =
        // 39, 1-17 August = 56: Monday 17.
        (json!({"rule": "SCC-36", "trigger_at": "2026-06-19T18:00"}), "2026-08-17", "", ""),
        // 2 weeks, July in. 1-14 July 2026 = 14: Tuesday.
        (json!({"rule": "SCC-35(2)", "trigger_on": "2026-06-30"}), "2026-07-14", "", ""),
        // 2 weeks. 10-23 June 2026 = 14: Tuesday.
        (json!({"rule": "SCC-35(3)", "trigger_on": "2026-06-09"}), "2026-06-23", "", ""),
        // 6 weeks. 10-30 June = 21, 1-21 July 2026 = 42: Tuesday.
        (json!({"rule": "SCC-37(2)(a)", "trigger_on": "2026-06-09"}), "2026-07-21", "", ""),
        // 6 weeks. 11-30 June = 20, 1-22 July 2026 = 42: Wednesday.
        (json!({"rule": "SCC-37(2)(b)", "trigger_on": "2026-06-10"}), "2026-07-22", "", ""),
        // 16 weeks. 10-30 June = 21, July = 52, August = 83, 1-29 September 2026 = 112: Tuesday.
        (json!({"rule": "SCC-37(2)(c)", "trigger_on": "2026-06-09"}), "2026-09-29", "", ""),
        // 30 days, the recess in. 11-31 December = 21, 1-9 January 2027 = 30: Saturday: Monday
        // 11.
        (json!({"rule": "SCC-33(2)", "trigger_on": "2026-12-10"}), "2027-01-11", "", ""),
        // 4 weeks, July in. 11-30 June = 20, 1-8 July 2026 = 28: Wednesday.
        (json!({"rule": "SCC-33(4)", "trigger_on": "2026-06-10"}), "2026-07-08", "", ""),
        // 30 days, July out. 10-30 June = 21, 1-9 August 2026 = 30: Sunday: Monday 10.
        (json!({"rule": "SCC-56(a)", "trigger_on": "2026-06-09"}), "2026-08-10", "", ""),
        // 4 weeks, July in. 10-30 June = 21, 1-7 July 2026 = 28: Tuesday.
        (json!({"rule": "SCC-56(b)", "trigger_on": "2026-06-09"}), "2026-07-07", "", ""),
        // 10 days. 10-19 June 2026 = 10: Friday.
        (json!({"rule": "SCC-49(1)", "trigger_on": "2026-06-09"}), "2026-06-19", "", ""),
        // 5 days, under 6: holidays out. 10-12 June 2026 = 3; a weekend; 15, 16 = 5: Tuesday.
        (json!({"rule": "SCC-50(1)", "trigger_on": "2026-06-09"}), "2026-06-16", "", ""),
        // 30 days. 30, 31 May = 2, 1-28 June 2026 = 30: Sunday: Monday 29.
        (json!({"rule": "SCC-29(1)", "trigger_on": "2026-05-29"}), "2026-06-29", "", ""),
        // 30 days, July out. 11-30 June = 20, 1-10 August 2026 = 30: Monday.
        (json!({"rule": "SCC-73(2)", "trigger_on": "2026-06-10"}), "2026-08-10", "", ""),
        // 30 days, July out. 12-30 June = 19, 1-11 August 2026 = 30: Tuesday.
        (json!({"rule": "SCC-76(1)", "trigger_on": "2026-06-11"}), "2026-08-11", "", ""),
    ]
}
