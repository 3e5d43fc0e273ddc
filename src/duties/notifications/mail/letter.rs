//! The mail of a notification, in the reader's language. Pure. It names no person and no style of
//! cause: mail is read in places that the service does not know.

use crate::duties::notifications::model::{NotificationKind, PASSED};
use crate::duties::notifications::wording::{self, NotificationSubject, rule_name};
use crate::law::calendars::dates::{English, French};
use crate::law::proceedings::Catalog;
use crate::matters::hearings::HearingRow;
use crate::text::{Language, Text, one_line};
use chrono::NaiveDate;

/// The reason why somebody is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterReason {
    /// The reader does it.
    Responsible,
    /// The reader answers for it.
    Accountable,
    /// The reader directs the litigation: nobody who can be told does it or answers for it.
    Manager,
}

/// The case that a letter tells of.
#[derive(Clone, Copy, Debug)]
pub struct LetterContent<'a> {
    /// The subject.
    pub subject: NotificationSubject<'a>,
    /// The version of the rule that governs, by name.
    pub rule_version: &'a str,
    /// The step.
    pub step: i16,
    /// The date, on the stated policy.
    pub due_on: Option<NaiveDate>,
    /// The date that is good on every reading of the law, if that is another.
    pub safe_on: Option<NaiveDate>,
    /// The last arguable day, if that is another day.
    pub arguable_latest_on: Option<NaiveDate>,
    /// The reason why it is written.
    pub reason: LetterReason,
}

/// A letter: its subject and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject.
    pub subject: String,
    /// The text, in lines.
    pub body: String,
}

impl Letter {
    fn of(headline: &Text, lines: &[Text], language: Language) -> Self {
        let signature = Text::new(
            "This message was written by a program: replies are not read. Sign in to see the case.",
            "Ce message a été rédigé par un programme : les réponses ne sont pas lues. Authentifiez-vous pour voir le dossier.",
        );
        let lines = lines.iter().chain([&signature]).map(|line| line.in_language(language));
        Self {
            subject: one_line(headline.in_language(language)),
            body: lines.map(|line| one_line(line) + "\r\n").collect(),
        }
    }
}

/// The letter about a case and no deadline of it: that it was opened in an emergency, to whoever
/// answers for it, or that names in it are found elsewhere, to whoever directs the litigation.
#[must_use]
pub fn of_case(
    kind: NotificationKind,
    file_number: Option<&str>,
    day: NaiveDate,
    language: Language,
) -> Letter {
    let why = Text::new(
        "Why you receive this: you answer for the case or, where nobody does, direct the litigation of its organisation.",
        "Pourquoi vous recevez ce message : vous répondez du dossier ou, si personne n'en répond, vous dirigez le contentieux de l'organisme.",
    );
    let lines = [wording::of_case(kind, file_number, day), Text::default(), why];
    Letter::of(&wording::headline_of_case(kind, file_number, day), &lines, language)
}

/// The letter about a hearing, to whoever does what it is, or answers for that.
#[must_use]
pub fn of_hearing(
    kind: NotificationKind,
    file_number: Option<&str>,
    hearing: (&HearingRow, &str),
    days: (NaiveDate, NaiveDate),
    language: Language,
) -> Letter {
    let why = Text::new(
        "Why you receive this: you are responsible or accountable for what is heard or, where nobody is, direct the litigation of its organisation.",
        "Pourquoi vous recevez ce message : vous êtes responsable de l'audience ou en répondez ou, si personne ne le fait, vous dirigez le contentieux de l'organisme.",
    );
    let lines = [wording::of_hearing(kind, file_number, hearing, days), Text::default(), why];
    Letter::of(&wording::headline_of_case(kind, file_number, days.0), &lines, language)
}

impl LetterContent<'_> {
    /// The letter, in one of the languages.
    #[must_use]
    pub fn letter(&self, language: Language) -> Letter {
        let rule = self.subject.rule;
        let name = rule_name(rule);
        let due_on = self.due_on.unwrap_or(self.subject.watch_on);
        let date = |day: NaiveDate| Text::new(English(day).to_string(), French(day).to_string());
        let lines = [
            self.subject.sentence(),
            Text::default(),
            labelled("Due", "Échéance", &date(due_on)),
            labelled(
                "Safe on every reading of the law",
                "Date sûre selon toutes les lectures du droit",
                &date(self.safe_on.unwrap_or(due_on)),
            ),
            labelled(
                "Last arguable day",
                "Dernier jour soutenable",
                &date(self.arguable_latest_on.unwrap_or(due_on)),
            ),
            Text::default(),
            labelled(
                "Rule",
                "Règle",
                &Text::new(format!("{rule}, {}", name.en), format!("{rule}, {}", name.fr)),
            ),
            labelled("Citation", "Référence", &self.citation()),
            Text::default(),
            self.why(),
        ];
        Letter::of(&self.subject.headline(), &lines, language)
    }

    /// The place where the rule is written, in the version that governs.
    fn citation(&self) -> Text {
        let rule = Catalog::current().rule(self.subject.rule);
        let governs = rule.map(|rule| rule.governed_by_version(self.rule_version).citation());
        governs.unwrap_or_else(|| rule_name(self.subject.rule))
    }

    fn why(&self) -> Text {
        let (who_en, who_fr) = match self.reason {
            LetterReason::Responsible => {
                ("you are responsible for this deadline", "vous êtes responsable de cette échéance")
            }
            LetterReason::Accountable => {
                ("you are accountable for this deadline", "vous répondez de cette échéance")
            }
            LetterReason::Manager => (
                "nobody who can be told holds this deadline, and you direct the litigation of its organisation",
                "aucune personne pouvant être avisée n'est chargée de cette échéance, et vous dirigez le contentieux de l'organisme",
            ),
        };
        let (when_en, when_fr) = match (self.subject.kind, self.step) {
            (NotificationKind::OtherSideLate, _) => (
                "tells of the other side's deadlines once the last arguable day has passed".to_owned(),
                "avise des échéances de la partie adverse une fois passé le dernier jour soutenable"
                    .to_owned(),
            ),
            (NotificationKind::DeadlineMoved, _) => {
                ("tells when a date moves".to_owned(), "avise lorsqu'une date change".to_owned())
            }
            (_, PASSED) => {
                ("tells once the day has passed".to_owned(), "avise une fois la date passée".to_owned())
            }
            (_, 0) => ("reminds on the day itself".to_owned(), "envoie un rappel le jour même".to_owned()),
            (_, 1) => ("reminds 1 day before".to_owned(), "envoie un rappel 1 jour avant".to_owned()),
            (_, days) => {
                (format!("reminds {days} days before"), format!("envoie un rappel {days} jours avant"))
            }
        };
        Text::new(
            format!("Why you receive this: {who_en}, and the organisation {when_en}."),
            format!("Pourquoi vous recevez ce message : {who_fr}, et l'organisme {when_fr}."),
        )
    }
}

fn labelled(en: &str, fr: &str, text: &Text) -> Text {
    Text::new(format!("{en}: {}", text.en), format!("{fr} : {}", text.fr))
}
