//! Dates worked by hand: time limits before the Federal Court.

use super::Entry;
use serde_json::json;

/// Application for leave and judicial review: IRPA 72 ff.
pub fn leave() -> Vec<Entry> {
    vec![
        // 15 days, IRPA 72(2)(b). 30-31 October = 2, 1-13 November = 15: Monday 13 November 2023.
        // Remembrance Day was Saturday the 11th, so that Monday is a holiday (FCR 2): Tuesday 14.
        // IA 35 does not know the substitute: safe is the working day before, Friday 10. The recess
        // is far.
        (json!({"rule": "ALJR-72-IN", "trigger_on": "2023-10-29"}), "2023-11-14", "2023-11-10", ""),
        // The same by the Board's mail: mailed Friday 19 December 2025, the 7th day is Friday 26
        // December; the Board is closed on Boxing Day, 27 and 28 are a weekend: received Monday 29
        // (RADR 35(2), (3)). 30-31 December = 2, 1-13 January = 15: Tuesday 13 January 2026. The
        // recess left out (FCR 6(3) since 2022): 8-22 January = 15, Thursday 22.
        (
            json!({"rule": "ALJR-72-IN", "trigger_on": "2025-12-19", "service_method": "irb_mail"}),
            "2026-01-13",
            "",
            "2026-01-22",
        ),
        // An officer's notice by electronic means is received when sent (IRPR 9.3(2)): Saturday 13 June
        // 2026. 14-28 June = 15: Sunday: Monday 29. Safe: Friday 26.
        (
            json!({
                "rule": "ALJR-72-IN",
                "trigger_on": "2026-06-13",
                "service_method": "electronic",
                "facts": {"decided_by": "officer"},
            }),
            "2026-06-29",
            "2026-06-26",
            "",
        ),
        // The Immigration Appeal Division's by ordinary mail from abroad: the 20th day, 29 June 2026 (IADR
        // 40(2)). 30 June = 1, July = 32, 1-28 August = 60: Friday.
        (
            json!({
                "rule": "ALJR-72-OUT",
                "trigger_on": "2026-06-09",
                "service_method": "ordinary_mail",
                "facts": {"decided_by": "iad", "outside_canada": true},
            }),
            "2026-08-28",
            "",
            "",
        ),
        // The Immigration Division's by ordinary mail on Saturday 2 May 2026: the seventh day is Saturday 9,
        // the next working day Monday 11 (IDR 31(2)). 12-26 May = 15: Tuesday.
        (
            json!({
                "rule": "ALJR-72-IN",
                "trigger_on": "2026-05-02",
                "service_method": "ordinary_mail",
                "facts": {"decided_by": "id"},
            }),
            "2026-05-26",
            "",
            "",
        ),
        // 60 days. 27-31 October = 5, November = 35, 1-25 December = 60: Saturday 25 December 2027,
        // Christmas. Sunday 26; Monday 27 and Tuesday 28 are its substitutes (FCR 2): Wednesday 29.
        // Safe: Friday 24. The recess left out: 1-20 December = 55, 8-12 January = 60: Wednesday 12
        // January 2028.
        (
            json!({"rule": "ALJR-72-OUT", "trigger_on": "2027-10-26"}),
            "2027-12-29",
            "2027-12-24",
            "2028-01-12",
        ),
        // 15 days: 6-20 December = 15: Saturday 20 December 2025: Monday 22, in the recess of 21
        // December to 7 January (FCR 2). Safe: Friday 19. Where FCR 6(3) reaches it: Thursday 8
        // January.
        (json!({"rule": "ALJR-72-IN", "trigger_on": "2025-12-05"}), "2025-12-22", "2025-12-19", "2026-01-08"),
        // The rule in force before 13 January 2022 spoke of time under the Rules: it reaches no
        // other. 6-20 December 2020 = 15: Sunday: Monday 21. Safe: Friday 18.
        (json!({"rule": "ALJR-72-IN", "trigger_on": "2020-12-05"}), "2020-12-21", "2020-12-18", ""),
        // 30 days, CA 22.1(2): 21-30 November = 10, 1-20 December = 30: Sunday 20 December 2026:
        // Monday 21, in the recess. Safe: Friday 18. Where FCR 6(3) reaches it: Friday 8 January
        // 2027.
        (json!({"rule": "CIT-22.1", "trigger_on": "2026-11-20"}), "2026-12-21", "2026-12-18", "2027-01-08"),
        // No decision was made: nothing runs.
        (json!({"rule": "ALJR-MANDAMUS", "trigger_on": "2026-09-07"}), "none", "", ""),
        // 10 days. An originating document, served Friday 8 May 2026 at 20:15, counts that day (FCR
        // 143(1)). 9-18 May = 10: Monday 18 May, Victoria Day: Tuesday 19. From Monday 11 it would
        // be 21 May.
        (json!({"rule": "FCCIRPR-7(2)", "trigger_at": "2026-05-08T20:15"}), "2026-05-19", "", ""),
        // 10 days. Served on Thanksgiving, Monday 12 October 2026: originating, so it counts that
        // day. 13-22 October = 10: Thursday 22.
        (json!({"rule": "FCCIRPR-8(1)", "trigger_on": "2026-10-12"}), "2026-10-22", "", ""),
        // Without delay.
        (json!({"rule": "FCCIRPR-9", "trigger_on": "2026-05-05"}), "none", "", ""),
        // 30 days. Filed Saturday 29 November 2025: deemed Monday 1 December (FCR 71.1). 2-20
        // December = 19; 21 December to 7 January are not counted (FCR 6(3)); 8-18 January = 30:
        // Sunday 18: Monday 19. From the Saturday itself it would be Friday 16.
        (json!({"rule": "FCCIRPR-10(1)(a)", "trigger_on": "2025-11-29"}), "2026-01-19", "", ""),
        // The Special Order makes it 75 days, one period (Lubana). Filed Friday 10 October 2025:
        // 11-31 October = 21, November = 51, 1-20 December = 71, 8-11 January = 75: Sunday 11
        // January 2026: Monday 12.
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
        // 30 days from receipt. Sent electronically Friday 17 December 2027 at 17:05, after 5 p.m.:
        // received on the next day that is no holiday, Monday 20 (FCCIRPR 4.1). Nothing counts
        // until 8 January: 8-31 January = 24, 1-6 February = 30: Sunday 6: Monday 7 February 2028.
        // From the Friday itself: 18-20 December = 3, 8-31 January = 27, Thursday 3 February.
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
        // 30 days. Mailed Tuesday 8 April 2025: effective on the 10th day, Good Friday 18 April,
        // which does not move (FCR 143(2)). 19-30 April = 12, 1-18 May = 30: Sunday 18; Monday 19
        // is Victoria Day: Tuesday 20. Moved to Tuesday 22 April, it would be 22 May.
        (
            json!({"rule": "FCCIRPR-11", "trigger_on": "2025-04-08", "service_method": "ordinary_mail"}),
            "2025-05-20",
            "",
            "",
        ),
        // 10 days. Served Sunday 12 October 2025; Monday 13 is Thanksgiving: effective Tuesday 14
        // (FCR 143(1)). 15-24 October = 10: Friday 24.
        (json!({"rule": "FCCIRPR-13", "trigger_on": "2025-10-12"}), "2025-10-24", "", ""),
        // Without delay.
        (json!({"rule": "FCCIRPR-14(2)", "trigger_on": "2026-02-13"}), "none", "", ""),
        // A criterion of the pilot project, and an appeal at any stage: neither has a day.
        (json!({"rule": "FC-STUDY-PILOT", "trigger_on": "2026-02-13"}), "none", "", ""),
        (json!({"rule": "IRPA-87.01", "trigger_on": "2026-02-13"}), "none", "", ""),
        // Leave on 2 October 2025. 3-31 October = 29, 1 November = 30: a Saturday, no end of a
        // window moves. November = 59, 1-31 December = 90: 31 December, inside the recess, which
        // does not reach a hearing.
        (json!({"rule": "IRPA-74(b)", "trigger_on": "2025-10-02"}), "2025-11-01..2025-12-31", "", ""),
        // The order granting leave sets these five.
        (json!({"rule": "FCCIRPR-15-CTR", "trigger_on": "2026-02-13"}), "none", "", ""),
        (json!({"rule": "FCCIRPR-15-STEPS", "trigger_on": "2026-02-13"}), "none", "", ""),
        (json!({"rule": "FCCIRPR-15-FURTHER-AFFIDAVITS", "trigger_on": "2026-02-13"}), "none", "", ""),
        (json!({"rule": "FCCIRPR-15-CROSS-EXAMINATIONS", "trigger_on": "2026-02-13"}), "none", "", ""),
        (json!({"rule": "FCCIRPR-15-FURTHER-MEMORANDA", "trigger_on": "2026-02-13"}), "none", "", ""),
        // At least 5 days, both ends out (IA 27(1)), holidays not counted (FCR 6(2)). Hearing
        // Thursday 10 September 2026: clear days 9, 8 (7 is Labour Day, 6 and 5 a weekend), 4, 3,
        // 2: Tuesday 1 September.
        (json!({"rule": "FC-CERTQ-NOTICE", "trigger_on": "2026-09-10"}), "2026-09-01", "", ""),
        // 30 days. 2-30 June = 29, 1 July = 30: Canada Day: Thursday 2 July 2026. Were July and
        // August left out as in FC Act 27(2)(b): 2-30 June = 29, 1 September = 30, a Tuesday.
        (json!({"rule": "FCCIRPR-20(1)", "trigger_on": "2026-06-01"}), "2026-07-02", "", "2026-09-01"),
        // 15 days. 21:30 in Vancouver on 10 December 2026 is 00:30 in Ottawa: filed Friday 11 (FCR
        // 71.1). 12-20 December = 9, 8-13 January = 15: Wednesday 13 January 2027. From the 10th it
        // would be the 12th.
        (json!({"rule": "FCCIRPR-20(2)", "trigger_at": "2026-12-10T21:30-08:00"}), "2027-01-13", "", ""),
        // No period.
        (json!({"rule": "COSTS", "trigger_on": "2025-12-20"}), "none", "", ""),
    ]
}

/// Time in the Federal Courts: FCR 6, 7, 71.1, 143; FCCIRPR 4.1.
pub fn time() -> Vec<Entry> {
    vec![
        // 6 days are under 7: holidays not counted. From Tuesday 23 March 2027: 24, 25 = 2; 26 Good
        // Friday, 27, 28, 29 Easter Monday out; 30, 31 March, 1, 2 April = 6: Friday 2 April.
        (
            json!({"rule": "FCR-GENERIC", "trigger_on": "2027-03-23", "facts": {"days": 6}}),
            "2027-04-02",
            "",
            "",
        ),
        // 7 days are not under 7: Saturday counts. From Tuesday 16 December 2025: 17-20 December =
        // 4, recess out, 8-10 January = 7: Saturday 10: Monday 12 January 2026.
        (
            json!({"rule": "FC-ORDER-PERIOD", "trigger_on": "2025-12-16", "facts": {"days": 7}}),
            "2026-01-12",
            "",
            "",
        ),
        // 20 and 10 days are one period of 30 (Lubana). From 13 April 2026: 14-30 April = 17, 1-13
        // May = 30: Wednesday 13 May. The 20th day is Sunday 3 May; ten days from Monday 4 would be
        // Thursday 14.
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
        // Before 17 June 2021, FCCIRPR 9(4): received on the tenth day after it was sent by mail,
        // and no word of holidays. 10 June and 10 days: Sunday 20 June 2021.
        (
            json!({"rule": "FCCIRPR-4.1", "trigger_on": "2021-06-10", "service_method": "ordinary_mail"}),
            "2021-06-20",
            "",
            "",
        ),
        // Since then: sent by fax on Thursday 24 December 2026 at 17:30, after 5 p.m. Friday 25
        // Christmas, 26 and 27 a weekend, Monday 28 the substitute of a Friday Christmas (FCR 2):
        // Tuesday 29.
        (
            json!({"rule": "FCCIRPR-4.1", "trigger_at": "2026-12-24T17:30", "service_method": "fax"}),
            "2026-12-29",
            "",
            "",
        ),
        // Served on Easter Monday, 29 March 2027: the next day that is no holiday, Tuesday 30 (FCR
        // 143(1)).
        (json!({"rule": "FCR-143", "trigger_on": "2027-03-29"}), "2027-03-30", "", ""),
        // 21:30 in Vancouver on Friday 30 June 2028 is 00:30 in Ottawa on Saturday 1 July, Canada
        // Day; Sunday 2; Monday 3 July its substitute (FCR 2): Tuesday 4 July.
        (json!({"rule": "FCR-71.1", "trigger_at": "2028-06-30T21:30-07:00"}), "2028-07-04", "", ""),
    ]
}

/// Motions.
pub fn motions() -> Vec<Entry> {
    vec![
        // At least 2 days before (until 7 February 2013). Hearing Wednesday 10 October 2012: clear
        // days 9 and, Monday 8 being Thanksgiving, 7 and 6 a weekend, Friday 5: Thursday 4 October.
        (json!({"rule": "FCR-362", "trigger_on": "2012-10-10"}), "2012-10-04", "", ""),
        // At least 3 days before. Hearing Monday 5 October 2026: 4 and 3 a weekend, clear days 2
        // and 1 October, 30 September a holiday, 29 September: Monday 28 September.
        (json!({"rule": "FCR-362", "trigger_on": "2026-10-05"}), "2026-09-28", "", ""),
        // Hearing on Thursday 5 August 2027: 4, 3, 2 August are three clear days, and the week-end
        // is none: Friday 30 July (FCR 362(1), 6(2)). In Toronto the first Monday of August is a
        // holiday of the city (Interpretation Act 35(1), "holiday", (b)): 4, 3 August, 30 July are
        // the three, safe is Thursday 29 July. It is one in Halifax and in Vancouver too, by their
        // own law, and none in Montréal.
        (
            json!({"rule": "FCR-362", "trigger_on": "2027-08-05", "office": "TORONTO"}),
            "2027-07-30",
            "2027-07-29",
            "",
        ),
        (
            json!({"rule": "FCR-362", "trigger_on": "2027-08-05", "office": "HALIFAX"}),
            "2027-07-30",
            "2027-07-29",
            "",
        ),
        (json!({"rule": "FCR-362", "trigger_on": "2027-08-05", "office": "MONTREAL"}), "2027-07-30", "", ""),
        // Ten days after Saturday 6 February 2027 is Tuesday the 16th, and ten days after the 5th is
        // Monday the 15th: Family Day in Regina, by provincial law ((a) of the definition), so that
        // the time may end on Tuesday 16 (FCCIRPR 13; FCR 6(1)). Nobody is there: safe is Friday 12.
        (
            json!({"rule": "FCCIRPR-13", "trigger_on": "2027-02-05", "office": "REGINA"}),
            "2027-02-15",
            "2027-02-12",
            "2027-02-16",
        ),
        // 14:00, two days before, not clear. Hearing Wednesday 31 March 2027: 30 = 1; 29 Easter
        // Monday, 28, 27 and 26, Good Friday, out; 25 = 2: Thursday 25 March.
        (json!({"rule": "FCR-365(1)(a)", "trigger_on": "2027-03-31"}), "2027-03-25T14:00", "", ""),
        // The same by the wording of 2015. Hearing Wednesday 12 February 2020: 11, 10 = 2: Monday 10.
        (json!({"rule": "FCR-365(1)(a)", "trigger_on": "2020-02-12"}), "2020-02-10T14:00", "", ""),
        // 10 days. Served Friday 4 September 2026 at 17:45; 5, 6 a weekend, 7 Labour Day: effective
        // Tuesday
        // 8. 9-18 September = 10: Friday 18.
        (json!({"rule": "FCR-365(1)(b)", "trigger_at": "2026-09-04T17:45"}), "2026-09-18", "", ""),
        // 10 days. Friday 12 December 2025: 13-20 December = 8, recess out, 8 and 9 January = 10:
        // Friday 9.
        (json!({"rule": "FCR-369(2)", "trigger_on": "2025-12-12"}), "2026-01-09", "", ""),
        // 4 days, under 7. Thursday 18 December 2025: 19 = 1; 20 Saturday; recess out; 8, 9 January
        // = 3; 10, 11 a weekend; 12 = 4: Monday 12 January 2026.
        (json!({"rule": "FCR-369(3)", "trigger_on": "2025-12-18"}), "2026-01-12", "", ""),
        // As soon as the removal is known.
        (json!({"rule": "STAY-LATE", "trigger_on": "2026-05-22"}), "none", "", ""),
        // 10 days. 22-30 June = 9, 1 July = 10: Canada Day: Friday 2 July 2027.
        (json!({"rule": "FCR-51(2)", "trigger_on": "2027-06-21"}), "2027-07-02", "", ""),
        // 10 days. 21-30 September 2024 = 10: Monday 30, National Day for Truth and Reconciliation:
        // 1 October.
        (json!({"rule": "FCR-397", "trigger_on": "2024-09-20"}), "2024-10-01", "", ""),
        // At least 10 days before, clear. Argued Thursday 15 October 2026: 14-5 October = 10 (ten
        // days are no short period: the weekend and Thanksgiving count). Sunday 4 is the last day;
        // moving forward would leave fewer than ten clear days: Friday 2 October.
        (json!({"rule": "FCA-57", "trigger_on": "2026-10-15"}), "2026-10-02", "", ""),
        // The same over the recess. FC Act 57(2) is a statute, and FCR 6(3) does not suspend a
        // statutory period by default (it was of "time under these Rules" until 2022). Argued
        // Thursday 15 January 2026: 14-5 January = 10; Sunday 4, Saturday 3, Friday 2 January. On
        // the other reading the recess is left out: 14-8 January = 7, 20-18 December = 10:
        // Wednesday 17 December 2025, which is safe.
        (json!({"rule": "FCA-57", "trigger_on": "2026-01-15"}), "2026-01-02", "2025-12-17", ""),
    ]
}

/// Judicial review without leave.
pub fn review() -> Vec<Entry> {
    vec![
        // 10 days. 6-15 May 2026 = 10: Friday.
        (json!({"rule": "FCR-304(3)", "trigger_on": "2026-05-05"}), "2026-05-15", "", ""),
        // 10 days, Victoria Day among them: no short period (FCR 6(2)). 13-22 May = 10: Friday.
        (json!({"rule": "FCR-339(1)", "trigger_on": "2026-05-12"}), "2026-05-22", "", ""),
        (json!({"rule": "FCR-339(2)", "trigger_on": "2026-05-19"}), "2026-05-29", "", ""),
        // 30 days. 18-30 June = 13, 1-17 July = 30: Friday.
        (json!({"rule": "FCR-403(1)(a)", "trigger_on": "2026-06-17"}), "2026-07-17", "", ""),
        // At least 4 days, a short period: 27, 26, 25 and Friday 22 May between: Thursday 21.
        (json!({"rule": "FCR-51(2)-HEARING", "trigger_on": "2026-05-28"}), "2026-05-21", "", ""),
        // 30 days, FC Act 18.1(2). 1-30 September = 30: Saturday 30 September 2023. It is a holiday
        // of both laws, without a substitute: Sunday 1, Monday 2 October. Safe: Friday 29
        // September.
        (json!({"rule": "FCA-18.1", "trigger_on": "2023-08-31"}), "2023-10-02", "2023-09-29", ""),
        // 10 days. Issued Wednesday 15 December 2027: 16-20 December = 5, recess out, 8-12 January
        // = 10 (8 and 9 are a weekend and count): Wednesday 12 January 2028.
        (json!({"rule": "FCR-304", "trigger_on": "2027-12-15"}), "2028-01-12", "", ""),
        // 10 days. Originating, served Saturday 20 February 2027: counts that day. 21-28 February =
        // 8, 1-2 March = 10: Tuesday 2. From Monday 22 it would be the 4th.
        (json!({"rule": "FCR-305", "trigger_on": "2027-02-20"}), "2027-03-02", "", ""),
        // 30 days. 20-31 March = 12, 1-18 April = 30: Good Friday 2025; 19, 20 a weekend; 21 Easter
        // Monday: Tuesday 22 April.
        (json!({"rule": "FCR-306", "trigger_on": "2025-03-19"}), "2025-04-22", "", ""),
        // 30 days. Served on Canada Day, Wednesday 1 July 2026: effective Thursday 2. 3-31 July =
        // 29, 1 August = 30: Saturday: Monday 3 August, whose civic holiday is none of the Court; but nobody
        // is there: safe on Friday 31 July. In Montréal the registry is open.
        (json!({"rule": "FCR-307", "trigger_on": "2026-07-01"}), "2026-08-03", "2026-07-31", ""),
        (json!({"rule": "FCR-307", "trigger_on": "2026-07-01", "office": "MONTREAL"}), "2026-08-03", "", ""),
        // 20 days. 23-30 September = 8, 1-12 October = 20: Monday 12, Thanksgiving: Tuesday 13
        // October 2026.
        (json!({"rule": "FCR-308", "trigger_on": "2026-09-22"}), "2026-10-13", "", ""),
        // 20 days. 18-31 March = 14, 1-6 April = 20: Easter Monday 2026: Tuesday 7 April.
        (json!({"rule": "FCR-309", "trigger_on": "2026-03-17"}), "2026-04-07", "", ""),
        // 20 days. Served Thursday 25 March 2027 at 17:30; 26 Good Friday, 27, 28 a weekend, 29
        // Easter Monday: effective Tuesday 30. 31 March = 1, 1-19 April = 20: Monday 19.
        (json!({"rule": "FCR-310", "trigger_at": "2027-03-25T17:30"}), "2027-04-19", "", ""),
        // 10 days. Served Saturday 7 November 2026: effective Monday 9. 10-19 November = 10
        // (Remembrance Day, the 11th, counts): Thursday 19.
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
        // 20 days. Served Saturday 14 August 2027: effective Monday 16. 17-31 August = 15, 1-5
        // September = 20: Sunday 5; Monday 6 Labour Day: Tuesday 7. From the Saturday it would be
        // Friday 3.
        (json!({"rule": "FCR-318", "trigger_on": "2027-08-14"}), "2027-09-07", "", ""),
        // 180 days, none left out, no move. 8-30 September = 23, October = 54, November = 84,
        // December = 115, January = 146, February 2028 (29) = 175, 1-5 March = 180: Sunday 5 March
        // 2028.
        // That is a Sunday, and nothing moves it. Safe: Friday 3 March.
        (json!({"rule": "FCR-380(2)", "trigger_on": "2027-09-07"}), "2028-03-05", "2028-03-03", ""),
        // 10 days. 10-19 December 2026 = 10: Saturday; Monday 21 lies in the recess. By the other
        // reading of FCR 6(3) no day to 7 January is in the period: Friday 8 January 2027.
        (json!({"rule": "FCCIRPR-13", "trigger_on": "2026-12-09"}), "2026-12-21", "", "2027-01-08"),
    ]
}
