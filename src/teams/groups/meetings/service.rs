//! Planning meetings, and recording who attended and what was said.

use super::super::model::{MeetingStatus, quorum_met};
use super::super::service as groups;
use super::super::store::GroupRow;
use super::api::{AgendaItem, Meeting, MeetingDocument, MeetingInput, MeetingPatch};
use super::store;
use crate::access::context::Context;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{GroupId, MeetingId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use std::collections::HashSet;

/// A meeting of a group that exists for the caller.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, group: GroupId, id: MeetingId) -> Result<Meeting> {
    groups::find_visible(connection, caller, group)?;
    let row = store::find(connection, group, id)?;
    caller.require_permission()?;
    Meeting::from_row(row)
}

/// The fault of a meeting that the group does not have, if it does not.
pub fn unknown(connection: &mut Connection, group: GroupId, id: MeetingId) -> Result<Option<Fault>> {
    match store::find(connection, group, id) {
        Ok(_) => Ok(None),
        Err(error) if error.code() == Code::NotFound => Ok(Some(Fault::body(
            "/meeting_id",
            "unknown_meeting",
            "The group has no such meeting. GET /v1/groups/{id}/meetings lists them.",
            "Le groupe n'a pas cette réunion. GET /v1/groups/{id}/meetings les énumère.",
        ))),
        Err(error) => Err(error),
    }
}

/// Enters a meeting, and gives it the next number.
///
/// # Errors
/// 404, 403, 422; 409 where the group was dissolved.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    body: &Unparsed<MeetingInput>,
) -> Result<Meeting> {
    let taken = groups::find_visible(connection, caller, group)?;
    groups::may_record(connection, caller, &taken)?;
    let new = body.parse()?;
    let mut meeting = Meeting {
        id: MeetingId::generate(),
        group_id: group,
        number: store::last_number(connection, group)?.saturating_add(1),
        title: new.title.trim().to_owned(),
        status: new.status.unwrap_or_default(),
        starts_at: new.starts_at,
        place: trimmed(new.place),
        agenda: agenda(new.agenda),
        attendance: new.attendance,
        quorum_met: None,
        minutes: trimmed(new.minutes),
        documents: documents(new.documents),
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    settle(connection, caller, &taken, &mut meeting, true)?;
    groups::stands(caller, &taken)?;
    store::insert(connection, &meeting.kept()?)?;
    let subject = Subject::Group(group);
    journal::append(connection, caller, subject, "group_meeting.created", ABSENT, Some(&meeting))?;
    Ok(meeting)
}

/// Changes a meeting: its plan, or its record once it was held.
///
/// # Errors
/// 404, 403, 428, 412, 422; 409 where it was held or cancelled and would become something else.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    id: MeetingId,
    precondition: &Precondition,
    body: &Unparsed<MeetingPatch>,
) -> Result<Meeting> {
    let taken = groups::find_visible(connection, caller, group)?;
    let row = store::find(connection, group, id)?;
    groups::may_record(connection, caller, &taken)?;
    precondition.require(Version(row.version))?;
    let patch = body.parse()?;
    let before = Meeting::from_row(row)?;
    let mut meeting = before.clone();
    // What was true of a meeting stays so, whoever leaves the group or whatever its quorum becomes
    // later.
    let anew = patch.status.is_some() || patch.starts_at.is_some() || patch.attendance.is_some();
    if let Some(title) = patch.title {
        title.trim().clone_into(&mut meeting.title);
    }
    if let Some(at) = patch.starts_at {
        meeting.starts_at = at;
    }
    if let Some(status) = patch.status {
        meeting.status = status;
    }
    if let Some(place) = patch.place {
        meeting.place = trimmed(place);
    }
    if let Some(points) = patch.agenda {
        meeting.agenda = agenda(points);
    }
    if let Some(attendance) = patch.attendance {
        meeting.attendance = attendance;
    }
    if let Some(minutes) = patch.minutes {
        meeting.minutes = trimmed(minutes);
    }
    if let Some(listed) = patch.documents {
        meeting.documents = documents(listed);
    }
    settle(connection, caller, &taken, &mut meeting, anew)?;
    stays(before.status, meeting.status)?;
    meeting.version = before.version.saturating_add(1);
    meeting.updated_at = caller.now;
    if !store::update(connection, &meeting.kept()?, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let subject = Subject::Group(group);
    journal::append(connection, caller, subject, "group_meeting.updated", Some(&before), Some(&meeting))?;
    Ok(meeting)
}

/// Everything that speaks against a meeting as it would be, at once; and, where asked again,
/// whether it had a quorum.
fn settle(
    connection: &mut Connection,
    caller: &Context,
    group: &GroupRow,
    meeting: &mut Meeting,
    anew: bool,
) -> Result<()> {
    let mut faults = Vec::new();
    if meeting.status != MeetingStatus::Held {
        meeting.quorum_met = None;
        if !meeting.attendance.is_empty() {
            faults.push(not_held("/attendance"));
        }
        if meeting.minutes.is_some() {
            faults.push(not_held("/minutes"));
        }
    } else if anew {
        if meeting.starts_at > caller.now {
            faults.push(Fault::body(
                "/status",
                "in_the_future",
                "The meeting has not begun yet, so it was not held. Correct starts_at, or leave it planned.",
                "La réunion n'a pas encore commencé : elle n'a donc pas été tenue. Corrigez starts_at ou laissez-la prévue.",
            ));
        }
        let present = groups::members_at(connection, group.id, meeting.starts_at)?;
        let members: HashSet<_> = present.iter().map(|member| member.user_id).collect();
        let mut seen = HashSet::new();
        for (index, user) in meeting.attendance.iter().enumerate() {
            if !members.contains(user) {
                faults.push(Fault::body(
                    format!("/attendance/{index}"),
                    "not_a_member",
                    "This user did not belong to the group when the meeting began. GET /v1/groups/{id}/members says who did.",
                    "Cet utilisateur n'était pas membre du groupe au début de la réunion. GET /v1/groups/{id}/members indique qui l'était.",
                ));
            }
            if !seen.insert(user) {
                faults.push(Fault::body(
                    format!("/attendance/{index}"),
                    "repeated",
                    "This user is named twice. Name everybody once.",
                    "Cet utilisateur est nommé deux fois. Nommez chaque personne une seule fois.",
                ));
            }
        }
        meeting.quorum_met = quorum_met(group.quorum, &present, &meeting.attendance);
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

/// Refuses to change the status of a meeting that was held or cancelled.
fn stays(before: MeetingStatus, after: MeetingStatus) -> Result<()> {
    if before == after || before == MeetingStatus::Planned {
        return Ok(());
    }
    let (was, is) = (before.name(), after.name());
    Err(Error::new(Code::Conflict).with_faults(vec![Fault::body(
        "/status",
        "settled",
        format!("The meeting is \"{}\" and cannot become \"{}\". Enter another meeting.", was.en, is.en),
        format!(
            "La réunion est « {} » et ne peut devenir « {} ». Consignez une autre réunion.",
            was.fr, is.fr
        ),
    )]))
}

fn not_held(pointer: &str) -> Fault {
    Fault::body(
        pointer,
        "not_held",
        "Only a meeting that was held has this. Send the status held, or leave the field out.",
        "Seule une réunion tenue en comporte. Envoyez l'état held ou retirez ce champ.",
    )
}

fn trimmed(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
}

fn agenda(points: Vec<AgendaItem>) -> Vec<AgendaItem> {
    let kept =
        |point: AgendaItem| AgendaItem { title: point.title.trim().to_owned(), note: trimmed(point.note) };
    points.into_iter().map(kept).collect()
}

fn documents(listed: Vec<MeetingDocument>) -> Vec<MeetingDocument> {
    let kept =
        |document: MeetingDocument| MeetingDocument { title: document.title.trim().to_owned(), ..document };
    listed.into_iter().map(kept).collect()
}
