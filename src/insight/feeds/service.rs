//! Making and revoking feeds, and what they show.

use super::api::{Feed, FeedInput};
use super::ics;
use super::model::FeedScope;
use super::store::{self, FeedContent, FeedRow};
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::FeedId;
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters::hearings::model::HearingStatus;
use crate::matters::hearings::{HearingFile, HearingFilter, HearingHolders, HearingRow};
use crate::matters::{cases, hearings};
use crate::signing::secrets::{KeyedSecrets, hash};
use crate::teams::groups;
use crate::teams::groups::action_items::service as action_items;
use crate::teams::groups::action_items::service::ItemOwner;
use crate::text::Text;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// A feed of the caller's own.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: FeedId) -> Result<Feed> {
    let row = store::find(connection, caller, id)?;
    caller.require_permission()?;
    Ok(row.into())
}

/// A feed of the caller's own that was not revoked.
///
/// # Errors
/// 404, 403.
pub fn find_good(connection: &mut Connection, caller: &Context, id: FeedId) -> Result<Feed> {
    let feed = find(connection, caller, id)?;
    if feed.revoked_at.is_some() { Err(Error::not_found()) } else { Ok(feed) }
}

/// Makes a feed.
///
/// # Errors
/// 403, 422.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    secrets: &KeyedSecrets,
    body: &Unparsed<FeedInput>,
) -> Result<Feed> {
    caller.require_permission()?;
    let new = body.parse()?;
    check(connection, caller, &new)?;
    let id = FeedId::generate();
    let row = FeedRow {
        id,
        user_id: caller.user.id,
        scope: new.scope,
        case_id: new.case_id,
        language: new.language,
        token_hash: hash(&secrets.of(id.uuid())).to_vec(),
        created_at: caller.now,
        revoked_at: None,
        version: 1,
        group_id: new.group_id,
    };
    store::insert(connection, &row)?;
    let feed = Feed::from(row);
    journal::append(connection, caller, Subject::User(caller.user.id), "feed.created", ABSENT, Some(&feed))?;
    Ok(feed)
}

/// Checks that what the feed is to show is there, and that the caller may have it.
fn check(connection: &mut Connection, caller: &Context, new: &FeedInput) -> Result<()> {
    let mut faults = Vec::new();
    match (new.scope, new.case_id) {
        (FeedScope::Case, None) => faults.push(missing("/case_id")),
        (FeedScope::Case, Some(case)) => match cases::service::find_visible(connection, caller, case) {
            Ok(_) => {}
            Err(error) if error.code() == Code::NotFound => faults.push(unknown_case()),
            Err(error) => return Err(error),
        },
        (FeedScope::Me | FeedScope::Group, Some(_)) => faults.push(not_applicable("/case_id", "case")),
        (FeedScope::Me | FeedScope::Group, None) => {}
    }
    match (new.scope, new.group_id) {
        (FeedScope::Group, None) => faults.push(missing("/group_id")),
        (FeedScope::Group, Some(group)) => match groups::service::joined(connection, caller, group) {
            Ok(_) => {}
            Err(error) if error.code() == Code::NotFound => faults.push(unknown_group()),
            Err(error) => return Err(error),
        },
        (FeedScope::Me | FeedScope::Case, Some(_)) => faults.push(not_applicable("/group_id", "group")),
        (FeedScope::Me | FeedScope::Case, None) => {}
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

/// Revokes a feed of the caller's own. A revoked feed stays revoked.
///
/// # Errors
/// 404, 403, 428, 412.
pub fn delete(
    connection: &mut Connection,
    caller: &Context,
    id: FeedId,
    precondition: &Precondition,
) -> Result<()> {
    let before = store::find(connection, caller, id)?;
    caller.require_permission()?;
    precondition.require(Version(before.version))?;
    if before.revoked_at.is_some() {
        return Ok(());
    }
    let mut row = before.clone();
    row.revoked_at = Some(caller.now);
    row.version = before.version.saturating_add(1);
    if !store::revoke(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let subject = Subject::User(caller.user.id);
    let (before, after) = (Feed::from(before), Feed::from(row));
    journal::append(connection, caller, subject, "feed.revoked", Some(&before), Some(&after))
}

/// The feed behind an address, if it was not revoked.
///
/// # Errors
/// 404.
pub fn of_secret(connection: &mut Connection, secret: &str) -> Result<FeedRow> {
    store::find_by_hash(connection, &hash(secret))
}

/// The calendar that a feed shows to its owner now.
///
/// # Errors
/// 404 where it is of a case that the owner may not know of, or of a group to which the owner does
/// not belong any more.
pub fn calendar(connection: &mut Connection, owner: &Context, feed: &FeedRow) -> Result<String> {
    owner.require_permission()?;
    let (name, shown, items) = match (feed.case_id, feed.group_id) {
        (None, None) => {
            let (name, user) = (Text::new("greffe: my deadlines", "greffe : mes échéances"), owner.user.id);
            (name, FeedContent::OfUser(user), Some(ItemOwner::User(user)))
        }
        (None, Some(id)) => {
            let group = groups::service::joined(connection, owner, id)?.name();
            let name = Text::new(format!("greffe: {}", group.en), format!("greffe : {}", group.fr));
            (name, FeedContent::OfGroup(id), Some(ItemOwner::Group(id)))
        }
        (Some(case), _) => {
            let row = cases::service::find_visible(connection, owner, case)?;
            let file = ics::file_name(row.file_number.as_deref(), &row.proceeding);
            let name = Text::new(
                format!("greffe: deadlines ({})", file.en),
                format!("greffe : échéances ({})", file.fr),
            );
            (name, FeedContent::OfCase(case), None)
        }
    };
    let deadlines = store::planned(connection, owner, shown)?;
    let hearings = hearings_of(connection, owner, shown)?;
    let items =
        items.map(|whose| action_items::planned(connection, owner, whose, store::MOST)).transpose()?;
    let items = items.unwrap_or_default();
    ics::calendar(&name, owner.language, &deadlines, &hearings, &items)
        .map_err(|error| Error::internal(error.to_string()))
}

/// The hearings that are to be held: of the case, or of those on which somebody holds a role.
fn hearings_of(
    connection: &mut Connection,
    owner: &Context,
    shown: FeedContent,
) -> Result<Vec<(HearingRow, HearingFile)>> {
    let mut filter = HearingFilter { statuses: vec![HearingStatus::Scheduled], ..HearingFilter::default() };
    match shown {
        FeedContent::OfCase(case) => filter.case = Some(case),
        FeedContent::OfUser(user) => {
            filter.holders = Some(HearingHolders {
                user: Some(user),
                groups: owner.user.groups.clone(),
                portfolios: owner.user.portfolios.clone(),
            });
        }
        FeedContent::OfGroup(group) => {
            let portfolios = hearings::service::portfolios_of(connection, group, owner.now)?;
            filter.holders = Some(HearingHolders { user: None, groups: vec![group], portfolios });
        }
    }
    hearings::service::list(connection, owner, &filter, None, store::MOST)
}

fn missing(pointer: &str) -> Fault {
    Fault::body(
        pointer,
        "required",
        "A feed of this scope needs it: send the id.",
        "Un flux de cette portée l'exige : envoyez l'identifiant.",
    )
}

fn not_applicable(pointer: &str, scope: &str) -> Fault {
    Fault::body(
        pointer,
        "not_applicable",
        format!("This goes with the scope {scope} only. Leave the field out."),
        format!("Ce champ ne va qu'avec la portée {scope}. Retirez-le."),
    )
}

fn unknown_case() -> Fault {
    Fault::body(
        "/case_id",
        "unknown_case",
        "There is no such case, or you may not know of it. GET /v1/cases lists those that you may see.",
        "Ce dossier n'existe pas, ou vous ne pouvez en connaître l'existence. GET /v1/cases énumère ceux que vous pouvez voir.",
    )
}

fn unknown_group() -> Fault {
    Fault::body(
        "/group_id",
        "unknown_group",
        "There is no such group, or you do not belong to it now. GET /v1/groups?member=me lists those to which you do.",
        "Ce groupe n'existe pas, ou vous n'en êtes pas membre actuellement. GET /v1/groups?member=me énumère les vôtres.",
    )
}

/// Revokes all feeds of everybody, and returns how many there were. Whoever calls it says why, on
/// the record.
pub fn revoke_all(connection: &mut Connection, now: Instant) -> Result<usize> {
    store::revoke_all(connection, now)
}
