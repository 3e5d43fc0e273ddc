//! Taking positions, adopting the law, changing reminders: and what moves with that.

use super::api::{
    AdoptLaw, LawInForce, OpenReading, OrganizationPosition, PositionInput, PositionOutcome, Profile,
    ProfilePatch, Recalculated, RemindersPatch,
};
use crate::access::context::Context;
use crate::db::types::{Instant, Json};
use crate::db::{Connection, Mode};
use crate::duties::deadlines::recalculation::{RecalculatedCase, Recalculation, Tally};
use crate::duties::notifications;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, OrganizationId, PositionId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::law::engine::{Law, PositionInForce};
use crate::law::proceedings::Catalog;
use crate::matters::cases;
use crate::people::profiles::model::{Adopted, Position, PositionKind, ReminderPolicy, TakenPosition};
use crate::people::profiles::service as profiles;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use serde_json::Value;
use std::collections::BTreeMap;

/// The code of the reading that local holidays count.
const LOCAL_HOLIDAYS: &str = "local_holidays";

/// The longest time before a deadline at which somebody can be reminded, in days.
const LONGEST: i16 = 365;

/// The questions that the law leaves open, by code: readings of rules and of ways of computing
/// time, and practice directions.
#[must_use]
pub fn open_readings(catalog: &Catalog) -> Vec<OpenReading> {
    let mut found = BTreeMap::<String, OpenReading>::new();
    let mut add = |kind, code: &str, text: &crate::text::Text, citation: &crate::text::Text, rule: &str| {
        let reading = found.entry(code.to_owned()).or_insert_with(|| OpenReading {
            code: code.to_owned(),
            kind,
            text: text.clone(),
            citation: citation.clone(),
            rules: Vec::new(),
        });
        if !reading.rules.iter().any(|known| known == rule) {
            reading.rules.push(rule.to_owned());
        }
    };
    for rule in catalog.rules() {
        for version in &rule.versions {
            let method = version.method.as_deref().and_then(|code| catalog.method(code));
            let of_method = method.into_iter().flat_map(|method| &method.readings);
            for reading in of_method.chain(&version.readings) {
                add(PositionKind::Reading, &reading.code, &reading.text, &reading.citation, &rule.code);
            }
            if let Some(local) = method.and_then(|method| method.local_holidays.as_ref()) {
                add(PositionKind::Reading, LOCAL_HOLIDAYS, &local.text, &local.citation, &rule.code);
            }
        }
    }
    for overlay in catalog.overlays() {
        for rule in &overlay.rules {
            add(PositionKind::Overlay, &overlay.code, &overlay.name, &overlay.citation, rule);
        }
    }
    found.into_values().collect()
}

/// The law that this server computes with, and what the caller's organisation adopted.
///
/// # Errors
/// 403.
pub fn in_force(connection: &mut Connection, caller: &Context) -> Result<LawInForce> {
    caller.require_permission()?;
    let law = Law::current();
    let adopted = profiles::adopted(connection, caller.user.organization_id)?;
    let version = law.version();
    Ok(LawInForce {
        rules: law.catalog.rules().len(),
        proceedings: law.catalog.proceedings().len(),
        overlays: law.catalog.overlays().len(),
        calendars: law.calendars.all().count(),
        is_adopted: adopted.as_ref().is_some_and(|adopted| adopted.law_version == version),
        version,
        adopted: adopted.map(Into::into),
    })
}

/// Refuses any organisation but the caller's own: no other has a profile for the caller.
fn own(caller: &Context, organization: OrganizationId) -> Result<()> {
    if organization == caller.user.organization_id { Ok(()) } else { Err(Error::not_found()) }
}

/// The profile of an organisation: what it goes by.
///
/// # Errors
/// 404 for another organisation than the caller's, 403.
pub fn profile(
    connection: &mut Connection,
    caller: &Context,
    organization: OrganizationId,
) -> Result<Profile> {
    own(caller, organization)?;
    caller.require_permission()?;
    read(connection, organization)
}

fn read(connection: &mut Connection, organization: OrganizationId) -> Result<Profile> {
    let (policy, of_policy) = profiles::versioned_reminder_policy(connection, organization)?;
    let positions = profiles::all(connection, organization)?;
    // Each position that is taken or ended, and each change of the reminders, makes it grow.
    let of_positions: i64 = positions.iter().map(|taken| taken.version).sum();
    Ok(Profile {
        organization_id: organization,
        reminders: policy.into(),
        positions: positions.into_iter().map(Into::into).collect(),
        version: of_positions.saturating_add(of_policy).saturating_add(1),
    })
}

/// Changes when an organisation's people are reminded. Its open deadlines are looked at again.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    organization: OrganizationId,
    precondition: &Precondition,
    body: &Unparsed<ProfilePatch>,
) -> Result<Profile> {
    let before = profile(connection, caller, organization)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let Some(reminders) = patch.reminders else { return Ok(before) };
    let (policy, version) = profiles::versioned_reminder_policy(connection, organization)?;
    let policy = merged(policy, reminders)?;
    let next = version.saturating_add(1);
    profiles::write_reminder_policy(connection, organization, &policy, next, caller.now)?;
    notifications::dispatch::look_again(connection, organization, caller.today)?;
    let after = read(connection, organization)?;
    let subject = Subject::Organization(organization);
    let (was, is) = (&before.reminders, &after.reminders);
    journal::append(connection, caller, subject, "reminders.updated", Some(was), Some(is))?;
    Ok(after)
}

fn merged(policy: ReminderPolicy, patch: RemindersPatch) -> Result<ReminderPolicy> {
    let mut faults = Vec::new();
    let mut days = |name: &str, days: Option<Vec<i16>>, kept: Vec<i16>| {
        let Some(mut days) = days else { return kept };
        for (index, day) in days.iter().enumerate() {
            if !(0..=LONGEST).contains(day) {
                faults.push(Fault::body(
                    format!("/reminders/{name}/{index}"),
                    "out_of_range",
                    format!("Days before a deadline are 0 to {LONGEST}."),
                    format!("Le nombre de jours avant une échéance va de 0 à {LONGEST}."),
                ));
            }
        }
        days.sort_unstable_by(|one, other| other.cmp(one));
        days.dedup();
        days
    };
    let responsible_days = days("responsible_days", patch.responsible_days, policy.responsible_days);
    let accountable_days = days("accountable_days", patch.accountable_days, policy.accountable_days);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    Ok(ReminderPolicy {
        responsible_days,
        accountable_days,
        overdue_responsible: patch.overdue_responsible.unwrap_or(policy.overdue_responsible),
        overdue_accountable: patch.overdue_accountable.unwrap_or(policy.overdue_accountable),
    })
}

/// Takes a position, or gives one up, and recalculates the organisation's open deadlines; a preview
/// only shows it.
///
/// # Errors
/// 404, 403, 412, 422; 409 where there is no position to give up, or the same one holds already.
pub fn take_position(
    connection: &mut Connection,
    caller: &Context,
    organization: OrganizationId,
    precondition: &Precondition,
    body: &Unparsed<PositionInput>,
    mode: Mode,
) -> Result<PositionOutcome> {
    let seen = profile(connection, caller, organization)?.version;
    precondition.check(Version(seen))?;
    let new = body.parse()?;
    let kind = kind_of(caller, &new)?;
    let mut current = profiles::current(connection, organization)?;
    let same = |taken: &TakenPosition| taken.code == new.code && taken.rule == new.rule;
    let before = current.iter().position(same).map(|index| current.remove(index));
    let held = before.as_ref().map_or(Position::Open, |taken| taken.position);
    if held == new.position {
        let held = held.code();
        return Err(Error::new(Code::Conflict).with_detail(
            format!(
                "That is the position already ({held}). GET /v1/organizations/{{id}}/profile lists them."
            ),
            format!(
                "Cette position est déjà prise ({held}). GET /v1/organizations/{{id}}/profile les énumère."
            ),
        ));
    }
    let taken = (new.position != Position::Open).then(|| TakenPosition {
        id: PositionId::generate(),
        kind,
        code: new.code,
        rule: new.rule,
        position: new.position,
        reason: new.reason,
        group: new.group,
        decision_number: new.decision_number,
        decided_on: new.decided_on,
        taken_by: caller.user.id,
        from: caller.now,
        until: None,
        version: 1,
    });
    current.extend(taken.clone());
    if !mode.is_preview() {
        if let Some(before) = &before {
            profiles::give_up(connection, before.id, caller.now)?;
        }
        if let Some(taken) = &taken {
            profiles::take(connection, organization, taken)?;
        }
        let view = |taken: &TakenPosition| OrganizationPosition::from(taken.clone());
        let (was, is) = (before.as_ref().map(view), taken.as_ref().map(view));
        let subject = Subject::Organization(organization);
        journal::append(connection, caller, subject, "position.taken", was.as_ref(), is.as_ref())?;
    }
    let holding: Vec<PositionInForce> = current.iter().map(TakenPosition::in_force).collect();
    let (recalculation, _) = recalculate(connection, caller, organization, &holding, mode)?;
    Ok(PositionOutcome { position: taken.map(Into::into), recalculation })
}

/// The kind of what a position is about, if there is such a thing.
fn kind_of(caller: &Context, new: &PositionInput) -> Result<PositionKind> {
    let catalog = Catalog::current();
    let mut faults = Vec::new();
    let known = open_readings(catalog);
    let reading = known.iter().find(|reading| reading.code == new.code);
    match (reading, new.rule.as_deref()) {
        (None, _) => {
            let codes: Vec<_> = known.iter().map(|reading| reading.code.as_str()).collect();
            let codes = codes.join(", ");
            faults.push(Fault::body(
                "/code",
                "unknown_reading",
                format!("Nothing that is open in law has this code. Known: {codes}."),
                format!("Aucune question de droit ouverte ne porte ce code. Codes connus : {codes}."),
            ));
        }
        (Some(reading), Some(rule)) if !reading.rules.iter().any(|known| known == rule) => {
            let rules = reading.rules.join(", ");
            let exists = catalog.rule(rule).is_some();
            faults.push(Fault::body(
                "/rule",
                if exists { "rule_not_concerned" } else { "unknown_rule" },
                format!("It does not bear on this rule; it bears on {rules}."),
                format!("Elle ne concerne pas cette règle; elle concerne {rules}."),
            ));
        }
        _ => {}
    }
    if new.decided_on.is_some_and(|day| day > caller.today) {
        faults.push(cases::service::future("/decided_on", caller.today));
    }
    match reading {
        Some(reading) if faults.is_empty() => Ok(reading.kind),
        _ => Err(Error::invalid(faults)),
    }
}

/// Adopts the law of this server: recalculates the organisation's open deadlines, and writes down
/// that it did. There is nothing to write down if somebody did so before and nothing is left to
/// move.
///
/// # Errors
/// 403, 422; 409 where the law of the server is another than the one that was looked at.
pub fn adopt(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<AdoptLaw>,
    mode: Mode,
) -> Result<Recalculated> {
    caller.require_permission()?;
    let asked = body.parse()?;
    let version = Law::current().version();
    if let Some(seen) = asked.version.filter(|seen| *seen != version) {
        return Err(Error::new(Code::Conflict).with_detail(
            format!("The server goes by the law {version}, not {seen}. Look at it again: POST /v1/catalog/adopt?dry_run=true."),
            format!("Le serveur applique le droit {version}, et non {seen}. Examinez-le de nouveau : POST /v1/catalog/adopt?dry_run=true."),
        ));
    }
    let organization = caller.user.organization_id;
    let holding = profiles::positions_in_force(connection, organization)?;
    let (recalculated, tally) = recalculate(connection, caller, organization, &holding, mode)?;
    let before = profiles::adopted(connection, organization)?;
    let is_new = |before: Adopted| before.by.is_none() || before.law_version != version;
    if !mode.is_preview() && (tally.moved > 0 || before.is_none_or(is_new)) {
        let by = Some(caller.user.id);
        let adopted = profiles::adopt(connection, organization, &version, by, caller.now, tally.moved)?;
        let (subject, adoption) = (Subject::Organization(organization), super::api::Adoption::from(adopted));
        journal::append(connection, caller, subject, "law.adopted", ABSENT, Some(&adoption))?;
    }
    Ok(recalculated)
}

/// Recalculates, and lists what the caller may see of it.
fn recalculate(
    connection: &mut Connection,
    caller: &Context,
    organization: OrganizationId,
    positions: &[PositionInForce],
    mode: Mode,
) -> Result<(Recalculated, Tally)> {
    let law = Law::current();
    let mut recalculated = Recalculated::by(law.version());
    let recalculation = Recalculation {
        organization,
        law,
        positions,
        now: caller.now,
        written_by: (!mode.is_preview()).then_some(caller),
    };
    let tally = recalculation.run(connection, |connection, outcomes: &[RecalculatedCase<'_>]| {
        let ids: Vec<CaseId> = outcomes.iter().map(|outcome| outcome.case.id).collect();
        let visible = cases::service::visible_among(connection, caller, &ids)?;
        for outcome in outcomes.iter().filter(|outcome| visible.contains(&outcome.case.id)) {
            for proposal in outcome.proposals() {
                recalculated.add(outcome.case.file_number.as_deref(), &proposal);
            }
        }
        Ok(())
    })?;
    recalculated.finish(tally);
    Ok((recalculated, tally))
}

/// The answer that was given once about a recalculation, as far as the caller may see it now.
pub fn moved_again(connection: &mut Connection, caller: &Context, told: Json) -> Result<Json> {
    let mut value: Value = told.parse()?;
    let hidden = cases::views::hidden_in(connection, caller, &value)?;
    if hidden.is_empty() {
        return Ok(told);
    }
    let within = if value.get("recalculation").is_some() { "/recalculation" } else { "" };
    let Some(Value::Object(recalculated)) = value.pointer_mut(within) else { return Ok(told) };
    let mut left = [0_i64; 2];
    if let Some(Value::Array(proposals)) = recalculated.get_mut("proposals") {
        proposals.retain(|proposal| {
            let case = proposal.get("case_id").and_then(Value::as_str).and_then(|id| id.parse().ok());
            case.is_some_and(|case: CaseId| !hidden.contains(&case))
        });
        let kept = proposals.iter().filter(|proposal| proposal.get("kept_because").is_some()).count();
        left = [proposals.len().saturating_sub(kept), kept].map(|count| i64::try_from(count).unwrap_or(0));
    }
    for (name, count) in ["moved", "kept"].into_iter().zip(left) {
        recalculated.insert(name.to_owned(), count.into());
    }
    Ok(Json::of(&value)?)
}

/// The deadlines that a new state of the law would move in an organisation, case by case: for the
/// command line.
pub fn impact(
    connection: &mut Connection,
    organization: OrganizationId,
    now: Instant,
    mut tell: impl FnMut(&RecalculatedCase<'_>),
) -> Result<Tally> {
    let positions = profiles::positions_in_force(connection, organization)?;
    let law = Law::current();
    let recalculation = Recalculation { organization, law, positions: &positions, now, written_by: None };
    recalculation.run(connection, |_, outcomes| {
        outcomes.iter().for_each(&mut tell);
        Ok(())
    })
}

/// The deadlines that the law of this server would move, if an organisation has not adopted it.
pub fn pending(
    connection: &mut Connection,
    organization: OrganizationId,
    now: Instant,
) -> Result<Option<Tally>> {
    let version = Law::current().version();
    let adopted = profiles::adopted(connection, organization)?;
    if adopted.is_some_and(|adopted| adopted.law_version == version) {
        return Ok(None);
    }
    impact(connection, organization, now, |_| {}).map(Some)
}

/// Writes down that an organisation goes by the law of this server, if that moves nothing: there is
/// nothing to consent to.
pub fn adopt_unchanged(
    connection: &mut Connection,
    organization: OrganizationId,
    now: Instant,
) -> Result<()> {
    let version = Law::current().version();
    profiles::adopt(connection, organization, &version, None, now, 0).map(|_| ())
}
