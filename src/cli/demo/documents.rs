//! A few small documents for the demo's first cases, sent as a client would send them.

use crate::access::context::{Context, Principal};
use crate::access::permissions::Permission;
use crate::clock::Clock;
use crate::contents::Contents;
use crate::db::types::Instant;
use crate::db::{Connection, Db};
use crate::error::{Error, Result};
use crate::ids::CaseId;
use crate::matters::cases;
use crate::matters::documents::files::{self, ContentDigest};
use crate::matters::documents::service;
use crate::people::identity;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use serde_json::{Value, json};

/// The kind of each document, its language, its title, and the text of its file.
const DOCUMENTS: [(&str, &str, &str, &str); 3] = [
    (
        "affidavit",
        "en",
        "Affidavit of the applicant",
        "I, a person who does not exist, make oath and say: all of this is fictional.\n",
    ),
    ("correspondence", "fr", "Lettre au greffe", "Monsieur le greffier,\n\nTout ceci est fictif.\n"),
    ("memo", "en", "Memorandum of fact and law", "PART I - FACTS\n\n1. None of this happened.\n"),
];

/// The number of cases that are given some.
const CASES: i64 = 3;

/// Adds the documents, unless there are some.
pub(super) fn ensure(db: &Db, clock: &Clock, contents: &Contents) -> Result<()> {
    let now = clock.now();
    let manager = db.read_now(|connection| person(connection, now))?;
    let reading = acting(&manager, now, Permission::ReadCases);
    let cases = db.read_now(|connection| cases::service::latest(connection, &reading, CASES))?;
    for case in cases {
        let there =
            db.read_now(|connection| service::list(connection, &reading, (case, None), (None, 1), false))?;
        if !there.0.is_empty() {
            continue;
        }
        for (kind, language, title, text) in DOCUMENTS {
            let said = json!({"kind": kind, "language": language, "title": title});
            send(db, contents, &acting(&manager, now, Permission::WriteDocuments), (case, &said), text)?;
        }
    }
    Ok(())
}

fn send(
    db: &Db,
    contents: &Contents,
    caller: &Context,
    (case, said): (CaseId, &Value),
    text: &str,
) -> Result<()> {
    let mut incoming = contents.begin()?;
    incoming.write(text.as_bytes())?;
    let sealed = incoming.seal()?;
    let media = files::judge(&sealed, &ContentDigest::default())?;
    db.write_now(|connection| {
        let made = service::create(connection, caller, case, &Unparsed::json(said.clone()))?;
        let any = (made.id, &Precondition::Any);
        files::keep(connection, caller, any, contents, (&sealed, media)).map(|_| ())
    })
}

fn person(connection: &mut Connection, now: Instant) -> Result<Principal> {
    let user = identity::principals::user_by_name(connection, "manager")?.ok_or_else(Error::not_found)?;
    identity::principals::active(connection, user.id, now)?.ok_or_else(Error::not_found)
}

fn acting(user: &Principal, now: Instant, required: Permission) -> Context {
    Context::in_background(user.clone(), required, "demo".to_owned(), now)
}
