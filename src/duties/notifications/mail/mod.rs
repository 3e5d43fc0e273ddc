//! The mail that takes what people are told to those who have an address.
//!
//! A message is claimed in a transaction of its own before it is sent, for [`LEASE`]; a process
//! that dies in between lets the lease run out, and the message is sent again under the same
//! `Message-ID`. What a server does not take is tried again after [`BACK_OFF`], and then given up.
//! No address, and nothing that a server says, is logged: it may hold one.

pub mod letter;
pub mod store;

use super::audience_store::{Audience, CaseKey, Recipient};
use super::model::MailState;
use super::wording::NotificationSubject;
use crate::clock::{Clock, registry_day};
use crate::db::types::Instant;
use crate::db::{Connection, Db, WriteTurn, dialect};
use crate::duties::deadlines::model::DeadlineStatus;
use crate::error::{Error, Result};
use crate::ids::NotificationId;
use crate::matters::hearings::HearingRow;
use crate::matters::hearings::model::HearingStatus;
use crate::text::Complaint;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{NaiveDate, TimeDelta};
use letter::{Letter, LetterReason};
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::response::Category;
use lettre::{SmtpTransport, Transport as _};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};
use store::DueMailRow;

/// The time for which a message belongs to whoever claimed it.
pub const LEASE: TimeDelta = TimeDelta::minutes(10);

/// The times after a failed try at which the next one comes; after the last of them there is one
/// more try.
pub const BACK_OFF: [TimeDelta; 4] =
    [TimeDelta::minutes(1), TimeDelta::minutes(5), TimeDelta::minutes(30), TimeDelta::minutes(120)];

/// The time for which a mail server may be silent. A conversation of a dozen turns stays well
/// within the lease.
const SILENCE: Duration = Duration::from_secs(20);

/// The lock of whoever claims.
const CLAIMING: i64 = 0x6E6F_7469_6365_0002;

/// The way to a mail server.
pub struct Mailer {
    transport: SmtpTransport,
    from: Mailbox,
}

/// The outcome of sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// The number of messages that a server took.
    pub sent: usize,
    /// The number that failed.
    pub failed: usize,
}

/// A message that this process may send.
struct Claim {
    id: NotificationId,
    attempt: i16,
    to: String,
    letter: Letter,
}

/// The outcome of claiming a message.
enum Claimed {
    /// A message to send.
    This(Box<Claim>),
    /// A message that is not sent any more: there may be others.
    Dropped,
    /// Nothing to send, or another process is at it.
    Nothing,
}

/// The reason why a message was not taken.
enum Failure {
    /// The message was refused, or cannot be written: others may be taken.
    Refused(String),
    /// The server does not talk to us: others need not be tried now.
    Unreachable(String),
}

/// `Auto-Submitted` (RFC 3834), so that no holiday notice answers.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The subject, encoded so that it is read as it was written. A library leaves whatever is
/// printable and ASCII as it is, and a text of the form of an encoded word (RFC 2047), which
/// anybody may type into a file number, would be decoded by whoever reads it.
#[derive(Clone)]
struct SubjectLine(String);

impl SubjectLine {
    /// The number of octets of text that an encoded word holds, so that with its frame it stays
    /// below 75.
    const PIECE: usize = 45;

    fn is_plain(&self) -> bool {
        !self.0.contains("=?") && self.0.chars().all(|c| c == ' ' || c.is_ascii_graphic())
    }

    /// The whole of it in encoded words, each of whole characters, a line each.
    fn encoded(&self) -> String {
        let mut pieces = vec![String::new()];
        for character in self.0.chars() {
            match pieces.last_mut() {
                Some(piece) if piece.len().saturating_add(character.len_utf8()) <= Self::PIECE => {
                    piece.push(character);
                }
                _ => pieces.push(character.to_string()),
            }
        }
        let words = pieces.iter().map(|piece| format!("=?utf-8?b?{}?=", STANDARD.encode(piece)));
        words.collect::<Vec<_>>().join("\r\n ")
    }
}

impl Header for SubjectLine {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Subject")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        if self.is_plain() {
            return HeaderValue::new(Self::name(), self.0.clone());
        }
        HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.encoded())
    }
}

impl Mailer {
    /// The way to the server of this URL, in the name of this sender.
    ///
    /// # Errors
    /// A message that names the setting and says what it should be. The URL, which may hold a
    /// password, is not in it.
    pub fn new(url: &SecretString, from: &str) -> Result<Self, Complaint> {
        let from = from.parse().map_err(|_| {
            Complaint::new(
                "not an address such as greffe@example.org",
                "ce n'est pas une adresse comme greffe@example.org",
            )
            .about("GREFFE_MAIL_FROM")
        })?;
        let url = url.expose_secret();
        let encrypted = url.starts_with("smtps://") || url.contains("tls=required");
        if url.contains('@') && !encrypted {
            return Err(Complaint::new(
                "a password is not sent in the clear: use smtps://, or ?tls=required",
                "un mot de passe n'est pas envoyé en clair : utilisez smtps://, ou ?tls=required",
            )
            .about("GREFFE_SMTP_URL"));
        }
        let builder = SmtpTransport::from_url(url).map_err(|_| {
            Complaint::new(
                "not the URL of a mail server, such as smtps://USER:PASSWORD@HOST or smtp://HOST:587?tls=required",
                "ce n'est pas l'adresse d'un serveur de courriel, comme smtps://USER:PASSWORD@HOST ou smtp://HOST:587?tls=required",
            )
            .about("GREFFE_SMTP_URL")
        })?;
        Ok(Self { transport: builder.timeout(Some(SILENCE)).build(), from })
    }

    fn send(&self, claim: &Claim, at: Instant) -> Result<(), Failure> {
        let unwritable = |error: &dyn std::fmt::Display| Failure::Refused(error.to_string());
        let to = claim.to.parse().map_err(|_| Failure::Refused("the address is not one".to_owned()))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .header(SubjectLine(claim.letter.subject.clone()))
            .message_id(Some(format!("<{}@greffe>", claim.id)))
            .date(SystemTime::from(at.utc()))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(claim.letter.body.clone())
            .map_err(|error| unwritable(&error))?;
        self.transport.send(&message).map(|_| ()).map_err(|error| Failure::of(&error))
    }
}

impl Failure {
    /// The part of a server's answer that may be logged: its code, and not its words.
    fn of(error: &SmtpError) -> Self {
        if let Some(code) = error.status() {
            let what = format!("the server answered {code}");
            // 421 closes the door, and x3x is about who we are: neither is about this message.
            let is_about_us = matches!(code.category, Category::Connections | Category::Unspecified3);
            return if is_about_us { Self::Unreachable(what) } else { Self::Refused(what) };
        }
        let what = if error.is_timeout() {
            "the server was silent"
        } else if error.is_tls() {
            "the connection could not be encrypted"
        } else {
            "the connection failed"
        };
        Self::Unreachable(what.to_owned())
    }
}

/// Sends what is due, one message after the other, until nothing is, the server cannot be reached,
/// or it is asked to stop.
///
/// # Errors
/// A message that is not taken is no error: it is tried again.
pub fn deliver(db: &Db, clock: &Clock, mailer: &Mailer, stop: &AtomicBool) -> Result<Delivered> {
    let mut delivered = Delivered::default();
    while !stop.load(Ordering::SeqCst) {
        let now = clock.now();
        let claim = match db.write_now_in(WriteTurn::Beside, |connection| claim(connection, now))? {
            Claimed::This(claim) => claim,
            Claimed::Dropped => continue,
            Claimed::Nothing => break,
        };
        let done = mailer.send(&claim, now);
        let now = clock.now();
        match done {
            Ok(()) => {
                delivered.sent = delivered.sent.saturating_add(1);
                settle(db, &claim, MailState::Sent, None)?;
                count("sent");
            }
            Err(failure) => {
                delivered.failed = delivered.failed.saturating_add(1);
                if failed(db, &claim, &failure, now)? {
                    break;
                }
            }
        }
    }
    Ok(delivered)
}

/// Writes down a failed try, and says whether others need not be tried now.
fn failed(db: &Db, claim: &Claim, failure: &Failure, now: Instant) -> Result<bool> {
    let (reason, ends) = match failure {
        Failure::Refused(reason) => (reason, false),
        Failure::Unreachable(reason) => (reason, true),
    };
    let (notification, attempt) = (claim.id, claim.attempt);
    let wait = usize::try_from(attempt).ok().and_then(|tried| BACK_OFF.get(tried.checked_sub(1)?));
    let next = wait.map(|wait| now.after(*wait));
    if next.is_some() {
        tracing::warn!(notification.id = %notification, attempt, reason, "a message was not taken; it is tried again");
        settle(db, claim, MailState::Pending, next)?;
        count("retried");
    } else {
        tracing::error!(notification.id = %notification, attempt, reason, "a message was not taken, and is given up");
        settle(db, claim, MailState::Failed, None)?;
        count("failed");
    }
    Ok(ends)
}

fn count(outcome: &'static str) {
    metrics::counter!("greffe_mails_total", "outcome" => outcome).increment(1);
}

/// Claims the message that has been due for the longest.
fn claim(connection: &mut Connection, now: Instant) -> Result<Claimed> {
    if !dialect::try_lock(connection, CLAIMING)? {
        return Ok(Claimed::Nothing);
    }
    let Some(due) = store::next_due(connection, now)? else { return Ok(Claimed::Nothing) };
    let (id, tried) = (due.notification.id, due.notification.mail_attempts);
    let matter = CaseKey {
        case_id: due.case.id,
        organization_id: due.case.organization_id,
        classification: due.case.classification,
    };
    let user = due.notification.user_id;
    let sight = Audience::read(connection, &[user], &[matter], now)?;
    let reader =
        sight.person(user).filter(|_| sight.may_see(user, matter) && due.still_holds(registry_day(now)));
    let Some((reader, to)) = reader.and_then(|reader| Some((reader, reader.email.clone()?))) else {
        store::set(connection, id, tried, MailState::None, tried, None)?;
        return Ok(Claimed::Dropped);
    };
    if usize::try_from(tried).unwrap_or_default() > BACK_OFF.len() {
        // Every try was claimed, and the last claimer did not come back.
        store::set(connection, id, tried, MailState::Failed, tried, None)?;
        tracing::error!(notification.id = %id, attempt = tried, "a message was lost with its sender, and is given up");
        return Ok(Claimed::Dropped);
    }
    let attempt = tried.saturating_add(1);
    let until = Some(now.after(LEASE));
    if !store::set(connection, id, tried, MailState::Sending, attempt, until)? {
        return Err(Error::internal("a message was claimed in spite of the lock"));
    }
    let letter = due.letter(reader);
    Ok(Claimed::This(Box::new(Claim { id, attempt, to, letter })))
}

/// Writes the state of a claimed message; if its lease ran out and another has claimed it, that one
/// writes.
fn settle(db: &Db, claim: &Claim, state: MailState, next_at: Option<Instant>) -> Result<()> {
    let (id, attempt) = (claim.id, claim.attempt);
    let mine = db.write_now_in(WriteTurn::Beside, |connection| {
        store::set(connection, id, attempt, state, attempt, next_at)
    })?;
    if !mine {
        tracing::warn!(notification.id = %id, attempt, "a message took longer than its lease");
    }
    Ok(())
}

impl DueMailRow {
    /// Whether what it says still holds: the deadline is open, and watched by the same day, or the
    /// hearing is to be held on it. What is about neither is news on the day and the day after.
    fn still_holds(&self, today: NaiveDate) -> bool {
        let watch_on = self.notification.watch_on;
        match (&self.deadline, &self.hearing) {
            (Some(deadline), _) => deadline.status == DeadlineStatus::Open && deadline.watch_on == watch_on,
            (None, Some(hearing)) => {
                hearing.status == HearingStatus::Scheduled && hearing.hearing_on == watch_on
            }
            (None, None) => watch_on.succ_opt().is_some_and(|next| today <= next),
        }
    }

    fn letter(&self, reader: &Recipient) -> Letter {
        let told = &self.notification;
        let language = reader.language;
        if let Some(hearing) = &self.hearing {
            let days = (told.watch_on, registry_day(told.created_at));
            let file_number = self.case.file_number.as_deref();
            // Mail is read in places that the service does not know: a place is no part of it.
            let hearing = HearingRow { place: None, ..hearing.clone() };
            return letter::of_hearing(
                told.kind,
                file_number,
                (&hearing, &self.case.proceeding),
                days,
                language,
            );
        }
        let Some(deadline) = &self.deadline else {
            return letter::of_case(told.kind, self.case.file_number.as_deref(), told.watch_on, language);
        };
        let matter = letter::LetterContent {
            subject: NotificationSubject {
                kind: told.kind,
                rule: &deadline.rule,
                file_number: self.case.file_number.as_deref(),
                watch_on: told.watch_on,
                told_on: registry_day(told.created_at),
            },
            rule_version: &deadline.rule_version,
            step: told.step,
            due_on: deadline.due_on,
            safe_on: deadline.safe_on,
            arguable_latest_on: deadline.arguable_latest_on,
            reason: if deadline.responsible_user_id == Some(told.user_id) {
                LetterReason::Responsible
            } else if deadline.accountable_user_id == Some(told.user_id) {
                LetterReason::Accountable
            } else {
                LetterReason::Manager
            },
        };
        matter.letter(language)
    }
}

/// Calls back all mail that waits to be sent, and returns how many there were. What is told stays
/// told, in the service.
pub fn call_back(connection: &mut Connection) -> Result<usize> {
    store::call_back(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(subject: &str) -> String {
        let message = Message::builder()
            .from("a@example.org".parse().unwrap())
            .to("b@example.org".parse().unwrap())
            .header(SubjectLine(subject.to_owned()))
            .body(String::new())
            .unwrap();
        let text = String::from_utf8(message.formatted()).unwrap();
        let (_, rest) = text.split_once("Subject: ").unwrap();
        // A header goes on as long as its lines begin with a space.
        rest.replace("\r\n ", "\n").split("\r\n").next().unwrap().to_owned()
    }

    /// The words that a program which reads mail makes of it.
    fn read(subject: &str) -> String {
        let words = subject.split('\n').map(|word| {
            let inner = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
            String::from_utf8(STANDARD.decode(inner.expect(word)).unwrap()).unwrap()
        });
        words.collect()
    }

    #[test]
    fn a_subject_is_read_as_it_was_written_whatever_is_in_it() {
        for text in [
            "Reminder: =?utf-8?q?You_won?=, IMM-1-26",
            "=?utf-8?b?WW91IHdvbg==?=",
            "Rappel : =?iso-8859-1?q?gagn=E9?=, échéance",
            "=?",
            &"É=?".repeat(80),
        ] {
            let written = written(text);
            assert_eq!(read(&written), text);
            assert!(written.split('\n').all(|line| line.len() <= 75 && line.is_ascii()), "{written}");
        }
        assert_eq!(written("Reminder: FCCIRPR-8(1), IMM-1-26"), "Reminder: FCCIRPR-8(1), IMM-1-26");
    }
}
