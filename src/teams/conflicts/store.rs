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
use crate::db::schema::{assignments, case_links, case_names, cases, parties};
use crate::error::Result;
use crate::ids::{CaseId, CaseNameId, OrganizationId, PartyId, UserId};
use crate::law::proceedings::Side;
use crate::matters::cases::party::{PartyCapacity, PartyKind};
use diesel::dsl::{Eq, InnerJoinQuerySource, Nullable};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::HashSet;

/// A name of a case, as stored.
#[derive(Clone, Debug)]
pub struct NameRow {
    pub case_id: CaseId,
    pub party_id: PartyId,
    pub kind: NameKind,
    pub name: String,
    pub folded: String,
    pub sounds_like: String,
}

/// A name, with whose it is and in which case it stands.
#[derive(Clone, Debug, Queryable)]
pub struct FoundRow {
    pub name: String,
    pub kind: NameKind,
    pub folded: String,
    pub sounds_like: String,
    pub case_id: CaseId,
    pub file_number: Option<String>,
    pub style_of_cause: String,
    pub side: Side,
    pub party_id: PartyId,
    pub party_kind: PartyKind,
    pub capacity: PartyCapacity,
    pub user_id: Option<UserId>,
    pub confidentiality: Confidentiality,
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

/// Inserts names into the index.
pub fn insert(connection: &mut Connection, names: &[NameRow]) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let values = |row: &NameRow| -> Values {
        vec![
            Some(CaseNameId::generate().to_string()),
            Some(row.case_id.to_string()),
            Some(row.party_id.to_string()),
            Some(row.kind.code().to_owned()),
            Some(row.name.clone()),
            Some(row.folded.clone()),
            Some(row.sounds_like.clone()),
        ]
    };
    bulk::insert_missing(connection, "case_names", &COLUMNS, &names.iter().map(values).collect::<Vec<_>>())?;
    Ok(())
}

/// Removes a party's names from the index.
pub fn delete(connection: &mut Connection, case: CaseId, party: PartyId) -> Result<()> {
    let rows = case_names::table.filter(case_names::case_id.eq(case)).filter(case_names::party_id.eq(party));
    diesel::delete(rows).execute(connection)?;
    Ok(())
}

/// The next parties, by id, that have names none of which is indexed.
pub fn missing(connection: &mut Connection, after: Option<PartyId>, limit: i64) -> Result<Vec<MissingRow>> {
    let kept = case_names::table
        .filter(case_names::case_id.eq(parties::case_id))
        .filter(case_names::party_id.eq(parties::id.nullable()));
    let mut query = parties::table
        .filter(parties::kind.eq(PartyKind::Person).or(parties::counsel_name.is_not_null()))
        .filter(diesel::dsl::not(diesel::dsl::exists(kept)))
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
                case_names::folded,
                case_names::sounds_like,
                case_names::case_id,
                cases::file_number,
                cases::style_of_cause,
                cases::side,
                parties::id,
                parties::kind,
                parties::capacity,
                parties::user_id,
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

/// Names that sound like these in other cases, those of the latest cases first. A name that is no
/// party's is not compared with its own kind.
pub fn elsewhere(
    connection: &mut Connection,
    eyes: Eyes<'_>,
    case: CaseId,
    own: &[(NameKind, String)],
    limit: i64,
) -> Result<Vec<FoundRow>> {
    let of_kind = |kind: NameKind| -> Option<NameCondition> {
        let sounds: Vec<_> =
            own.iter().filter(|(of, _)| *of == kind).map(|(_, sound)| sound.clone()).collect();
        let alike = case_names::sounds_like.eq_any(sounds.clone());
        match kind {
            _ if sounds.is_empty() => None,
            NameKind::Party => Some(Box::new(alike)),
            _ => Some(Box::new(alike.and(case_names::kind.ne(kind)))),
        }
    };
    let any = NameKind::ALL.into_iter().filter_map(of_kind).reduce(|one, other| Box::new(one.or(other)));
    let Some(any) = any else { return Ok(Vec::new()) };
    Ok(found!()
        .filter(any)
        .filter(case_names::case_id.ne(case))
        .filter(looked_at(eyes))
        .order((case_names::case_id.desc(), case_names::id.asc()))
        .limit(limit)
        .load(connection)?)
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

/// The cases, among those in which somebody of one of these names is a party or counsel, in which
/// there is also a party of one of those names.
pub fn sharing(
    connection: &mut Connection,
    eyes: Eyes<'_>,
    parties: &[String],
    people: &[String],
    except: &[CaseId],
    limit: i64,
) -> Result<Vec<(CaseId, String)>> {
    let others = diesel::alias!(case_names as others);
    let there = others
        .filter(others.field(case_names::sounds_like).eq_any(people.to_vec()))
        .filter(others.field(case_names::kind).eq_any([NameKind::Party, NameKind::Counsel]))
        .select(others.field(case_names::case_id));
    Ok(found!()
        .filter(looked_at(eyes))
        .filter(case_names::sounds_like.eq_any(parties.to_vec()))
        .filter(case_names::kind.eq(NameKind::Party))
        .filter(case_names::case_id.ne_all(except))
        .filter(case_names::case_id.eq_any(there))
        .order((case_names::case_id.desc(), case_names::id.asc()))
        .limit(limit)
        .select((case_names::case_id, case_names::sounds_like))
        .load(connection)?)
}

/// The parties and counsel of these names in these cases.
pub fn of_names(
    connection: &mut Connection,
    eyes: Eyes<'_>,
    cases: &[CaseId],
    people: &[String],
) -> Result<Vec<FoundRow>> {
    Ok(found!()
        .filter(case_names::case_id.eq_any(cases))
        .filter(case_names::sounds_like.eq_any(people.to_vec()))
        .filter(case_names::kind.eq_any([NameKind::Party, NameKind::Counsel]))
        .filter(looked_at(eyes))
        .order((case_names::case_id.desc(), case_names::id.asc()))
        .load(connection)?)
}

/// The cases in which a person appears, by account or by a name that sounds like theirs; those that
/// are linked to them; and those that share a name with them.
pub fn near(connection: &mut Connection, user: UserId, sounds_like: &str) -> Result<HashSet<CaseId>> {
    let mut there: Vec<CaseId> = case_names::table
        .filter(case_names::sounds_like.eq(sounds_like.to_owned()))
        .select(case_names::case_id)
        .load(connection)?;
    let as_party: Vec<CaseId> =
        parties::table.filter(parties::user_id.eq(user)).select(parties::case_id).load(connection)?;
    let decided: Vec<Option<CaseId>> = assignments::table
        .filter(assignments::user_id.eq(user))
        .filter(assignments::role.eq("DEC"))
        .select(assignments::case_id)
        .load(connection)?;
    there.extend(as_party);
    there.extend(decided.into_iter().flatten());
    let links: Vec<(CaseId, CaseId)> = case_links::table
        .filter(case_links::case_id.eq_any(&there).or(case_links::other_case_id.eq_any(&there)))
        .select((case_links::case_id, case_links::other_case_id))
        .load(connection)?;
    let names: Vec<String> = case_names::table
        .filter(case_names::case_id.eq_any(&there))
        .select(case_names::sounds_like)
        .distinct()
        .load(connection)?;
    let sharing: Vec<CaseId> = case_names::table
        .filter(case_names::sounds_like.eq_any(names))
        .select(case_names::case_id)
        .load(connection)?;
    let linked = links.into_iter().flat_map(|(one, other)| [one, other]);
    Ok(there.into_iter().chain(linked).chain(sharing).collect())
}
