//! The record beside writes: who read what, and who was refused.
//!
//! One thread takes what requests hand over and appends it in groups, so that a read does not pay
//! for a commit of its own. What is most sensitive is the exception: the answer to whoever reads a
//! case of Protected C, or an item under a privilege, waits until the entry is stored. No record,
//! no reading: if it cannot be stored, the answer is 503.
//!
//! The same person doing the same thing again within ten minutes is one entry. Lists and searches
//! are not recorded item by item: they show of a case only what tells it from others.

use super::model::{EntryKind, Subject};
use super::service::{self, ABSENT, Author, AuthoredEntry};
use crate::access::classification::Classification;
use crate::access::trace::{AccessRecord, Item};
use crate::db::types::Instant;
use crate::db::{Db, WriteTurn};
use crate::error::{Code, Error, Hint, Result};
use crate::ids::{DocumentId, NoteId, UserId};
use chrono::TimeDelta;
use serde::Serialize;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant as Stopwatch};
use tokio::sync::oneshot;

/// The number of requests that may wait to be recorded. Nothing more is read beyond that.
const QUEUE: usize = 10_000;
/// The greatest number of entries that are appended together.
const GROUP: usize = 500;
/// The time that the first of a group waits for others.
const GATHERING: Duration = Duration::from_millis(50);
/// The time that an answer waits for its entry.
const PATIENCE: Duration = Duration::from_secs(5);
/// The number of tries for a group that the database does not take, and the time between two of
/// them.
const TRIES: u32 = 30;
const PAUSE: Duration = Duration::from_secs(1);
/// The time within which the same person reading the same thing again adds no further entry.
const SAME: TimeDelta = TimeDelta::minutes(10);
/// The number of recent entries above which those that are too old are forgotten.
const REMEMBERED: usize = 20_000;

/// The author of an act, with the instant, the request and the operation.
#[derive(Clone, Debug)]
pub struct By {
    /// The user.
    pub user: UserId,
    /// The instant.
    pub at: Instant,
    /// The request.
    pub request_id: String,
    /// The operation, as the `OpenAPI` document calls it.
    pub operation: String,
}

/// The content of an entry about a read or a refusal.
#[derive(Default, Serialize)]
struct AccessDetails<'a> {
    operation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    classification: Option<Classification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note_id: Option<NoteId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_id: Option<DocumentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    privilege: Option<&'static str>,
    /// The id in the address, whether there is such a thing or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<uuid::Uuid>,
}

/// An entry to be, and what tells it from others.
struct QueuedEntry {
    entry: AuthoredEntry,
    at: Instant,
    key: String,
}

enum Message {
    /// Entries, and whom to tell once they are stored.
    Entries(Vec<QueuedEntry>, Option<oneshot::Sender<bool>>),
    /// A request to tell the sender once everything is stored that was handed over before.
    Flush(Sender<()>),
}

/// The way to the thread. It ends, with everything stored, when the last of these is gone.
#[derive(Clone)]
pub struct Recorder {
    queue: SyncSender<Message>,
    from: Classification,
}

impl Recorder {
    /// Starts the thread. Reads are recorded of cases of this classification and above.
    #[must_use]
    pub fn start(db: Db, from: Classification) -> Self {
        let (queue, handed_over) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new().name("recorder".to_owned());
        if let Err(error) = thread.spawn(move || keep(&db, &handed_over)) {
            // Nobody takes what is handed over: what has to be recorded is then not read.
            tracing::error!(error = %error, "the recorder could not be started");
        }
        Self { queue, from }
    }

    /// The same, for reads of cases of this classification and above.
    #[must_use]
    pub fn with_reads_from(self, from: Classification) -> Self {
        Self { from, ..self }
    }

    /// Records what somebody read. If it is of the most sensitive kind, it is stored when this
    /// returns.
    ///
    /// # Errors
    /// 503 where it cannot be recorded.
    pub async fn read(&self, by: &By, sights: &[AccessRecord]) -> Result<()> {
        let recorded = sights.iter().filter(|sight| match sight.item {
            Item::Case(classification) => classification >= self.from,
            Item::Note(..) | Item::Document(..) => true,
        });
        let entries = recorded.map(|sight| read_entry(by, sight)).collect::<Result<Vec<_>>>()?;
        if entries.is_empty() {
            return Ok(());
        }
        let waits = sights.iter().any(|sight| match sight.item {
            Item::Case(classification) => {
                classification == Classification::ProtectedC && classification >= self.from
            }
            Item::Note(..) | Item::Document(..) => true,
        });
        let (tell, told) = oneshot::channel();
        let message = Message::Entries(entries, waits.then_some(tell));
        self.queue.try_send(message).map_err(|_| unrecorded())?;
        if !waits {
            return Ok(());
        }
        match actix_web::rt::time::timeout(PATIENCE, told).await {
            Ok(Ok(true)) => Ok(()),
            Ok(_) | Err(_) => Err(unrecorded()),
        }
    }

    /// Records that somebody was refused. What the answer is, and when it comes, does not depend on
    /// it.
    pub fn refused(&self, by: &By, id: Option<uuid::Uuid>) {
        let details = AccessDetails { operation: &by.operation, id, ..AccessDetails::default() };
        let entry = entry(by, EntryKind::Security, Subject::User(by.user), "access.refused", &details);
        let kept = entry.map(|entry| self.queue.try_send(Message::Entries(vec![entry], None)).is_ok());
        if !kept.unwrap_or(false) {
            metrics::counter!("greffe_refusals_unrecorded_total").increment(1);
            tracing::error!(user.id = %by.user, request.id = %by.request_id, "a refusal could not be recorded");
        }
    }

    /// Waits until everything is stored that was handed over so far, but no longer than this, and
    /// says whether it is.
    #[must_use]
    pub fn flush(&self, patience: Duration) -> bool {
        let (tell, told) = channel();
        self.queue.try_send(Message::Flush(tell)).is_ok() && told.recv_timeout(patience).is_ok()
    }
}

fn unrecorded() -> Error {
    Error::new(Code::Unavailable)
        .with_detail(
            "What you asked for is read on the record only, and the record cannot be written now. Try again in a moment.",
            "Ce que vous demandez n'est consultable que si la consultation est consignée, ce qui est impossible en ce moment. Réessayez dans un instant.",
        )
        .with_hint(Hint::RetryAfter(1))
        .with_cause("a read could not be recorded")
}

fn read_entry(by: &By, sight: &AccessRecord) -> Result<QueuedEntry> {
    let mut details = AccessDetails { operation: &by.operation, ..AccessDetails::default() };
    let action = match sight.item {
        Item::Case(classification) => {
            details.classification = Some(classification);
            "case.read"
        }
        Item::Note(note, privilege) => {
            details.note_id = Some(note);
            details.privilege = Some(privilege.code());
            "note.read"
        }
        Item::Document(document, privilege) => {
            details.document_id = Some(document);
            details.privilege = Some(privilege.code());
            "document.read"
        }
    };
    entry(by, EntryKind::Read, Subject::Case(sight.case), action, &details)
}

fn entry(
    by: &By,
    kind: EntryKind,
    subject: Subject,
    action: &'static str,
    details: &AccessDetails<'_>,
) -> Result<QueuedEntry> {
    let content = service::pending_entry(subject, action, ABSENT, Some(details))?;
    let key = format!("{} {subject} {action} {}", by.user, serde_json::to_string(details)?);
    let entry = AuthoredEntry { author: Author::user(by.user, &by.request_id, by.at), kind, entry: content };
    Ok(QueuedEntry { entry, at: by.at, key })
}

/// The entries that were handed over and are not stored yet.
#[derive(Default)]
struct EntryBatch {
    ordinary: Vec<QueuedEntry>,
    /// The entries that somebody waits for, and whom to tell.
    awaited: Vec<(Vec<QueuedEntry>, oneshot::Sender<bool>)>,
    flushed: Vec<Sender<()>>,
}

impl EntryBatch {
    fn add(&mut self, message: Message) {
        match message {
            Message::Entries(entries, None) => self.ordinary.extend(entries),
            Message::Entries(entries, Some(tell)) => self.awaited.push((entries, tell)),
            Message::Flush(tell) => self.flushed.push(tell),
        }
    }

    /// Whether nobody else is to be waited for.
    fn is_full(&self) -> bool {
        self.ordinary.len() >= GROUP || !self.awaited.is_empty() || !self.flushed.is_empty()
    }
}

/// The thread.
fn keep(db: &Db, handed_over: &Receiver<Message>) {
    let mut recent = RecentEntries::default();
    while let Ok(first) = handed_over.recv() {
        let mut group = EntryBatch::default();
        group.add(first);
        let since = Stopwatch::now();
        while !group.is_full() {
            match handed_over.recv_timeout(GATHERING.saturating_sub(since.elapsed())) {
                Ok(message) => group.add(message),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        // Whoever waits for an entry that is lost so is refused, and the next group comes.
        if catch_unwind(AssertUnwindSafe(|| append(db, &mut recent, group))).is_err() {
            tracing::error!("reads and refusals were lost in a panic: they are not on the record");
        }
    }
}

/// Appends a group. What nobody waits for is tried again if the database does not take it.
fn append(db: &Db, recent: &mut RecentEntries, mut group: EntryBatch) {
    for tried in 1..=TRIES {
        let awaited = group.awaited.iter().flat_map(|(entries, _)| entries);
        let fresh = recent.fresh(group.ordinary.iter().chain(awaited));
        let kept = fresh.is_empty()
            || {
                let entries: Vec<_> = fresh.iter().map(|pending| &pending.entry).collect();
                let done = db.write_now_in(WriteTurn::Beside, |connection| {
                    service::append_authored(connection, &entries)
                });
                done.inspect_err(|error| {
                tracing::error!(error = %error, tried, entries = entries.len(), "reads and refusals could not be recorded");
            })
            .is_ok()
            };
        if kept {
            let done: Vec<_> = fresh.into_iter().map(|pending| (pending.key.clone(), pending.at)).collect();
            recent.remember(done);
        }
        for (_, tell) in group.awaited.drain(..) {
            // Who has stopped waiting has been refused already.
            let _ = tell.send(kept);
        }
        if kept || group.ordinary.is_empty() {
            break;
        }
        if tried == TRIES {
            metrics::counter!("greffe_reads_unrecorded_total")
                .increment(u64::try_from(group.ordinary.len()).unwrap_or(u64::MAX));
            tracing::error!(
                entries = group.ordinary.len(),
                "reads and refusals were given up: they are not on the record"
            );
        } else {
            std::thread::sleep(PAUSE);
        }
    }
    for tell in group.flushed {
        let _ = tell.send(());
    }
}

/// The things recorded lately, and when.
#[derive(Default)]
struct RecentEntries(HashMap<String, Instant>);

impl RecentEntries {
    fn has(&self, key: &str, at: Instant) -> bool {
        self.0.get(key).is_some_and(|before| at.since(*before) < SAME)
    }

    /// The entries that were not recorded lately, each once.
    fn fresh<'a>(&self, all: impl Iterator<Item = &'a QueuedEntry>) -> Vec<&'a QueuedEntry> {
        let mut here = std::collections::HashSet::new();
        all.filter(|pending| !self.has(&pending.key, pending.at) && here.insert(&pending.key)).collect()
    }

    fn remember(&mut self, done: Vec<(String, Instant)>) {
        if self.0.len() >= REMEMBERED
            && let Some(now) = done.iter().map(|(_, at)| *at).max()
        {
            self.0.retain(|_, at| now.since(*at) < SAME);
        }
        self.0.extend(done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::CaseId;

    fn at(minute: u32) -> Instant {
        format!("2026-03-09T14:{minute:02}:00Z")
            .parse::<chrono::DateTime<chrono::Utc>>()
            .map(Instant::at)
            .unwrap()
    }

    fn read(user: UserId, case: CaseId, operation: &str, minute: u32) -> QueuedEntry {
        let by = By { user, at: at(minute), request_id: "r".to_owned(), operation: operation.to_owned() };
        read_entry(&by, &AccessRecord { case, item: Item::Case(Classification::ProtectedB) }).unwrap()
    }

    #[test]
    fn the_same_again_within_ten_minutes_is_one_entry() {
        let (user, other, case) = (UserId::generate(), UserId::generate(), CaseId::generate());
        let mut recent = RecentEntries::default();
        let first = [read(user, case, "find_case", 0), read(user, case, "find_case", 1)];
        let fresh = recent.fresh(first.iter());
        assert_eq!(fresh.len(), 1, "twice in one group");
        recent.remember(fresh.iter().map(|pending| (pending.key.clone(), pending.at)).collect());
        let again = |pending: &QueuedEntry| recent.fresh(std::iter::once(pending)).is_empty();
        assert!(again(&read(user, case, "find_case", 9)));
        assert!(!again(&read(user, case, "find_case", 10)), "ten minutes later");
        assert!(!again(&read(other, case, "find_case", 1)), "somebody else");
        assert!(!again(&read(user, CaseId::generate(), "find_case", 1)), "another case");
        assert!(!again(&read(user, case, "list_case_notes", 1)), "another operation");
    }
}
