//! Dates worked by hand: time limits before the Federal Court of Appeal and the Supreme Court.

use super::Entry;
use serde_json::json;

/// Court of Appeal.
pub fn appeal_court() -> Vec<Entry> {
    vec![
        // 10 days. 17-26 December = 10: Saturday 26 December 2026; Sunday 27; Monday 28, substitute
        // of a Friday Christmas (FCR 2): Tuesday 29. Safe: 25 is Christmas, so Thursday 24. The
        // recess left out: 17-20 December = 4, 8-13 January = 10: Wednesday 13 January 2027.
        (
            json!({"rule": "FCA-27(2)(a)", "trigger_on": "2026-12-16"}),
            "2026-12-29",
            "2026-12-24",
            "2027-01-13",
        ),
        // 30 days, July and August out. Pronounced on 22 July 2026, inside them: 1-30 September =
        // 30: Wednesday 30, a holiday: Thursday 1 October. Safe: Tuesday 29 September.
        (json!({"rule": "FCA-27(2)(b)", "trigger_on": "2026-07-22"}), "2026-10-01", "2026-09-29", ""),
        // 10 days. A notice of appeal is originating (FCR 63): served Friday 18 September 2026 at
        // 19:00, it counts that day. 19-28 September = 10: Monday 28. From Monday 21 it would be 1
        // October.
        (json!({"rule": "FCR-341", "trigger_at": "2026-09-18T19:00"}), "2026-09-28", "", ""),
        // 30 days. Filed Sunday 30 August 2026: deemed Monday 31 (FCR 71.1). 1-30 September = 30: a
        // holiday: Thursday 1 October. From the Sunday it would be Tuesday 29 September.
        (json!({"rule": "FCR-343(1)", "trigger_on": "2026-08-30"}), "2026-10-01", "", ""),
        // 10 days from the expiry of 30. 24-31 July = 8, 1-22 August = 30: Saturday 22 August 2026,
        // the nominal end. 23-31 August = 9, 1 September = 10: Tuesday 1. From Monday 24, where the
        // thirty days moved: 25-31 August = 7, 1-3 September = 10: Thursday 3.
        (json!({"rule": "FCR-343(3)", "trigger_on": "2026-07-23"}), "2026-09-01", "", "2026-09-03"),
        // 30 days. 8-31 August = 24, 1-6 September = 30: Sunday 6; Monday 7 Labour Day: Tuesday 8
        // September 2026.
        (json!({"rule": "FCR-345", "trigger_on": "2026-08-07"}), "2026-09-08", "", ""),
        // 30 days. 23:30 in Vancouver on Friday 9 October 2026 is 02:30 in Ottawa on Saturday 10;
        // Sunday 11; Monday 12 Thanksgiving: deemed filed Tuesday 13. 14-31 October = 18, 1-12
        // November = 30: Thursday 12.
        (json!({"rule": "FCR-346(1)", "trigger_at": "2026-10-09T23:30-07:00"}), "2026-11-12", "", ""),
        // 30 days. Served Saturday 21 November 2026: effective Monday 23. 24-30 November = 7, 1-20
        // December = 27, recess out, 8-10 January = 30: Sunday 10: Monday 11 January 2027. From the
        // Saturday: Friday 8.
        (json!({"rule": "FCR-346(2)", "trigger_on": "2026-11-21"}), "2027-01-11", "", ""),
        // 20 days. Served Friday 11 September 2026 at 18:00: effective Monday 14. 15-30 September =
        // 16, 1-4 October = 20: Sunday 4: Monday 5. From the Friday it would be Thursday 1.
        (
            json!({
                "rule": "FCR-347",
                "trigger_at": "2026-09-11T18:00",
                "facts": {"trigger_is_service": true},
            }),
            "2026-10-05",
            "",
            "",
        ),
    ]
}

/// Supreme Court.
pub fn supreme_court() -> Vec<Entry> {
    vec![
        // 60 days, July out (SCA 58(2)). 9-30 June = 22, August = 53, 1-7 September = 60: Monday 7
        // September 2026, Labour Day: Tuesday 8. Safe: 6 and 5 are a weekend, so Friday 4.
        (json!({"rule": "SCC-58(1)(a)", "trigger_on": "2026-06-08"}), "2026-09-08", "2026-09-04", ""),
        // 60 days, July out. 3-31 May = 29, June = 59, 1 August = 60: Saturday 1 August 2026:
        // Monday 3. Safe: 31 July, a Friday. The registry is in Ottawa, where that Monday is the
        // civic holiday: Tuesday 4, if it is a holiday of the Interpretation Act.
        (
            json!({"rule": "SCC-58(1)(a)", "trigger_on": "2026-05-02"}),
            "2026-08-03",
            "2026-07-31",
            "2026-08-04",
        ),
        // 30 days; the recess of SCC Rules 5.1 is subject to s. 58 and counts. 10-31 December = 22,
        // 1-8 January = 30: Saturday 8: Monday 10 January 2028. Safe: Friday 7.
        (json!({"rule": "SCC-58(1)(b)", "trigger_on": "2027-12-09"}), "2028-01-10", "2028-01-07", ""),
        // 30 days, 23 December to 3 January out (SCC Rules 5.1). 10-22 December = 13, 4-20 January
        // = 30: Tuesday 20 January 2026.
        (json!({"rule": "SCC-27", "trigger_on": "2025-12-09"}), "2026-01-20", "", ""),
        // Before 15 January 2019 there was no such recess. 12-31 December = 20, 1-10 January = 30:
        // Wednesday 10 January 2018.
        (json!({"rule": "SCC-27", "trigger_on": "2017-12-11"}), "2018-01-10", "", ""),
        // 10 days. Received on Friday 6 March 2026 at 19:00, after 5 p.m.: served Monday 9 (SCC Rules
        // 20(4)). 10-19 March = 10: Thursday 19.
        (json!({"rule": "SCC-28", "trigger_at": "2026-03-06T19:00"}), "2026-03-19", "", ""),
        // By ordinary mail on Thursday 14 May 2026: the fifth business day is Friday 22 (SCC Rules
        // 20(5)). 23-31 May = 9, 1 June = 10: Monday.
        (
            json!({"rule": "SCC-28", "trigger_on": "2026-05-14", "service_method": "ordinary_mail"}),
            "2026-06-01",
            "",
            "",
        ),
        // 10 days. 17-22 December = 6, recess out, 4-7 January = 10: Wednesday 7 January 2026.
        (json!({"rule": "SCC-28", "trigger_on": "2025-12-16"}), "2026-01-07", "", ""),
    ]
}
