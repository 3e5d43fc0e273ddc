//! One attempt: a request that is signed, and bounded in time and in what is read of its answer.

use super::model::{DeliveryProblem, LONGEST_WAIT};
use crate::db::types::Instant;
use crate::egress::{Egress, EgressRefusal};
use crate::error::Result;
use crate::ids::{WebhookDeliveryId, WebhookId};
use crate::signing::messages::{MessageSecrets, SignedContent};
use chrono::TimeDelta;
use std::io::Read as _;
use std::time::{Duration, Instant as Stopwatch};
use uuid::Uuid;

/// The time that finding the receiver, and connecting to it, may take each.
const CONNECTING: Duration = Duration::from_secs(5);
/// The time that an attempt may take as a whole.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// The bytes of an answer that are kept.
pub const KEPT: usize = 2048;
/// The bytes of an answer that are read; whoever sends more is hung up on.
const READ: u64 = 64 * 1024;

/// What is to be sent now.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// What is sent.
    pub delivery: WebhookDeliveryId,
    /// To whom.
    pub webhook: WebhookId,
    /// Which attempt it is.
    pub attempt: i32,
    /// The address.
    pub url: String,
    /// The id of the message.
    pub message: String,
    /// What it says.
    pub body: String,
    /// The secrets that sign it, the newest first.
    pub secrets: Vec<Uuid>,
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryOutcome {
    /// What was sent.
    pub delivery: WebhookDeliveryId,
    /// To whom.
    pub webhook: WebhookId,
    /// Which attempt it was.
    pub attempt: i32,
    /// Why it failed, if it did.
    pub problem: Option<DeliveryProblem>,
    /// The status that was answered.
    pub status: Option<u16>,
    /// The time until the answer.
    pub latency_ms: i64,
    /// The beginning of the answer.
    pub answer: Option<String>,
    /// The time for which the receiver wants to be left alone.
    pub retry_after: Option<TimeDelta>,
}

/// What sends.
#[derive(Clone)]
pub struct Sender {
    agent: ureq::Agent,
    secrets: MessageSecrets,
}

/// What was answered.
struct ReceiverAnswer {
    status: u16,
    body: String,
    retry_after: Option<TimeDelta>,
}

impl Sender {
    /// What sends by this rule of where requests may go, and signs with these secrets.
    #[must_use]
    pub fn new(egress: &Egress, secrets: MessageSecrets) -> Self {
        Self { agent: egress.agent(CONNECTING, PATIENCE), secrets }
    }

    /// What makes the secrets.
    #[must_use]
    pub const fn secrets(&self) -> &MessageSecrets {
        &self.secrets
    }

    /// Makes an attempt.
    ///
    /// # Errors
    /// Where the message cannot be signed: whatever the receiver does is an outcome.
    pub fn send(&self, attempt: &Attempt, now: Instant) -> Result<DeliveryOutcome> {
        let seconds = now.micros().div_euclid(1_000_000);
        let content = SignedContent { id: &attempt.message, seconds, body: &attempt.body };
        let signature = self.secrets.signatures(&attempt.secrets, &content)?;
        let begun = Stopwatch::now();
        let answered = self.exchange(attempt, seconds, &signature);
        let latency_ms = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        let (problem, answered) = match answered {
            Ok(answered) => (problem_of(answered.status), Some(answered)),
            Err(problem) => (Some(problem), None),
        };
        let (status, answer, retry_after) = answered
            .map(|answered| (Some(answered.status), Some(answered.body), answered.retry_after))
            .unwrap_or_default();
        let Attempt { delivery, webhook, attempt, .. } = *attempt;
        Ok(DeliveryOutcome { delivery, webhook, attempt, problem, status, latency_ms, answer, retry_after })
    }

    fn exchange(
        &self,
        attempt: &Attempt,
        at: i64,
        signature: &str,
    ) -> Result<ReceiverAnswer, DeliveryProblem> {
        let request = self
            .agent
            .post(&attempt.url)
            .header("content-type", "application/json")
            .header("user-agent", concat!("greffe/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", &attempt.message)
            .header("webhook-timestamp", at.to_string())
            .header("webhook-signature", signature);
        let mut response = request.send(attempt.body.as_str()).map_err(|error| problem(&error))?;
        let status = response.status().as_u16();
        let retry_after = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let retry_after = retry_after.and_then(|seconds| seconds.trim().parse().ok());
        let retry_after = retry_after.and_then(TimeDelta::try_seconds).map(|time| time.min(LONGEST_WAIT));
        let retry_after = retry_after.filter(|time| matches!(status, 429 | 503) && *time > TimeDelta::zero());
        let mut body = Vec::new();
        // Whoever stops in the middle of an answer has answered: the status is what counts.
        let _ = response.body_mut().as_reader().take(READ).read_to_end(&mut body);
        body.truncate(KEPT);
        Ok(ReceiverAnswer { status, body: readable(&body), retry_after })
    }
}

/// The beginning of an answer as text that can be kept and shown: of at most [`KEPT`] bytes.
fn readable(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let mut kept = String::new();
    for letter in text.chars() {
        let letter = if letter.is_control() && !matches!(letter, '\n' | '\t') { ' ' } else { letter };
        if kept.len().saturating_add(letter.len_utf8()) > KEPT {
            break;
        }
        kept.push(letter);
    }
    kept
}

const fn problem_of(status: u16) -> Option<DeliveryProblem> {
    match status {
        200..=299 => None,
        300..=399 => Some(DeliveryProblem::Redirected),
        _ => Some(DeliveryProblem::Refused),
    }
}

fn problem(error: &ureq::Error) -> DeliveryProblem {
    use ureq::Error;
    match error {
        Error::Timeout(_) | Error::BodyStalled => DeliveryProblem::TimedOut,
        Error::HostNotFound => DeliveryProblem::NameNotFound,
        Error::Other(cause) => match cause.downcast_ref::<EgressRefusal>() {
            Some(EgressRefusal::Unknown) => DeliveryProblem::NameNotFound,
            Some(_) => DeliveryProblem::AddressRefused,
            None => DeliveryProblem::ConnectionFailed,
        },
        Error::BadUri(_) | Error::RequireHttpsOnly(_) => DeliveryProblem::AddressRefused,
        Error::Tls(_) | Error::Pem(_) | Error::Rustls(_) | Error::TlsRequired => DeliveryProblem::TlsFailed,
        Error::Io(error) => match error.kind() {
            std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => DeliveryProblem::TimedOut,
            // What refuses a certificate comes as a fault of what it says.
            std::io::ErrorKind::InvalidData => DeliveryProblem::TlsFailed,
            _ => DeliveryProblem::ConnectionFailed,
        },
        Error::ConnectionFailed => DeliveryProblem::ConnectionFailed,
        _ => DeliveryProblem::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_answer_two_kilobytes_of_text_are_kept() {
        let long = "é".repeat(KEPT);
        let kept = readable(long.as_bytes());
        assert_eq!((kept.len(), kept.chars().all(|letter| letter == 'é')), (KEPT, true));
        assert!(readable(&[0xff; KEPT]).len() <= KEPT, "what is no text grows when it is replaced");
        assert_eq!(readable(b"a\0b\r\nc\x1b[31m"), "a b \nc [31m");
    }

    #[test]
    fn a_redirect_is_none_that_took_it() {
        assert_eq!(problem_of(204), None);
        assert_eq!(problem_of(302), Some(DeliveryProblem::Redirected));
        assert_eq!(problem_of(410), Some(DeliveryProblem::Refused));
    }
}
