//! The words of a notification, in both languages. Pure. No person is named, and no style of cause.

use super::model::NotificationKind;
use crate::law::calendars::dates::{English, French};
use crate::law::proceedings::Catalog;
use crate::matters::hearings::HearingRow;
use crate::text::Text;
use chrono::NaiveDate;

/// What a notification tells of.
#[derive(Clone, Copy, Debug)]
pub struct NotificationSubject<'a> {
    /// The kind.
    pub kind: NotificationKind,
    /// The rule, by code.
    pub rule: &'a str,
    /// The court's number of the case, if it has one.
    pub file_number: Option<&'a str>,
    /// The day that the deadline is watched by.
    pub watch_on: NaiveDate,
    /// The day on which it is told.
    pub told_on: NaiveDate,
}

/// The name of the rule; its code, if the catalog no longer has it.
#[must_use]
pub fn rule_name(code: &str) -> Text {
    Catalog::current().rule(code).map_or_else(|| Text::new(code, code), |rule| rule.name.clone())
}

/// The words about a hearing: what and when, at what hour and where, as far as that is known.
#[must_use]
pub fn of_hearing(
    kind: NotificationKind,
    file_number: Option<&str>,
    (row, proceeding): (&HearingRow, &str),
    (watch_on, told_on): (NaiveDate, NaiveDate),
) -> Text {
    let (name, file) = (row.name(proceeding), file_in_words(file_number));
    // What is known of its hour and its place is of the day that it has now.
    let known = row.hearing_on == watch_on;
    let hour = row.hour().filter(|_| known);
    let (hour_en, hour_fr) =
        hour.map(|hour| (format!(", {}", hour.en), format!(", {}", hour.fr))).unwrap_or_default();
    let place = row.place.as_deref().filter(|_| known).map(|place| format!(", {place}")).unwrap_or_default();
    let (is_en, is_fr) = match kind {
        NotificationKind::HearingMoved => ("now ", "désormais "),
        _ => ("", ""),
    };
    let distance = watch_on.signed_duration_since(told_on).num_days();
    let (in_en, in_fr) = match distance {
        ..0 => (String::new(), String::new()),
        0 => (" (today)".to_owned(), " (aujourd'hui)".to_owned()),
        days_left => {
            let days = days(days_left);
            (format!(" (in {})", days.en), format!(" (dans {})", days.fr))
        }
    };
    Text::new(
        format!("{}, {}: {is_en}{}{hour_en}{place}{in_en}.", name.en, file.en, English(watch_on)),
        format!("{}, {} : {is_fr}{}{hour_fr}{place}{in_fr}.", name.fr, file.fr, French(watch_on)),
    )
}

/// The words about a case and no deadline of it.
#[must_use]
pub fn of_case(kind: NotificationKind, file_number: Option<&str>, day: NaiveDate) -> Text {
    match kind {
        NotificationKind::NamesInCommon => of_names(file_number),
        NotificationKind::MotionNotTold => of_motion(file_number),
        NotificationKind::WebhookSetAside => of_webhook(file_number),
        _ => of_emergency(file_number, day),
    }
}

/// The words that a name is found elsewhere: which, and where, is in the case's conflicts, for
/// whoever may read it.
fn of_names(file_number: Option<&str>) -> Text {
    let file = file_in_words(file_number);
    Text::new(
        format!(
            "A name in the case, or of somebody assigned to it, is found where whoever entered it may not read it, {}. See its conflicts and check its assignments.",
            file.en
        ),
        format!(
            "Un nom inscrit au dossier, ou celui d'une personne qui y est affectée, se retrouve là où l'auteur de la saisie ne peut le lire, {}. Voir les conflits du dossier et vérifier ses affectations.",
            file.fr
        ),
    )
}

/// The words that an entry in a motion is not told on the docket of a case: which, and of which
/// motion, is on the dockets of its file.
fn of_motion(file_number: Option<&str>) -> Text {
    let file = file_in_words(file_number);
    Text::new(
        format!(
            "Something recorded in a motion does not fit the docket of the case, and is not told there, {}. Its author may not see the case: check its motions, and record what was ordered.",
            file.en
        ),
        format!(
            "Une inscription dans une requête ne concorde pas avec le dossier de l'affaire et n'y est pas rapportée, {}. Son auteur ne peut consulter l'affaire : vérifier les requêtes qui y sont présentées et consigner ce qui a été ordonné.",
            file.fr
        ),
    )
}

/// The words that changes of a case could not be delivered to a webhook.
fn of_webhook(file_number: Option<&str>) -> Text {
    let file = file_in_words(file_number);
    Text::new(
        format!(
            "Changes were not delivered to a webhook of yours, among them one of the case, {}: it was set aside, or what it did not take was. See GET /v1/webhooks and its deliveries; once the receiver is right, let it go on or send again.",
            file.en
        ),
        format!(
            "Des changements, dont un concerne le dossier, n'ont pu être livrés à un de vos webhooks, {} : il a été mis de côté, ou ce qu'il n'a pas accepté l'a été. Voir GET /v1/webhooks et ses livraisons; une fois le destinataire rétabli, le relancer ou renvoyer.",
            file.fr
        ),
    )
}

/// The words that a case was opened in an emergency, and on which day: who did and why is in the
/// case's emergency accesses.
fn of_emergency(file_number: Option<&str>, day: NaiveDate) -> Text {
    let (file, english, french) = (file_in_words(file_number), English(day), French(day));
    Text::new(
        format!(
            "The case was opened in an emergency, {}: until the end of the day, {english}. See its emergency accesses.",
            file.en
        ),
        format!(
            "Le dossier a été ouvert en cas d'urgence, {} : jusqu'à la fin de la journée, {french}. Voir ses accès d'urgence.",
            file.fr
        ),
    )
}

/// The subject of the mail that tells it.
#[must_use]
pub fn headline_of_case(kind: NotificationKind, file_number: Option<&str>, day: NaiveDate) -> Text {
    let (kind, file) = (kind.name(), file_in_short(file_number));
    Text::new(
        format!("{}: {}, {}", kind.en, file.en, English(day)),
        format!("{} : {}, {}", kind.fr, file.fr, French(day)),
    )
}

/// The number alone, if there is one.
fn file_in_short(file_number: Option<&str>) -> Text {
    file_number.map_or_else(|| file_in_words(None), |number| Text::new(number, number))
}

/// The court's file, in words.
fn file_in_words(file_number: Option<&str>) -> Text {
    match file_number {
        Some(number) => Text::new(format!("court file {number}"), format!("dossier de la cour {number}")),
        None => Text::new("no court file yet", "aucun dossier de la cour pour l'instant"),
    }
}

impl NotificationSubject<'_> {
    /// One sentence.
    #[must_use]
    pub fn sentence(&self) -> Text {
        let (name, file) = (rule_name(self.rule), self.file());
        let said = self.said();
        Text::new(
            format!("{}, {}: {}", name.en, file.en, said.en),
            format!("{}, {} : {}", name.fr, file.fr, said.fr),
        )
    }

    fn said(&self) -> Text {
        let (english, french) = (English(self.watch_on), French(self.watch_on));
        let distance = self.watch_on.signed_duration_since(self.told_on).num_days();
        let days = days(distance.saturating_abs());
        match self.kind {
            NotificationKind::DeadlineReminder if distance == 0 => {
                Text::new(format!("by today, {english}."), format!("au plus tard aujourd'hui, {french}."))
            }
            NotificationKind::DeadlineReminder if distance < 0 => {
                Text::new(format!("by {english}."), format!("au plus tard {french}."))
            }
            NotificationKind::DeadlineReminder => Text::new(
                format!("by {english}, {} left.", days.en),
                format!("au plus tard {french}, il reste {}.", days.fr),
            ),
            NotificationKind::DeadlineOverdue => Text::new(
                format!("was to be done by {english}, {} ago, and is still open.", days.en),
                format!("échue {french}, il y a {}; toujours en cours.", days.fr),
            ),
            NotificationKind::DeadlineMoved => Text::new(
                format!("the date was moved; it is now to be done by {english}."),
                format!("la date a été modifiée; désormais au plus tard {french}."),
            ),
            // Told in words of their own ([`of_case`], [`of_hearing`]).
            NotificationKind::EmergencyAccess
            | NotificationKind::NamesInCommon
            | NotificationKind::MotionNotTold
            | NotificationKind::WebhookSetAside
            | NotificationKind::HearingReminder
            | NotificationKind::HearingMoved => Text::default(),
            NotificationKind::OtherSideLate => Text::new(
                format!(
                    "the last arguable day of the other side was {english}, {} ago, and nothing shows that it acted.",
                    days.en
                ),
                format!(
                    "la date la plus tardive que la partie adverse pourrait défendre était {french}, il y a {}, et rien n'indique qu'elle a agi.",
                    days.fr
                ),
            ),
        }
    }

    fn file(&self) -> Text {
        file_in_words(self.file_number)
    }

    /// The subject of its mail: what it is, the rule, the court's file and the day.
    #[must_use]
    pub fn headline(&self) -> Text {
        let (kind, rule) = (self.kind.name(), self.rule);
        let file = file_in_short(self.file_number);
        Text::new(
            format!("{}: {rule}, {}, {}", kind.en, file.en, English(self.watch_on)),
            format!("{} : {rule}, {}, {}", kind.fr, file.fr, French(self.watch_on)),
        )
    }
}

fn days(number: i64) -> Text {
    if number == 1 {
        return Text::new("1 day", "1 jour");
    }
    // French counts nought in the singular.
    let plural = if number == 0 { "" } else { "s" };
    Text::new(format!("{number} days"), format!("{number} jour{plural}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn about(kind: NotificationKind, told_on: &str) -> NotificationSubject<'static> {
        NotificationSubject {
            kind,
            rule: "FCCIRPR-8(1)",
            file_number: Some("IMM-1-26"),
            watch_on: day("2026-05-01"),
            told_on: day(told_on),
        }
    }

    #[test]
    fn a_sentence_names_the_rule_the_file_the_day_and_the_distance() {
        let name = rule_name("FCCIRPR-8(1)");
        for (kind, told_on, en, fr) in [
            (
                NotificationKind::DeadlineReminder,
                "2026-04-28",
                "by Friday 1 May 2026, 3 days left.",
                "au plus tard le vendredi 1er mai 2026, il reste 3 jours.",
            ),
            (
                NotificationKind::DeadlineReminder,
                "2026-04-30",
                "by Friday 1 May 2026, 1 day left.",
                "au plus tard le vendredi 1er mai 2026, il reste 1 jour.",
            ),
            (
                NotificationKind::DeadlineReminder,
                "2026-05-01",
                "by today, Friday 1 May 2026.",
                "au plus tard aujourd'hui, le vendredi 1er mai 2026.",
            ),
            (
                NotificationKind::DeadlineMoved,
                "2026-04-28",
                "the date was moved; it is now to be done by Friday 1 May 2026.",
                "la date a été modifiée; désormais au plus tard le vendredi 1er mai 2026.",
            ),
            (
                NotificationKind::DeadlineOverdue,
                "2026-05-04",
                "was to be done by Friday 1 May 2026, 3 days ago, and is still open.",
                "échue le vendredi 1er mai 2026, il y a 3 jours; toujours en cours.",
            ),
        ] {
            let said = about(kind, told_on).sentence();
            assert_eq!(said.en, format!("{}, court file IMM-1-26: {en}", name.en));
            assert_eq!(said.fr, format!("{}, dossier de la cour IMM-1-26 : {fr}", name.fr));
        }
    }

    #[test]
    fn an_emergency_is_told_with_its_day() {
        let said = of_emergency(Some("IMM-1-26"), day("2026-05-01"));
        assert!(
            said.en.contains("court file IMM-1-26: until the end of the day, Friday 1 May 2026."),
            "{}",
            said.en
        );
        assert!(
            said.fr.contains(
                "dossier de la cour IMM-1-26 : jusqu'à la fin de la journée, le vendredi 1er mai 2026."
            ),
            "{}",
            said.fr
        );
    }

    #[test]
    fn names_in_common_are_told_without_a_name() {
        let said = of_case(NotificationKind::NamesInCommon, Some("IMM-1-26"), day("2026-05-01"));
        assert!(said.en.contains("court file IMM-1-26. See its conflicts"), "{}", said.en);
        assert!(said.fr.contains("dossier de la cour IMM-1-26. Voir les conflits"), "{}", said.fr);
    }

    #[test]
    fn a_motion_that_is_not_told_is_told_of_without_a_name() {
        let said = of_case(NotificationKind::MotionNotTold, Some("IMM-1-26"), day("2026-05-01"));
        assert!(said.en.contains("court file IMM-1-26. Its author may not see the case"), "{}", said.en);
        assert!(said.fr.contains("dossier de la cour IMM-1-26. Son auteur"), "{}", said.fr);
    }

    #[test]
    fn a_headline_holds_the_rule_the_file_and_the_day() {
        let head = about(NotificationKind::DeadlineReminder, "2026-04-28").headline();
        assert_eq!(head.en, "Reminder: FCCIRPR-8(1), IMM-1-26, Friday 1 May 2026");
        assert_eq!(head.fr, "Rappel : FCCIRPR-8(1), IMM-1-26, le vendredi 1er mai 2026");
        let without =
            NotificationSubject { file_number: None, ..about(NotificationKind::OtherSideLate, "2026-05-04") };
        assert!(without.headline().is_complete() && without.sentence().en.contains("no court file yet"));
    }
}
