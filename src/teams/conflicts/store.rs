//! Rows of names, and where else they are found.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::NameKind;
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::fields::PUBLIC;
use crate::access::visibility::{Visible, named, visible};
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::dialect::bulk::{self, Column, Values};
use crate::db::predicates::{is_held, was_in_force};
use crate::db::schema::{assignments, case_links, case_names, cases, name_keys, parties};
use crate::error::Result;
use crate::ids::{CaseId, CaseNameId, OrganizationId, PartyId, UserId};
use crate::law::proceedings::Side;
use crate::matters::cases::party::{PartyCapacity, PartyKind};
use diesel::dsl::{Eq, InnerJoinQuerySource, Nullable, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::BTreeSet;

/// A name of a case, as stored.
#[derive(Clone, Debug)]
pub struct NameRow {
    pub id: CaseNameId,
    pub case_id: CaseId,
    pub party_id: PartyId,
    pub kind: NameKind,
    pub name: String,
    pub folded: String,
    pub sounds_like: String,
    /// The keys by which it is looked up.
    pub keys: BTreeSet<String>,
}

/// A name, with whose it is and in which case it stands.
#[derive(Clone, Debug, Queryable)]
pub struct FoundRow {
    pub name: String,
    pub kind: NameKind,
    pub case_id: CaseId,
    pub file_number: Option<String>,
    pub style_of_cause: String,
    pub side: Side,
    pub party_id: PartyId,
    pub party_kind: PartyKind,
    pub capacity: PartyCapacity,
    pub user_id: Option<UserId>,
    pub party_name: String,
    pub uci: Option<String>,
    pub confidentiality: Confidentiality,
}

/// A name that is looked for.
#[derive(Clone, Debug)]
pub struct SoughtName {
    pub kind: NameKind,
    pub sounds_like: String,
    pub keys: BTreeSet<String>,
}

/// A party whose names are not kept yet.
#[derive(Clone, Debug, Queryable)]
pub struct MissingRow {
    pub party_id: PartyId,
    pub case_id: CaseId,
    pub kind: PartyKind,
    pub capacity: PartyCapacity,
    pub name: String,
    pub counsel_name: Option<String>,
    pub aliases: Option<String>,
    pub uci: Option<String>,
    pub user_id: Option<UserId>,
}

const COLUMNS: [Column; 7] = [
    ("id", "uuid"),
    ("case_id", "uuid"),
    ("party_id", "uuid"),
    ("kind", "text"),
    ("name", "text"),
    ("folded", "text"),
    ("sounds_like", "text"),
];

const KEY_COLUMNS: [Column; 3] = [("key", "text"), ("kind", "text"), ("case_name_id", "uuid")];

/// Inserts names into the index, with the keys by which they are looked up.
pub fn insert(connection: &mut Connection, names: &[NameRow]) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let values = |row: &NameRow| -> Values {
        vec![
            Some(row.id.to_string()),
            Some(row.case_id.to_string()),
            Some(row.party_id.to_string()),
            Some(row.kind.code().to_owned()),
            Some(row.name.clone()),
            Some(row.folded.clone()),
            Some(row.sounds_like.clone()),
        ]
    };
    bulk::insert_missing(connection, "case_names", &COLUMNS, &names.iter().map(values).collect::<Vec<_>>())?;
    let keys = names.iter().flat_map(|row| {
        let (id, kind) = (row.id.to_string(), row.kind.code().to_owned());
        row.keys.iter().map(move |key| vec![Some(key.clone()), Some(kind.clone()), Some(id.clone())])
    });
    bulk::insert_missing(connection, "name_keys", &KEY_COLUMNS, &keys.collect::<Vec<_>>())?;
    Ok(())
}

/// Removes a party's names from the index, and with them their keys.
pub fn delete(connection: &mut Connection, case: CaseId, party: PartyId) -> Result<()> {
    let rows = case_names::table.filter(case_names::case_id.eq(case)).filter(case_names::party_id.eq(party));
    diesel::delete(rows).execute(connection)?;
    Ok(())
}

/// The next parties, by id, that have names none of which can be looked up.
pub fn missing(connection: &mut Connection, after: Option<PartyId>, limit: i64) -> Result<Vec<MissingRow>> {
    let kept = case_names::table
        .inner_join(name_keys::table.on(name_keys::case_name_id.eq(case_names::id)))
        .filter(case_names::case_id.eq(parties::case_id))
        .filter(case_names::party_id.eq(parties::id.nullable()));
    let mut query = parties::table
        .filter(parties::kind.eq(PartyKind::Person).or(parties::counsel_name.is_not_null()))
        .filter(not(diesel::dsl::exists(kept)))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(parties::id.gt(after));
    }
    Ok(query
        .order(parties::id.asc())
        .limit(limit)
        .select((
            parties::id,
            parties::case_id,
            parties::kind,
            parties::capacity,
            parties::name,
            parties::counsel_name,
            parties::aliases,
            parties::uci,
            parties::user_id,
        ))
        .load(connection)?)
}

type WithCase = InnerJoinQuerySource<case_names::table, cases::table, Eq<cases::id, case_names::case_id>>;
type NameRows =
    InnerJoinQuerySource<WithCase, parties::table, Eq<case_names::party_id, Nullable<parties::id>>>;
type NameCondition = Box<dyn BoxableExpression<NameRows, MultiBackend, SqlType = Bool>>;

macro_rules! found {
    () => {
        case_names::table
            .inner_join(cases::table.on(cases::id.eq(case_names::case_id)))
            .inner_join(parties::table.on(case_names::party_id.eq(parties::id.nullable())))
            .select((
                case_names::name,
                case_names::kind,
                case_names::case_id,
                cases::file_number,
                cases::style_of_cause,
                cases::side,
                parties::id,
                parties::kind,
                parties::capacity,
                parties::user_id,
                parties::name,
                parties::uci,
                cases::confidentiality,
            ))
    };
}

/// The names of a case, or of one of its parties.
pub fn own(connection: &mut Connection, case: CaseId, party: Option<PartyId>) -> Result<Vec<FoundRow>> {
    let rows = found!().filter(case_names::case_id.eq(case));
    Ok(match party {
        Some(party) => rows.filter(case_names::party_id.eq(party)).load(connection)?,
        None => rows.load(connection)?,
    })
}

/// Whoever names are looked up for.
#[derive(Clone, Copy)]
pub enum Eyes<'a> {
    /// A caller: in the cases that they may see, by the names that they are shown.
    Of(&'a Context),
    /// The service itself, in the cases of an organisation: to know what is told to somebody else.
    Service(OrganizationId),
}

/// The names that are looked at. One that somebody is not shown is not there for them: what is
/// found by it would tell it.
fn looked_at(eyes: Eyes<'_>) -> NameCondition {
    match eyes {
        Eyes::Of(caller) => {
            let is_public = case_names::kind.eq(NameKind::Counsel).or(parties::capacity.eq_any(PUBLIC));
            let is_shown = named::<NameRows>(caller, QueryShape::Row).or(is_public);
            Box::new(visible::<NameRows>(caller, QueryShape::Row).and(is_shown))
        }
        Eyes::Service(organization) => Box::new(cases::organization_id.eq(organization)),
    }
}

/// Names in other cases that share a key with these: those that sound like one of them first, then
/// those of the latest cases. A name that is no party's is not compared with its own kind.
pub fn elsewhere(
    connection: &mut Connection,
    eyes: Eyes<'_>,
    case: CaseId,
    own: &[SoughtName],
    limit: i64,
) -> Result<Vec<FoundRow>> {
    let keys_of = |is_of: &dyn Fn(NameKind) -> bool| -> BTreeSet<&String> {
        own.iter().filter(|name| is_of(name.kind)).flat_map(|name| &name.keys).collect()
    };
    // What only names of the kind are looked up by, which are not compared with it.
    let alone = |kind: NameKind| -> Vec<String> {
        keys_of(&|one| one == kind).difference(&keys_of(&|one| one != kind)).copied().cloned().collect()
    };
    let not_alone = |kind: NameKind| not(name_keys::kind.eq(kind).and(name_keys::key.eq_any(alone(kind))));
    let keys: Vec<String> = keys_of(&|_| true).into_iter().cloned().collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let sharing = name_keys::table
        .filter(name_keys::key.eq_any(keys))
        .filter(not_alone(NameKind::Counsel))
        .filter(not_alone(NameKind::DecisionMaker))
        .filter(not_alone(NameKind::Affiant))
        .select(name_keys::case_name_id);
    let sounds: BTreeSet<_> = own.iter().map(|name| name.sounds_like.clone()).collect();
    Ok(found!()
        .filter(case_names::id.eq_any(sharing))
        .filter(case_names::case_id.ne(case))
        .filter(looked_at(eyes))
        .order((
            case_names::sounds_like.eq_any(sounds.into_iter().collect::<Vec<_>>()).desc(),
            case_names::case_id.desc(),
            case_names::id.asc(),
        ))
        .limit(limit)
        .load(connection)?)
}

/// The names of these kinds that have one of these keys.
macro_rules! sharing {
    ($keys:expr, $kinds:expr) => {
        name_keys::table
            .filter(name_keys::key.eq_any($keys.iter().cloned().collect::<Vec<_>>()))
            .filter(name_keys::kind.eq_any($kinds))
            .select(name_keys::case_name_id)
    };
}

/// All names in these cases.
pub fn in_cases(connection: &mut Connection, eyes: Eyes<'_>, cases: &[CaseId]) -> Result<Vec<FoundRow>> {
    let rows = found!().filter(case_names::case_id.eq_any(cases)).filter(looked_at(eyes));
    Ok(rows.order(case_names::id.asc()).load(connection)?)
}

/// The names of these parties, and of their counsel, with the cases in which they stand.
pub fn of_parties(connection: &mut Connection, parties: &[PartyId]) -> Result<Vec<FoundRow>> {
    let rows = found!().filter(case_names::party_id.eq_any(parties.iter().copied().map(Some)));
    Ok(rows.order(case_names::id.asc()).load(connection)?)
}

/// The cases that are linked to this one, whichever way the link leads.
pub fn linked(connection: &mut Connection, eyes: Eyes<'_>, case: CaseId) -> Result<Vec<CaseId>> {
    let seen: Visible<cases::table> = match eyes {
        Eyes::Of(caller) => visible(caller, QueryShape::Row),
        Eyes::Service(organization) => Box::new(cases::organization_id.eq(organization)),
    };
    let there = case_links::table.filter(case_links::case_id.eq(case)).select(case_links::other_case_id);
    let back = case_links::table.filter(case_links::other_case_id.eq(case)).select(case_links::case_id);
    Ok(cases::table
        .filter(cases::id.eq_any(there).or(cases::id.eq_any(back)))
        .filter(seen)
        .order(cases::id.asc())
        .select(cases::id)
        .load(connection)?)
}

/// A case in which one of these people held a role at any time.
#[derive(Clone, Debug, Queryable)]
pub struct PastHolderRow {
    pub user_id: UserId,
    pub case_id: CaseId,
    pub file_number: Option<String>,
    pub style_of_cause: String,
    pub confidentiality: Confidentiality,
}

/// Those of these people who held a role on one of these cases at any time. What was called off
/// before it began was never held.
pub fn held(
    connection: &mut Connection,
    cases: &[CaseId],
    people: &[UserId],
    role: &str,
) -> Result<Vec<PastHolderRow>> {
    Ok(assignments::table
        .inner_join(cases::table.on(assignments::case_id.eq(cases::id.nullable())))
        .filter(cases::id.eq_any(cases))
        .filter(assignments::user_id.eq_any(people.iter().copied().map(Some)))
        .filter(assignments::role.eq(role.to_owned()))
        .filter(is_held())
        .filter(was_in_force(assignments::from_at, assignments::until_at))
        .order((cases::id.asc(), assignments::id.asc()))
        .select((
            assignments::user_id.assume_not_null(),
            cases::id,
            cases::file_number,
            cases::style_of_cause,
            cases::confidentiality,
        ))
        .load(connection)?)
}

/// The parties and counsel in other cases that share a key with these people, where there is also a
/// party that shares one with these parties: those of the latest cases.
pub fn beside(
    connection: &mut Connection,
    eyes: Eyes<'_>,
    people: &BTreeSet<String>,
    parties: &BTreeSet<String>,
    except: &[CaseId],
    limit: i64,
) -> Result<Vec<FoundRow>> {
    let others = diesel::alias!(case_names as others);
    let there = others
        .filter(others.field(case_names::id).eq_any(sharing!(parties, [NameKind::Party])))
        .select(others.field(case_names::case_id));
    Ok(found!()
        .filter(case_names::id.eq_any(sharing!(people, [NameKind::Party, NameKind::Counsel])))
        .filter(case_names::case_id.eq_any(there))
        .filter(case_names::case_id.ne_all(except))
        .filter(looked_at(eyes))
        .order((case_names::case_id.desc(), case_names::id.asc()))
        .limit(limit)
        .load(connection)?)
}

/// The parties in these cases that share a key with these.
pub fn parties_in(
    connection: &mut Connection,
    eyes: Eyes<'_>,
    cases: &[CaseId],
    parties: &BTreeSet<String>,
) -> Result<Vec<FoundRow>> {
    Ok(found!()
        .filter(case_names::case_id.eq_any(cases))
        .filter(case_names::id.eq_any(sharing!(parties, [NameKind::Party])))
        .filter(looked_at(eyes))
        .order((case_names::case_id.desc(), case_names::id.asc()))
        .load(connection)?)
}
