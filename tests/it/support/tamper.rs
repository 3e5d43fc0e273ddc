//! What somebody does who owns the database: changes it behind everybody's back.

use super::api::Api;
use super::backend::Backend;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use greffe::db::Connection;
use greffe::db::schema::{journal, journal_heads};
use greffe::db::types::Json;
use greffe::journal::model::{GENESIS, content_hash, link};
use greffe::journal::store::EntryRow;

/// Takes the triggers away that keep the journal as it is.
pub const fn lift(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => {
            "alter table journal disable trigger user; alter table journal_checkpoints disable trigger user"
        }
        Backend::Sqlite => {
            "drop trigger if exists journal_is_append_only; drop trigger if exists journal_is_not_deleted; \
             drop trigger if exists journal_is_not_replaced; drop trigger if exists journal_checkpoints_are_append_only; \
             drop trigger if exists journal_checkpoints_are_not_deleted; \
             drop trigger if exists journal_checkpoints_are_not_replaced"
        }
    }
}

/// Changes the database.
#[track_caller]
pub fn tamper(api: &Api, statement: &str) {
    let all = format!("{}; {statement}", lift(api.backend()));
    api.db.write_now(|connection| Ok(connection.batch_execute(&all)?)).expect(statement);
}

/// The entries of a chain, in its order.
pub fn chain(connection: &mut Connection, subject: &str) -> Vec<EntryRow> {
    journal::table
        .filter(journal::subject.eq(subject))
        .order(journal::position.asc())
        .select(EntryRow::as_select())
        .load(connection)
        .unwrap()
}

/// Which formula a chain is written anew by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    New,
    Old,
}

/// Gives the entries of a chain from a place on hashes that fit what they say, and the chain a head that fits them.
pub fn write_anew(connection: &mut Connection, subject: &str, from: i64, formula: Formula) {
    let mut previous = GENESIS.to_owned();
    for entry in chain(connection, subject) {
        let mut hash = entry.hash.clone();
        if entry.position >= from {
            let at = entry.at.to_string();
            let (before, after) = (entry.before.as_ref().map(Json::get), entry.after.as_ref().map(Json::get));
            let digest = (formula == Formula::New).then(|| content_hash(before, after));
            hash = match &digest {
                Some(digest) => link(&previous, &entry.hashed(&at).digest(digest)),
                None => entry.hashed(&at).hash_of_old(&previous, before, after),
            };
            diesel::update(journal::table.find(entry.sequence))
                .set((
                    journal::digest.eq(digest),
                    journal::hash.eq(&hash),
                    journal::previous_hash.eq(&previous),
                ))
                .execute(connection)
                .unwrap();
        }
        diesel::update(journal_heads::table.find(subject))
            .set((journal_heads::hash.eq(&hash), journal_heads::length.eq(entry.position)))
            .execute(connection)
            .unwrap();
        previous = hash;
    }
}
