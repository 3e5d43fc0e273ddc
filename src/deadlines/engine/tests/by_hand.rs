//! One date for every rule of the catalog, worked by hand from its text.
//!
//! Each entry is a request, the date that is due, the safe date and the latest that can be argued, the last
//! two empty where they are absent. In the column of the due date stand also:
//! - for a rule that says when something counts as received, served or filed, the effective day;
//! - for a limit with an hour, the local clock, such as `2026-11-02T12:00`;
//! - for a window, its two ends, `2025-11-01..2025-12-31`;
//! - for a rule without a fixed date, `none`, or its target where it has one.
//!
//! "n-m" in a comment is a run of days, "= k" the count that it brings. IA is the Interpretation Act.

use serde_json::json;

/// request, due, safe, arguable latest ("" where it is absent).
#[expect(clippy::too_many_lines, reason = "one entry a rule: the table is as long as the catalog")]
fn table() -> Vec<(serde_json::Value, &'static str, &'static str, &'static str)> {
    vec![
        // ---- Application for leave and judicial review: IRPA 72 ff.

        // 15 days, IRPA 72(2)(b). 30-31 October = 2, 1-13 November = 15: Monday 13 November 2023.
        // Remembrance Day was Saturday the 11th, so that Monday is a holiday (FCR 2): Tuesday 14. IA 35 does
        // not know the substitute: safe is the working day before, Friday 10. The recess is far.
        (json!({"rule": "ALJR-72-IN", "trigger_on": "2023-10-29"}), "2023-11-14", "2023-11-10", ""),
        // The same by the Board's mail: mailed Friday 19 December 2025, the 7th day is Friday 26 December;
        // the Board is closed on Boxing Day, 27 and 28 are a weekend: received Monday 29 (RADR 35(2), (3)).
        // 30-31 December = 2, 1-13 January = 15: Tuesday 13 January 2026. The recess left out (FCR 6(3)
        // since 2022): 8-22 January = 15, Thursday 22.
        (
            json!({"rule": "ALJR-72-IN", "trigger_on": "2025-12-19", "service_method": "irb_mail"}),
            "2026-01-13",
            "",
            "2026-01-22",
        ),
        // 60 days. 27-31 October = 5, November = 35, 1-25 December = 60: Saturday 25 December 2027,
        // Christmas. Sunday 26; Monday 27 and Tuesday 28 are its substitutes (FCR 2): Wednesday 29. Safe:
        // Friday 24. The recess left out: 1-20 December = 55, 8-12 January = 60: Wednesday 12 January 2028.
        (
            json!({"rule": "ALJR-72-OUT", "trigger_on": "2027-10-26"}),
            "2027-12-29",
            "2027-12-24",
            "2028-01-12",
        ),
        // No decision was made: nothing runs.
        (json!({"rule": "ALJR-MANDAMUS", "trigger_on": "2026-09-07"}), "none", "", ""),
        // 10 days. An originating document, served Friday 8 May 2026 at 20:15, counts that day (FCR 143(1)).
        // 9-18 May = 10: Monday 18 May, Victoria Day: Tuesday 19. From Monday 11 it would be 21 May.
        (json!({"rule": "FCCIRPR-7(2)", "trigger_at": "2026-05-08T20:15"}), "2026-05-19", "", ""),
        // 10 days. Served on Thanksgiving, Monday 12 October 2026: originating, so it counts that day. 13-22
        // October = 10: Thursday 22.
        (json!({"rule": "FCCIRPR-8(1)", "trigger_on": "2026-10-12"}), "2026-10-22", "", ""),
        // Without delay.
        (json!({"rule": "FCCIRPR-9", "trigger_on": "2026-05-05"}), "none", "", ""),
        // 30 days. Filed Saturday 29 November 2025: deemed Monday 1 December (FCR 71.1). 2-20 December = 19;
        // 21 December to 7 January are not counted (FCR 6(3)); 8-18 January = 30: Sunday 18: Monday 19. From
        // the Saturday itself it would be Friday 16.
        (json!({"rule": "FCCIRPR-10(1)(a)", "trigger_on": "2025-11-29"}), "2026-01-19", "", ""),
        // The Special Order makes it 75 days, one period (Lubana). Filed Friday 10 October 2025: 11-31
        // October = 21, November = 51, 1-20 December = 71, 8-11 January = 75: Sunday 11 January 2026: Monday
        // 12.
        (
            json!({
                "rule": "FCCIRPR-10(1)(a)",
                "trigger_on": "2025-10-10",
                "overlays": ["FC-SPECIAL-ORDER-2025"],
            }),
            "2026-01-12",
            "",
            "",
        ),
        // 30 days from receipt. Sent electronically Friday 17 December 2027 at 17:05, after 5 p.m.: received
        // on the next day that is no holiday, Monday 20 (FCCIRPR 4.1). Nothing counts until 8 January: 8-31
        // January = 24, 1-6 February = 30: Sunday 6: Monday 7 February 2028. From the Friday itself: 18-20
        // December = 3, 8-31 January = 27, Thursday 3 February.
        (
            json!({
                "rule": "FCCIRPR-10(1)(b)",
                "trigger_at": "2027-12-17T17:05",
                "service_method": "electronic",
            }),
            "2028-02-07",
            "",
            "",
        ),
        // 30 days. Mailed Tuesday 8 April 2025: effective on the 10th day, Good Friday 18 April, which does
        // not move (FCR 143(2)). 19-30 April = 12, 1-18 May = 30: Sunday 18; Monday 19 is Victoria Day:
        // Tuesday 20. Moved to Tuesday 22 April, it would be 22 May.
        (
            json!({"rule": "FCCIRPR-11", "trigger_on": "2025-04-08", "service_method": "ordinary_mail"}),
            "2025-05-20",
            "",
            "",
        ),
        // 10 days. Served Sunday 12 October 2025; Monday 13 is Thanksgiving: effective Tuesday 14 (FCR
        // 143(1)). 15-24 October = 10: Friday 24.
        (json!({"rule": "FCCIRPR-13", "trigger_on": "2025-10-12"}), "2025-10-24", "", ""),
        // Without delay.
        (json!({"rule": "FCCIRPR-14(2)", "trigger_on": "2026-02-13"}), "none", "", ""),
        // Leave on 2 October 2025. 3-31 October = 29, 1 November = 30: a Saturday, no end of a window moves.
        // November = 59, 1-31 December = 90: 31 December, inside the recess, which does not reach a hearing.
        (json!({"rule": "IRPA-74(b)", "trigger_on": "2025-10-02"}), "2025-11-01..2025-12-31", "", ""),
        // The order granting leave sets these five.
        (json!({"rule": "FCCIRPR-15-CTR", "trigger_on": "2026-02-13"}), "none", "", ""),
        (json!({"rule": "FCCIRPR-15-STEPS", "trigger_on": "2026-02-13"}), "none", "", ""),
        (json!({"rule": "FCCIRPR-15-FURTHER-AFFIDAVITS", "trigger_on": "2026-02-13"}), "none", "", ""),
        (json!({"rule": "FCCIRPR-15-CROSS-EXAMINATIONS", "trigger_on": "2026-02-13"}), "none", "", ""),
        (json!({"rule": "FCCIRPR-15-FURTHER-MEMORANDA", "trigger_on": "2026-02-13"}), "none", "", ""),
        // At least 5 days, both ends out (IA 27(1)), holidays not counted (FCR 6(2)). Hearing Thursday 10
        // September 2026: clear days 9, 8 (7 is Labour Day, 6 and 5 a weekend), 4, 3, 2: Tuesday 1
        // September.
        (json!({"rule": "FC-CERTQ-NOTICE", "trigger_on": "2026-09-10"}), "2026-09-01", "", ""),
        // 30 days. 2-30 June = 29, 1 July = 30: Canada Day: Thursday 2 July 2026. Were July and August left
        // out as in FC Act 27(2)(b): 2-30 June = 29, 1 September = 30, a Tuesday.
        (json!({"rule": "FCCIRPR-20(1)", "trigger_on": "2026-06-01"}), "2026-07-02", "", "2026-09-01"),
        // 15 days. 21:30 in Vancouver on 10 December 2026 is 00:30 in Ottawa: filed Friday 11 (FCR 71.1).
        // 12-20 December = 9, 8-13 January = 15: Wednesday 13 January 2027. From the 10th it would be the
        // 12th.
        (json!({"rule": "FCCIRPR-20(2)", "trigger_at": "2026-12-10T21:30-08:00"}), "2027-01-13", "", ""),
        // No period.
        (json!({"rule": "COSTS", "trigger_on": "2025-12-20"}), "none", "", ""),
        // ---- Time in the Federal Courts: FCR 6, 7, 71.1, 143; FCCIRPR 4.1.

        // 6 days are under 7: holidays not counted. From Tuesday 23 March 2027: 24, 25 = 2; 26 Good Friday,
        // 27, 28, 29 Easter Monday out; 30, 31 March, 1, 2 April = 6: Friday 2 April.
        (
            json!({"rule": "FCR-GENERIC", "trigger_on": "2027-03-23", "facts": {"days": 6}}),
            "2027-04-02",
            "",
            "",
        ),
        // 7 days are not under 7: Saturday counts. From Tuesday 16 December 2025: 17-20 December = 4, recess
        // out, 8-10 January = 7: Saturday 10: Monday 12 January 2026.
        (
            json!({"rule": "FC-ORDER-PERIOD", "trigger_on": "2025-12-16", "facts": {"days": 7}}),
            "2026-01-12",
            "",
            "",
        ),
        // 20 and 10 days are one period of 30 (Lubana). From 13 April 2026: 14-30 April = 17, 1-13 May = 30:
        // Wednesday 13 May. The 20th day is Sunday 3 May; ten days from Monday 4 would be Thursday 14.
        (
            json!({
                "rule": "FCR-7-CONSENT",
                "trigger_on": "2026-04-13",
                "facts": {"base_days": 20, "extension_days": 10},
            }),
            "2026-05-13",
            "",
            "",
        ),
        // Before 17 June 2021, FCCIRPR 9(4): received on the tenth day after it was sent by mail, and no
        // word of holidays. 10 June and 10 days: Sunday 20 June 2021.
        (
            json!({"rule": "FCCIRPR-4.1", "trigger_on": "2021-06-10", "service_method": "ordinary_mail"}),
            "2021-06-20",
            "",
            "",
        ),
        // Since then: sent by fax on Thursday 24 December 2026 at 17:30, after 5 p.m. Friday 25 Christmas,
        // 26 and 27 a weekend, Monday 28 the substitute of a Friday Christmas (FCR 2): Tuesday 29.
        (
            json!({"rule": "FCCIRPR-4.1", "trigger_at": "2026-12-24T17:30", "service_method": "fax"}),
            "2026-12-29",
            "",
            "",
        ),
        // Served on Easter Monday, 29 March 2027: the next day that is no holiday, Tuesday 30 (FCR 143(1)).
        (json!({"rule": "FCR-143", "trigger_on": "2027-03-29"}), "2027-03-30", "", ""),
        // 21:30 in Vancouver on Friday 30 June 2028 is 00:30 in Ottawa on Saturday 1 July, Canada Day;
        // Sunday 2; Monday 3 July its substitute (FCR 2): Tuesday 4 July.
        (json!({"rule": "FCR-71.1", "trigger_at": "2028-06-30T21:30-07:00"}), "2028-07-04", "", ""),
        // ---- Motions.

        // At least 2 days before (until 7 February 2013). Hearing Wednesday 10 October 2012: clear days 9
        // and, Monday 8 being Thanksgiving, 7 and 6 a weekend, Friday 5: Thursday 4 October.
        (json!({"rule": "FCR-362", "trigger_on": "2012-10-10"}), "2012-10-04", "", ""),
        // At least 3 days before. Hearing Monday 5 October 2026: 4 and 3 a weekend, clear days 2 and 1
        // October, 30 September a holiday, 29 September: Monday 28 September.
        (json!({"rule": "FCR-362", "trigger_on": "2026-10-05"}), "2026-09-28", "", ""),
        // 14:00, two days before, not clear. Hearing Wednesday 31 March 2027: 30 = 1; 29 Easter Monday, 28,
        // 27 and 26, Good Friday, out; 25 = 2: Thursday 25 March.
        (json!({"rule": "FCR-365(1)(a)", "trigger_on": "2027-03-31"}), "2027-03-25T14:00", "", ""),
        // 10 days. Served Friday 4 September 2026 at 17:45; 5, 6 a weekend, 7 Labour Day: effective Tuesday
        // 8. 9-18 September = 10: Friday 18.
        (json!({"rule": "FCR-365(1)(b)", "trigger_at": "2026-09-04T17:45"}), "2026-09-18", "", ""),
        // 10 days. Friday 12 December 2025: 13-20 December = 8, recess out, 8 and 9 January = 10: Friday 9.
        (json!({"rule": "FCR-369(2)", "trigger_on": "2025-12-12"}), "2026-01-09", "", ""),
        // 4 days, under 7. Thursday 18 December 2025: 19 = 1; 20 Saturday; recess out; 8, 9 January = 3; 10,
        // 11 a weekend; 12 = 4: Monday 12 January 2026.
        (json!({"rule": "FCR-369(3)", "trigger_on": "2025-12-18"}), "2026-01-12", "", ""),
        // As soon as the removal is known.
        (json!({"rule": "STAY-LATE", "trigger_on": "2026-05-22"}), "none", "", ""),
        // 10 days. 22-30 June = 9, 1 July = 10: Canada Day: Friday 2 July 2027.
        (json!({"rule": "FCR-51(2)", "trigger_on": "2027-06-21"}), "2027-07-02", "", ""),
        // 10 days. 21-30 September 2024 = 10: Monday 30, National Day for Truth and Reconciliation: 1
        // October.
        (json!({"rule": "FCR-397", "trigger_on": "2024-09-20"}), "2024-10-01", "", ""),
        // At least 10 days before, clear. Argued Thursday 15 October 2026: 14-5 October = 10 (ten days are
        // no short period: the weekend and Thanksgiving count). Sunday 4 is the last day; moving forward
        // would leave fewer than ten clear days: Friday 2 October.
        (json!({"rule": "FCA-57", "trigger_on": "2026-10-15"}), "2026-10-02", "", ""),
        // The same over the recess. FC Act 57(2) is a statute, and FCR 6(3) does not suspend a statutory
        // period by default (it was of "time under these Rules" until 2022). Argued Thursday 15 January
        // 2026: 14-5 January = 10; Sunday 4, Saturday 3, Friday 2 January. On the other reading the recess
        // is left out: 14-8 January = 7, 20-18 December = 10: Wednesday 17 December 2025, which is safe.
        (json!({"rule": "FCA-57", "trigger_on": "2026-01-15"}), "2026-01-02", "2025-12-17", ""),
        // ---- Judicial review without leave.

        // 30 days, FC Act 18.1(2). 1-30 September = 30: Saturday 30 September 2023. It is a holiday of both
        // laws, without a substitute: Sunday 1, Monday 2 October. Safe: Friday 29 September.
        (json!({"rule": "FCA-18.1", "trigger_on": "2023-08-31"}), "2023-10-02", "2023-09-29", ""),
        // 10 days. Issued Wednesday 15 December 2027: 16-20 December = 5, recess out, 8-12 January = 10 (8
        // and 9 are a weekend and count): Wednesday 12 January 2028.
        (json!({"rule": "FCR-304", "trigger_on": "2027-12-15"}), "2028-01-12", "", ""),
        // 10 days. Originating, served Saturday 20 February 2027: counts that day. 21-28 February = 8, 1-2
        // March = 10: Tuesday 2. From Monday 22 it would be the 4th.
        (json!({"rule": "FCR-305", "trigger_on": "2027-02-20"}), "2027-03-02", "", ""),
        // 30 days. 20-31 March = 12, 1-18 April = 30: Good Friday 2025; 19, 20 a weekend; 21 Easter Monday:
        // Tuesday 22 April.
        (json!({"rule": "FCR-306", "trigger_on": "2025-03-19"}), "2025-04-22", "", ""),
        // 30 days. Served on Canada Day, Wednesday 1 July 2026: effective Thursday 2. 3-31 July = 29, 1
        // August = 30: Saturday: Monday 3 August, whose civic holiday is none of the Court.
        (json!({"rule": "FCR-307", "trigger_on": "2026-07-01"}), "2026-08-03", "", ""),
        // 20 days. 23-30 September = 8, 1-12 October = 20: Monday 12, Thanksgiving: Tuesday 13 October 2026.
        (json!({"rule": "FCR-308", "trigger_on": "2026-09-22"}), "2026-10-13", "", ""),
        // 20 days. 18-31 March = 14, 1-6 April = 20: Easter Monday 2026: Tuesday 7 April.
        (json!({"rule": "FCR-309", "trigger_on": "2026-03-17"}), "2026-04-07", "", ""),
        // 20 days. Served Thursday 25 March 2027 at 17:30; 26 Good Friday, 27, 28 a weekend, 29 Easter
        // Monday: effective Tuesday 30. 31 March = 1, 1-19 April = 20: Monday 19.
        (json!({"rule": "FCR-310", "trigger_at": "2027-03-25T17:30"}), "2027-04-19", "", ""),
        // 10 days. Served Saturday 7 November 2026: effective Monday 9. 10-19 November = 10 (Remembrance
        // Day, the 11th, counts): Thursday 19.
        (
            json!({
                "rule": "FCR-314",
                "trigger_on": "2026-11-07",
                "facts": {"trigger_is_service": true},
            }),
            "2026-11-19",
            "",
            "",
        ),
        // 20 days. Served Saturday 14 August 2027: effective Monday 16. 17-31 August = 15, 1-5 September =
        // 20: Sunday 5; Monday 6 Labour Day: Tuesday 7. From the Saturday it would be Friday 3.
        (json!({"rule": "FCR-318", "trigger_on": "2027-08-14"}), "2027-09-07", "", ""),
        // 180 days, none left out, no move. 8-30 September = 23, October = 54, November = 84, December =
        // 115, January = 146, February 2028 (29) = 175, 1-5 March = 180: Sunday 5 March 2028.
        (json!({"rule": "FCR-380(2)", "trigger_on": "2027-09-07"}), "2028-03-05", "", ""),
        // ---- Court of Appeal.

        // 10 days. 17-26 December = 10: Saturday 26 December 2026; Sunday 27; Monday 28, substitute of a
        // Friday Christmas (FCR 2): Tuesday 29. Safe: 25 is Christmas, so Thursday 24. The recess left out:
        // 17-20 December = 4, 8-13 January = 10: Wednesday 13 January 2027.
        (
            json!({"rule": "FCA-27(2)(a)", "trigger_on": "2026-12-16"}),
            "2026-12-29",
            "2026-12-24",
            "2027-01-13",
        ),
        // 30 days, July and August out. Pronounced on 22 July 2026, inside them: 1-30 September = 30:
        // Wednesday 30, a holiday: Thursday 1 October. Safe: Tuesday 29 September.
        (json!({"rule": "FCA-27(2)(b)", "trigger_on": "2026-07-22"}), "2026-10-01", "2026-09-29", ""),
        // 10 days. A notice of appeal is originating (FCR 63): served Friday 18 September 2026 at 19:00, it
        // counts that day. 19-28 September = 10: Monday 28. From Monday 21 it would be 1 October.
        (json!({"rule": "FCR-341", "trigger_at": "2026-09-18T19:00"}), "2026-09-28", "", ""),
        // 30 days. Filed Sunday 30 August 2026: deemed Monday 31 (FCR 71.1). 1-30 September = 30: a holiday:
        // Thursday 1 October. From the Sunday it would be Tuesday 29 September.
        (json!({"rule": "FCR-343(1)", "trigger_on": "2026-08-30"}), "2026-10-01", "", ""),
        // 10 days from the expiry of 30. 24-31 July = 8, 1-22 August = 30: Saturday 22 August 2026, the
        // nominal end. 23-31 August = 9, 1 September = 10: Tuesday 1. From Monday 24, where the thirty days
        // moved: 25-31 August = 7, 1-3 September = 10: Thursday 3.
        (json!({"rule": "FCR-343(3)", "trigger_on": "2026-07-23"}), "2026-09-01", "", "2026-09-03"),
        // 30 days. 8-31 August = 24, 1-6 September = 30: Sunday 6; Monday 7 Labour Day: Tuesday 8 September
        // 2026.
        (json!({"rule": "FCR-345", "trigger_on": "2026-08-07"}), "2026-09-08", "", ""),
        // 30 days. 23:30 in Vancouver on Friday 9 October 2026 is 02:30 in Ottawa on Saturday 10; Sunday 11;
        // Monday 12 Thanksgiving: deemed filed Tuesday 13. 14-31 October = 18, 1-12 November = 30: Thursday
        // 12.
        (json!({"rule": "FCR-346(1)", "trigger_at": "2026-10-09T23:30-07:00"}), "2026-11-12", "", ""),
        // 30 days. Served Saturday 21 November 2026: effective Monday 23. 24-30 November = 7, 1-20 December
        // = 27, recess out, 8-10 January = 30: Sunday 10: Monday 11 January 2027. From the Saturday: Friday
        // 8.
        (json!({"rule": "FCR-346(2)", "trigger_on": "2026-11-21"}), "2027-01-11", "", ""),
        // 20 days. Served Friday 11 September 2026 at 18:00: effective Monday 14. 15-30 September = 16, 1-4
        // October = 20: Sunday 4: Monday 5. From the Friday it would be Thursday 1.
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
        // ---- Supreme Court.

        // 60 days, July out (SCA 58(2)). 9-30 June = 22, August = 53, 1-7 September = 60: Monday 7 September
        // 2026, Labour Day: Tuesday 8. Safe: 6 and 5 are a weekend, so Friday 4.
        (json!({"rule": "SCC-58(1)(a)", "trigger_on": "2026-06-08"}), "2026-09-08", "2026-09-04", ""),
        // 30 days; the recess of SCC Rules 5.1 is subject to s. 58 and counts. 10-31 December = 22, 1-8
        // January = 30: Saturday 8: Monday 10 January 2028. Safe: Friday 7.
        (json!({"rule": "SCC-58(1)(b)", "trigger_on": "2027-12-09"}), "2028-01-10", "2028-01-07", ""),
        // 30 days, 23 December to 3 January out (SCC Rules 5.1). 10-22 December = 13, 4-20 January = 30:
        // Tuesday 20 January 2026.
        (json!({"rule": "SCC-27", "trigger_on": "2025-12-09"}), "2026-01-20", "", ""),
        // Before 15 January 2019 there was no such recess. 12-31 December = 20, 1-10 January = 30: Wednesday
        // 10 January 2018.
        (json!({"rule": "SCC-27", "trigger_on": "2017-12-11"}), "2018-01-10", "", ""),
        // 10 days. 17-22 December = 6, recess out, 4-7 January = 10: Wednesday 7 January 2026.
        (json!({"rule": "SCC-28", "trigger_on": "2025-12-16"}), "2026-01-07", "", ""),
        // ---- Refugee Appeal Division and Refugee Protection Division.

        // The 7th day after Monday 21 December 2026 is Monday 28. Christmas is Friday 25; Boxing Day,
        // Saturday 26, is observed on that Monday: Tuesday 29.
        (json!({"rule": "RAD-MAIL", "trigger_on": "2026-12-21"}), "2026-12-29", "", ""),
        // 15 days. 16-30 September = 15: Wednesday 30, a holiday: Thursday 1 October 2026. Safe: Tuesday 29.
        (json!({"rule": "RAD-FILE", "trigger_on": "2026-09-15"}), "2026-10-01", "2026-09-29", ""),
        // 30 days. 25-30 April = 6, 1-24 May = 30: Monday 24 May 2027, Victoria Day: Tuesday 25. Safe:
        // Friday 21.
        (json!({"rule": "RAD-PERFECT", "trigger_on": "2027-04-24"}), "2027-05-25", "2027-05-21", ""),
        // 45 days by the practice notice. 18-31 May = 14, June = 44, 1 July = 45: Canada Day: Thursday 2
        // July 2026. Safe: Tuesday 30 June.
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
        // 15 days. Mailed Friday 27 March 2026: the 7th day is Good Friday 3 April; 4, 5 a weekend; 6 Easter
        // Monday: received Tuesday 7. 8-22 April = 15: Wednesday 22.
        (
            json!({"rule": "RAD-REPLY", "trigger_on": "2026-03-27", "service_method": "irb_mail"}),
            "2026-04-22",
            "",
            "",
        ),
        // 15 days. 12-26 December = 15: Saturday 26 December 2026; Sunday 27; Monday 28, Boxing Day
        // observed: Tuesday 29. Safe: 25 is Christmas, so Thursday 24.
        (json!({"rule": "RAD-RESPOND", "trigger_on": "2026-12-11"}), "2026-12-29", "2026-12-24", ""),
        // A target of 90 days. 4-31 October = 28, November = 58, December = 89, 1 January = 90: New Year's
        // Day 2027, which does not move.
        (json!({"rule": "RAD-DECIDE", "trigger_on": "2026-10-03"}), "2027-01-01", "", ""),
        // 15 days. 19-31 July = 13, 1-2 August = 15: Monday 2 August 2027, the civic holiday: Tuesday 3.
        // Safe: Friday 30 July.
        (json!({"rule": "RPD-BOC-POE", "trigger_on": "2027-07-18"}), "2027-08-03", "2027-07-30", ""),
        // The same in Montreal, where the office is open on that Monday.
        (json!({"rule": "RPD-BOC-POE", "trigger_on": "2027-07-18", "office": "QC"}), "2027-08-02", "", ""),
        // 3 working days before Tuesday 13 October 2026: 12 Thanksgiving and 11, 10 a weekend do not count;
        // 9, 8, 7 = 3: Wednesday 7.
        (json!({"rule": "RPD-BOC-EXT", "trigger_on": "2026-10-13"}), "2026-10-07", "", ""),
        // 10 days before Thursday 28 May 2026: Monday 18, Victoria Day: read literally, Tuesday 19. Safe:
        // 17, 16 are a weekend, so Friday 15.
        (json!({"rule": "RPD-INTERVENE", "trigger_on": "2026-05-28"}), "2026-05-19", "2026-05-15", ""),
        // 10 days before Tuesday 6 January 2026: Saturday 27 December 2025: read literally, Monday 29. Safe:
        // 26 Boxing Day, 25 Christmas, so Wednesday 24.
        (json!({"rule": "RPD-DISCLOSE", "trigger_on": "2026-01-06"}), "2025-12-29", "2025-12-24", ""),
        // 5 days before Monday 5 October 2026: Wednesday 30 September, a holiday: read literally, Thursday 1
        // October. Safe: Tuesday 29 September.
        (json!({"rule": "RPD-DISCLOSE-REPLY", "trigger_on": "2026-10-05"}), "2026-10-01", "2026-09-29", ""),
        // ---- Immigration Appeal Division.

        // The 7th day after Monday 15 April 2019 is Easter Monday, 22 April: Tuesday 23.
        (json!({"rule": "IAD-MAIL", "trigger_on": "2019-04-15"}), "2019-04-23", "", ""),
        // From abroad, the 20th day: 13-31 December = 19, 1 January = 20: New Year's Day, Friday; 2, 3 a
        // weekend: Monday 4 January 2027.
        (
            json!({"rule": "IAD-MAIL", "trigger_on": "2026-12-12", "facts": {"outside_canada": true}}),
            "2027-01-04",
            "",
            "",
        ),
        // 30 days. 6-31 July = 26, 1-4 August = 30: Monday 4 August 2025, the civic holiday: Tuesday 5.
        // Safe: Friday 1.
        (json!({"rule": "IAD-REMOVAL", "trigger_on": "2025-07-05"}), "2025-08-05", "2025-08-01", ""),
        // 30 days. Mailed from abroad on 12 July 2026: the 20th day is Saturday 1 August; Sunday 2; Monday 3
        // the civic holiday: received Tuesday 4. 5-31 August = 27, 1-3 September = 30: Thursday 3.
        (
            json!({
                "rule": "IAD-SPONSOR",
                "trigger_on": "2026-07-12",
                "service_method": "irb_mail",
                "facts": {"outside_canada": true},
            }),
            "2026-09-03",
            "",
            "",
        ),
        // 60 days. 13-30 September = 18, October = 49, 1-11 November = 60: Wednesday 11, Remembrance Day:
        // Thursday 12 November 2026. Safe: Tuesday 10.
        (json!({"rule": "IAD-RESIDENCY", "trigger_on": "2026-09-12"}), "2026-11-12", "2026-11-10", ""),
        // 30 days. 26-30 November = 5, 1-25 December = 30: Saturday 25 December 2027. Christmas is observed
        // on Monday 27, Boxing Day (Sunday 26) on Tuesday 28: Wednesday 29. Safe: Friday 24.
        (json!({"rule": "IAD-MINISTER", "trigger_on": "2027-11-25"}), "2027-12-29", "2027-12-24", ""),
        // 120 days under the 2002 Rules. 3-30 June = 28, July = 59, August = 90, 1-30 September = 120:
        // Thursday 30 September 2021, the first that was a holiday (since 3 August 2021): Friday 1 October.
        // Safe: Wednesday 29.
        (json!({"rule": "IAD-RECORD-SPONS", "trigger_on": "2021-06-02"}), "2021-10-01", "2021-09-29", ""),
        // 60 days since 2023. 2-30 November = 29, 1-31 December = 60: Sunday 31 December 2028; Monday 1
        // January New Year's Day: Tuesday 2 January 2029. Safe: Friday 29 December.
        (json!({"rule": "IAD-RECORD-SPONS", "trigger_on": "2028-11-01"}), "2029-01-02", "2028-12-29", ""),
        // 45 days under the 2002 Rules. 6-31 August = 26, 1-19 September = 45: Monday 19 September 2022, day
        // of mourning: Tuesday 20. Safe: Friday 16.
        (json!({"rule": "IAD-RECORD-REMOVAL", "trigger_on": "2022-08-05"}), "2022-09-20", "2022-09-16", ""),
        // 30 days since 2023. 3-30 June = 28, 1-2 July = 30: Sunday 2 July 2028; Canada Day, Saturday 1, is
        // observed on Monday 3: Tuesday 4. Safe: Friday 30 June.
        (json!({"rule": "IAD-RECORD-REMOVAL", "trigger_on": "2028-06-02"}), "2028-07-04", "2028-06-30", ""),
        // 20 days before the hearing under the 2002 Rules. Thursday 20 October 2022: 19-1 October = 19, 30
        // September = 20: Friday, a holiday: read literally, Monday 3 October. Safe: Thursday 29 September.
        (json!({"rule": "IAD-DISCLOSE", "trigger_on": "2022-10-20"}), "2022-10-03", "2022-09-29", ""),
        // 60 days after the record since 2023. 26-31 January = 6, February = 34, 1-26 March = 60: Good
        // Friday 2027; 27, 28 a weekend; 29 Easter Monday: Tuesday 30. Safe: Thursday 25.
        (json!({"rule": "IAD-DISCLOSE", "trigger_on": "2027-01-25"}), "2027-03-30", "2027-03-25", ""),
        // ---- Immigration Division, certificates.

        // 48 hours by the clock. From 13:00 on Saturday 31 October 2026, daylight time; clocks go back an
        // hour on Sunday 1 November: 12:00 on Monday 2, standard time.
        (json!({"rule": "ID-48H", "trigger_at": "2026-10-31T13:00-04:00"}), "2026-11-02T12:00", "", ""),
        // 7 days. 20-26 March = 7: Good Friday 2027; no move.
        (json!({"rule": "ID-7D", "trigger_on": "2027-03-19"}), "2027-03-26", "", ""),
        // 30 days. 31 January = 1, 1-29 February 2028 = 30.
        (json!({"rule": "ID-30D", "trigger_on": "2028-01-30"}), "2028-02-29", "", ""),
        // At least 3 days before, clear calendar days. Review Tuesday 7 April 2026: 6, 5, 4 = 3; Friday 3 is
        // Good Friday, and moving forward would leave fewer: Thursday 2.
        (json!({"rule": "ID-INFO", "trigger_on": "2026-04-07"}), "2026-04-02", "", ""),
        // At least 5 days before, clear. Hearing Friday 11 September 2026: 10-6 = 5 (7 is Labour Day and
        // counts); Saturday 5: Friday 4.
        (json!({"rule": "ID-DISCLOSE", "trigger_on": "2026-09-11"}), "2026-09-04", "", ""),
        // 14 days. 21-31 March = 11, 1-3 April = 14: Good Friday 2026; no move.
        (json!({"rule": "ID-DFN", "trigger_on": "2026-03-20"}), "2026-04-03", "", ""),
        // 14 days. 18-29 February 2024 = 12, 1-2 March = 14: Saturday; no move.
        (json!({"rule": "ID-DFN-14D", "trigger_on": "2024-02-17"}), "2024-03-02", "", ""),
        // 6 months from 31 August 2027: February has no 31st, so its last day, 29 February 2028 (IA 28).
        (json!({"rule": "ID-DFN-6M", "trigger_on": "2027-08-31"}), "2028-02-29", "", ""),
        // 48 hours by the clock. From 09:15 on Saturday 13 March 2027, standard time; clocks go forward an
        // hour on Sunday 14: 10:15 on Monday 15, daylight time.
        (json!({"rule": "CERT-82", "trigger_at": "2027-03-13T09:15-05:00"}), "2027-03-15T10:15", "", ""),
        // 6 months from 30 August 2025: February has no 30th, so 28 February 2026 (IA 28), a Saturday; no
        // move.
        (json!({"rule": "CERT-6M", "trigger_on": "2025-08-30"}), "2026-02-28", "", ""),
        // 10 days, IA alone. 22-30 June = 9, 1 July = 10: Canada Day: Wednesday 2 July 2025. Safe: Monday 30
        // June.
        (json!({"rule": "ID-REASONS", "trigger_on": "2025-06-21"}), "2025-07-02", "2025-06-30", ""),
        // 10 days, IA alone. 17-26 December = 10: Saturday 26 December 2026: neither a Saturday nor Boxing
        // Day is a holiday (IA 35).
        (json!({"rule": "IRPA-169(e)", "trigger_on": "2026-12-16"}), "2026-12-26", "", ""),
        // No limitation period.
        (json!({"rule": "HABEAS", "trigger_on": "2026-12-25"}), "none", "", ""),
        // ---- Pre-removal risk assessment, removal.

        // By mail, seven days after the day on which it was sent (IRPR 160(4)(b)): 18 December 2025 and 7
        // days: Christmas; no move.
        (
            json!({"rule": "PRRA-MAIL", "trigger_on": "2025-12-18", "service_method": "ordinary_mail"}),
            "2025-12-25",
            "",
            "",
        ),
        // 15 days, IA alone. Mailed 11 April 2026: given Saturday 18. 19-30 April = 12, 1-3 May = 15: Sunday
        // 3: Monday 4. Safe is the day before that is no holiday of IA 35: Saturday 2.
        (
            json!({"rule": "PRRA-APPLY", "trigger_on": "2026-04-11", "service_method": "ordinary_mail"}),
            "2026-05-04",
            "2026-05-02",
            "",
        ),
        // The 30th day. Handed over on 31 August 2026: 1-30 September = 30: a holiday; no move.
        (
            json!({"rule": "PRRA-NODECISION", "trigger_on": "2026-08-31", "service_method": "personal"}),
            "2026-09-30",
            "",
            "",
        ),
        // The paragraph decides.
        (json!({"rule": "IRPA-49(2)", "trigger_on": "2026-05-11"}), "none", "", ""),
        // The day itself, a Saturday.
        (json!({"rule": "IRPA-49(2)(a)", "trigger_on": "2026-07-04"}), "2026-07-04", "", ""),
        // 7 days. 12-18 May 2026 = 7: Victoria Day; no move.
        (json!({"rule": "IRPA-49(2)(b)", "trigger_on": "2026-05-11"}), "2026-05-18", "", ""),
        // 15 days after the Refugee Appeal Division's notice. 11-25 December = 15: Christmas 2026; no move.
        (json!({"rule": "IRPA-49(2)(c)", "trigger_on": "2026-12-10"}), "2026-12-25", "", ""),
        // The day after the time to appeal expired; before 2026 the day on which it did.
        (json!({"rule": "IRPA-49(2)(d)", "trigger_on": "2027-03-11"}), "2027-03-12", "", ""),
        (json!({"rule": "IRPA-49(2)(d)", "trigger_on": "2025-05-01"}), "2025-05-01", "", ""),
        // 15 days. 15-29 February 2028 = 15.
        (json!({"rule": "IRPA-49(2)(e)", "trigger_on": "2028-02-14"}), "2028-02-29", "", ""),
        // The day of the notice, a Sunday; before 2026 the fifteenth day after it: 2-16 May 2025 = 15.
        (json!({"rule": "IRPA-49(2)(f)", "trigger_on": "2026-07-05"}), "2026-07-05", "", ""),
        (json!({"rule": "IRPA-49(2)(f)", "trigger_on": "2025-05-01"}), "2025-05-16", "", ""),
        // 15 days. 17-30 June = 14, 1 July = 15: Canada Day 2026; no move.
        (json!({"rule": "IRPA-49(2)(g)", "trigger_on": "2026-06-16"}), "2026-07-01", "", ""),
        // 15 days. 1-15 December 2026 = 15.
        (json!({"rule": "IRPA-49(2)(h)", "trigger_on": "2026-11-30"}), "2026-12-15", "", ""),
        // 30 days back from the hearing on Tuesday 16 June 2026. 15-1 June = 15, 31-17 May = 30: Sunday 17 May. The
        // rule of the Board, read literally, moves on: Monday 18 is Victoria Day, Tuesday 19. Safe: Friday 15 May.
        (json!({"rule": "IAD-DISCLOSE-REPLY", "trigger_on": "2026-06-16"}), "2026-05-19", "2026-05-15", ""),
        // 30 days, suspended on 20-28 February and on 10 March 2026. 11-19 February = 9, 1-9 March = 18,
        // 11-22 March = 30: Sunday 22; no move.
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
        // ---- Citizenship.

        // 30 days. 9-31 August = 23, 1-7 September = 30: Labour Day: Tuesday 8 September 2026. Safe: Friday
        // 4.
        (json!({"rule": "CIT-22.1", "trigger_on": "2026-08-08"}), "2026-09-08", "2026-09-04", ""),
        // 60 days, IA alone. 14-31 August = 18, September = 48, 1-12 October = 60: Monday 12 October 2026,
        // Thanksgiving by proclamation: Tuesday 13. Safe: Sunday 11 is a holiday, Saturday 10 is none.
        (json!({"rule": "CIT-10(3.1)", "trigger_on": "2026-08-13"}), "2026-10-13", "2026-10-10", ""),
    ]
}

/// What an answer says, as the table writes it.
fn told(computed: &super::super::Computed) -> (String, String, String) {
    let day = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let due = match (computed.due_at, computed.effective_on, computed.due_on, computed.not_before_on) {
        (Some(at), ..) => at.naive_local().format("%Y-%m-%dT%H:%M").to_string(),
        (None, _, Some(due), Some(opens)) => format!("{opens}..{due}"),
        (None, _, Some(due), None) => due.to_string(),
        (None, Some(effective), None, _) => effective.to_string(),
        (None, None, None, _) => "none".to_owned(),
    };
    (due, day(computed.safe_on), day(computed.arguable_latest_on))
}

#[test]
fn every_date_of_the_table_comes_out() {
    let mut wrong = Vec::new();
    for (request, due, safe, latest) in table() {
        let found = told(&super::answer(&request));
        let worked = (due.to_owned(), safe.to_owned(), latest.to_owned());
        if found != worked {
            wrong.push(format!("{request}: worked {worked:?}, computed {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rule_is_without_a_date_worked_by_hand() {
    let worked: std::collections::BTreeSet<String> =
        table().into_iter().map(|(request, ..)| request["rule"].as_str().unwrap().to_owned()).collect();
    let rules = crate::proceedings::Catalog::builtin().rules().iter();
    let missing: Vec<_> = rules.map(|rule| &rule.code).filter(|code| !worked.contains(*code)).collect();
    assert!(missing.is_empty(), "work a date by hand for {missing:?}");
}
