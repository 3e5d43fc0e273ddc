//! The acts of people on a deadline: extend, shorten, complete, waive, reopen. Each is authorised,
//! journalled and, where it moves the end of a time from which another runs, carries that other one
//! along. Each stands until it is taken back ([`super::undo`]).

use super::act_days::{ActDays, agrees, belongs, did_it, invalid, not_passed};
use super::api::{Complete, Extend, Reason, Shorten};
use super::computation::{self, watch_on};
use super::dependents::recalculate_dependents;
use super::model::{DeadlineStatus, PinnedBy};
use super::standing_acts::{self, ClosingByHand, MovedDate, StandingAct};
use super::store::{self, DeadlineRow};
use super::transitions;
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::Json;
use crate::error::{Code, Error, Result};
use crate::ids::DeadlineId;
use crate::journal::{self, Action, Subject};
use crate::law::engine::{self, Explanation, ExtendedBy};
use crate::law::proceedings::{Catalog, Consent, GoverningRule, Rule};
use crate::matters::cases::CaseRow;
use crate::matters::{cases, docket, documents};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use chrono::NaiveDate;

/// A deadline that was taken for an act, with its case.
pub(super) struct LockedDeadline {
    pub(super) row: DeadlineRow,
    pub(super) case: CaseRow,
}

impl LockedDeadline {
    pub(super) fn lock(
        connection: &mut Connection,
        caller: &Context,
        id: DeadlineId,
        precondition: &Precondition,
    ) -> Result<Self> {
        let (_, case) = store::find_visible(connection, caller, id)?.ok_or_else(Error::not_found)?;
        let case = cases::service::lock(connection, caller, case.id)?.case;
        // Read again now that the case's row is ours.
        let (row, _) = store::find_visible(connection, caller, id)?.ok_or_else(Error::not_found)?;
        precondition.check(Version(row.version))?;
        Ok(Self { row, case })
    }

    fn is_other_side(&self) -> bool {
        self.case.side.is_opposed_by(self.row.actor)
    }

    /// Writes the deadline as the act leaves it, and whatever waited for its end.
    fn save(
        &self,
        connection: &mut Connection,
        caller: &Context,
        after: DeadlineRow,
        action: Action,
    ) -> Result<DeadlineRow> {
        let after = self.write(connection, caller, after, action)?;
        if after.due_on != self.row.due_on {
            recalculate_dependents(connection, caller, &self.case, &after.rule)?;
        }
        Ok(after)
    }

    /// Writes the deadline with a date that somebody set, and whatever waited for its end.
    fn save_moved(
        &self,
        connection: &mut Connection,
        caller: &Context,
        mut after: DeadlineRow,
        action: Action,
    ) -> Result<DeadlineRow> {
        let position = docket::service::last_position(connection, after.case_id)?;
        let moved = MovedDate::shown_by(&after, position)?;
        standing_acts::push(&mut after, StandingAct::Moved(moved))?;
        self.save(connection, caller, after, action)
    }

    /// Writes the deadline as the act leaves it.
    pub(super) fn write(
        &self,
        connection: &mut Connection,
        caller: &Context,
        mut after: DeadlineRow,
        action: Action,
    ) -> Result<DeadlineRow> {
        after.version = self.row.version.saturating_add(1);
        after.updated_at = caller.now;
        after.watch_on = watch_on(&after, self.case.side);
        store::update(connection, &after)?;
        let view = |row: &DeadlineRow| super::api::Deadline::from(row.clone());
        journal::append(
            connection,
            caller,
            Subject::Case(after.case_id),
            action,
            Some(&view(&self.row)),
            Some(&view(&after)),
        )?;
        Ok(after)
    }
}

fn require_open(row: &DeadlineRow) -> Result<()> {
    if matches!(row.status, DeadlineStatus::Open | DeadlineStatus::ImportedUnconfirmed) {
        return Ok(());
    }
    let state = row.status.name();
    let (way_out, voie) = if row.closed_by_hand {
        ("POST .../reopen opens it again.", "POST .../reopen la rouvre.")
    } else {
        (BY_THE_DOCKET.0, BY_THE_DOCKET.1)
    };
    Err(Error::new(Code::DeadlineClosed).with_detail(
        format!("It is not open ({}). Only an open deadline can be changed so. {way_out}", state.en),
        format!(
            "Elle n'est pas en cours ({}). Seule une échéance en cours peut être ainsi modifiée. {voie}",
            state.fr
        ),
    ))
}

/// The deadline as an act takes it up: one that waits to be confirmed is open for it.
fn taken_up(before: &DeadlineRow, today: NaiveDate) -> Result<DeadlineRow> {
    let mut row = before.clone();
    if row.status == DeadlineStatus::ImportedUnconfirmed {
        transitions::reopen(&mut row, today)?;
    }
    Ok(row)
}

/// What to do about a deadline that the docket itself ended.
const BY_THE_DOCKET: (&str, &str) = (
    "The docket ended it. Correct the event that did: PATCH /v1/cases/{id}/events/{event_id}.",
    "C'est le dossier de la cour qui y a mis fin. Corrigez l'événement en cause : PATCH /v1/cases/{id}/events/{event_id}.",
);

/// The rule of a deadline, in the version that governs it.
fn law_of(row: &DeadlineRow) -> Result<GoverningRule<'static>> {
    Ok(rule_of(row)?.governed_by_version(&row.rule_version))
}

fn rule_of(row: &DeadlineRow) -> Result<&'static Rule> {
    let rule = Catalog::current().rule(&row.rule);
    rule.ok_or_else(|| Error::internal(format!("no rule {} in the catalog", row.rule)))
}

/// Refuses to move the date of what has none that anybody can move.
///
/// # Errors
/// 422 that says why, and what is corrected or waived instead.
fn refuse_immovable(row: &DeadlineRow) -> Result<()> {
    refuse_fixed("/by", row)?;
    if transitions::is_bar(row) {
        let text = engine::no_last_day(law_of(row)?);
        return Err(invalid("/until", "no_last_day", text.en, text.fr));
    }
    Ok(())
}

/// Refuses an act on a day that the law itself sets.
///
/// # Errors
/// 422 that says what is corrected instead.
fn refuse_fixed(pointer: &str, row: &DeadlineRow) -> Result<()> {
    let law = law_of(row)?;
    if !law.rule.fixed {
        return Ok(());
    }
    let text = engine::fixed_by_law(law);
    Err(invalid(pointer, "fixed_by_law", text.en, text.fr))
}

const fn moved_by(by: PinnedBy) -> ExtendedBy {
    match by {
        PinnedBy::Order => ExtendedBy::Order,
        PinnedBy::Consent => ExtendedBy::Consent,
        PinnedBy::Direction => ExtendedBy::Direction,
    }
}

/// Gives a deadline a date that an order, consent or a direction set, and pins it.
fn pin(
    caller: &Context,
    before: &DeadlineRow,
    to: NaiveDate,
    by: PinnedBy,
    explanation: &Explanation,
) -> Result<DeadlineRow> {
    let mut row = taken_up(before, caller.today)?;
    let author = transitions::MoveAuthor { at: caller.now, by: Some(caller.user.id) };
    transitions::push_previous_date(&mut row, before, by.code(), None, author)?;
    row.explanation = Json::of(explanation)?;
    row.warnings = Json::of(&computation::NONE)?;
    row.due_on = Some(to);
    row.nominal_on = Some(to);
    row.sort_on = to;
    row.due_at = None;
    row.safe_on = None;
    row.arguable_latest_on = None;
    row.no_fixed_date = false;
    row.pinned = true;
    row.pinned_by = Some(by);
    row.remind_on = Some(caller.today);
    Ok(row)
}

/// Moves the date to a later one, by an order, by consent or by a direction, and pins it. Where
/// consent goes further than the law lets it, the day that is safe on every reading stays what it
/// was, and a warning says why.
///
/// # Errors
/// 404, 403, 412; 422, also for consent where the law gives it no effect, and where nobody can move
/// it; 409 where the deadline is not open.
pub fn extend(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
    precondition: &Precondition,
    body: &Unparsed<Extend>,
) -> Result<DeadlineRow> {
    let locked = LockedDeadline::lock(connection, caller, id, precondition)?;
    let before = &locked.row;
    let extend = body.parse()?;
    refuse_immovable(before)?;
    let event = belongs(connection, before, extend.event_id)?;
    let days = ActDays::of(connection, &locked.case, before, caller.today)?;
    days.check_new_date(before, extend.until)?;
    if let Some(on) = extend.on {
        days.check_past("/on", on)?;
        agrees(extend.by, event.as_ref(), on)?;
    }
    let of_event = event.as_ref().map(|event| event.occurred_on);
    let made_on = extend.on.or(of_event);
    if let Some(due_on) = before.due_on.filter(|due_on| extend.until <= *due_on) {
        return Err(invalid(
            "/until",
            "not_later",
            format!(
                "An extension is to a later day than the present one, {due_on}. POST .../shorten sets an earlier one."
            ),
            format!(
                "Une prorogation vise un jour postérieur à la date actuelle, le {due_on}. POST .../shorten fixe une date antérieure."
            ),
        ));
    }
    not_passed(extend.until, made_on)?;
    require_open(before)?;
    let law = law_of(before)?;
    if extend.by == PinnedBy::Consent && law.rule.consent == Some(Consent::None) {
        let text = engine::consent_has_no_effect(law);
        return Err(invalid("/by", "consent_has_no_effect", text.en, text.fr));
    }
    let explanation: Explanation = before.explanation.parse()?;
    let mut explanation = engine::explain_extended(
        law,
        &explanation,
        extend.until,
        moved_by(extend.by),
        made_on.unwrap_or(caller.today),
    );
    let warning =
        if extend.by == PinnedBy::Consent { consent_warning(law, before, extend.until)? } else { None };
    let safe_on = before.safe_on.or(before.due_on).filter(|safe| warning.is_some() && *safe < extend.until);
    if let (Some(warning), Some(safe_on)) = (&warning, safe_on) {
        explanation.readings.push(engine::without_consent(law, warning, safe_on));
    }
    let mut row = pin(caller, before, extend.until, extend.by, &explanation)?;
    row.safe_on = safe_on;
    if warning.is_some() {
        // What waits for the end of this time may have to be counted from the end that it had.
        row.nominal_on = before.nominal_on;
    }
    row.warnings = Json::of(&warning.into_iter().collect::<Vec<_>>())?;
    row.closing_note = extend.reason;
    locked.save_moved(connection, caller, row, "deadline.extended")
}

/// The reason why consent may not carry a date so far.
fn consent_warning(
    law: GoverningRule<'_>,
    row: &DeadlineRow,
    until: NaiveDate,
) -> Result<Option<engine::Warning>> {
    let earlier: Vec<super::model::PreviousDate> = row.previous_dates.parse()?;
    let was_extended_before = earlier.iter().any(|date| date.reason == PinnedBy::Consent.code());
    let over_half = || {
        let (start, end) = row.trigger_on.zip(row.nominal_on.or(row.due_on))?;
        let period = end.signed_duration_since(start).num_days();
        let more = until.signed_duration_since(end).num_days();
        (more.saturating_mul(2) > period).then_some(())
    };
    Ok(match law.rule.consent {
        Some(Consent::HalfOnce) if was_extended_before || over_half().is_some() => {
            Some(engine::consent_reaches_half_once(law))
        }
        _ => None,
    })
}

/// Moves the date to an earlier one, by an order, by consent or by a direction, and pins it.
///
/// # Errors
/// 404, 403, 412, 422; 409 where the deadline is not open.
pub fn shorten(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
    precondition: &Precondition,
    body: &Unparsed<Shorten>,
) -> Result<DeadlineRow> {
    let locked = LockedDeadline::lock(connection, caller, id, precondition)?;
    let before = &locked.row;
    let shorten = body.parse()?;
    refuse_immovable(before)?;
    let event = belongs(connection, before, shorten.event_id)?;
    let days = ActDays::of(connection, &locked.case, before, caller.today)?;
    days.check_new_date(before, shorten.until)?;
    if let Some(due_on) = before.due_on.filter(|due_on| shorten.until >= *due_on) {
        return Err(invalid(
            "/until",
            "not_earlier",
            format!(
                "Shortening is to an earlier day than the present one, {due_on}. POST .../extend sets a later one."
            ),
            format!(
                "Une abrégation vise un jour antérieur à la date actuelle, le {due_on}. POST .../extend fixe une date postérieure."
            ),
        ));
    }
    let made_on = event.map(|event| event.occurred_on);
    not_passed(shorten.until, made_on)?;
    require_open(before)?;
    let explanation: Explanation = before.explanation.parse()?;
    let (by, made_on) = (moved_by(shorten.by), made_on.unwrap_or(caller.today));
    let explanation = engine::explain_shortened(law_of(before)?, &explanation, shorten.until, by, made_on);
    let mut row = pin(caller, before, shorten.until, shorten.by, &explanation)?;
    row.closing_note = shorten.reason;
    locked.save_moved(connection, caller, row, "deadline.shortened")
}

/// Records that a deadline was met, and by which event or document.
///
/// # Errors
/// 404, 403, 412, 422; 409 where the deadline is not open.
pub fn complete(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
    precondition: &Precondition,
    body: &Unparsed<Complete>,
) -> Result<DeadlineRow> {
    let locked = LockedDeadline::lock(connection, caller, id, precondition)?;
    let before = &locked.row;
    let complete = body.parse()?;
    let days = ActDays::of(connection, &locked.case, before, caller.today)?;
    let early = days.check_done(&locked.case, before, complete.on)?;
    let rule = rule_of(before)?;
    if let Some(takes_effect) = before.due_on.filter(|day| rule.takes_effect_by_law() && complete.on < *day) {
        let text = engine::before_effect(law_of(before)?, complete.on, takes_effect).text;
        return Err(invalid("/on", "before_effect", text.en, text.fr));
    }
    if let Some(event) = belongs(connection, before, complete.event_id)? {
        did_it(&event, complete.on)?;
    }
    if let Some(document) = complete.document_id
        && !documents::service::is_of_case(connection, caller, &locked.case, document)?
    {
        return Err(Error::invalid(vec![documents::wording::unknown_document("/document_id")]));
    }
    require_open(before)?;
    let mut row = taken_up(before, caller.today)?;
    let status = transitions::judged(&row, locked.is_other_side(), complete.on);
    transitions::close_by_hand(&mut row, status, complete.on, caller.user.id);
    row.closed_by_event_id = complete.event_id;
    row.closed_by_document_id = complete.document_id;
    row.closing_note = complete.note;
    transitions::warn_of_window(&mut row, rule, complete.on)?;
    transitions::warn_of_early(&mut row, early)?;
    standing_acts::push(&mut row, StandingAct::Closed)?;
    locked.save(connection, caller, row, "deadline.completed")
}

/// Waives a deadline.
///
/// # Errors
/// 404, 403, 412, 422; 409 where the deadline is not open.
pub fn waive(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
    precondition: &Precondition,
    body: &Unparsed<Reason>,
) -> Result<DeadlineRow> {
    let locked = LockedDeadline::lock(connection, caller, id, precondition)?;
    let reason = body.parse()?.reason;
    refuse_fixed("/reason", &locked.row)?;
    require_open(&locked.row)?;
    let mut row = taken_up(&locked.row, caller.today)?;
    transitions::close_by_hand(&mut row, DeadlineStatus::Waived, caller.today, caller.user.id);
    row.closing_note = Some(reason);
    standing_acts::push(&mut row, StandingAct::Closed)?;
    locked.save(connection, caller, row, "deadline.waived")
}

/// Reopens a deadline.
///
/// # Errors
/// 404, 403, 412, 422; 409 where the deadline is open, or the docket itself ended it.
pub fn reopen(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
    precondition: &Precondition,
    body: &Unparsed<Reason>,
) -> Result<DeadlineRow> {
    let locked = LockedDeadline::lock(connection, caller, id, precondition)?;
    let before = &locked.row;
    let reason = body.parse()?.reason;
    if before.status == DeadlineStatus::Open {
        return Err(Error::new(Code::Conflict).with_detail("It is open.", "Elle est ouverte."));
    }
    if !before.closed_by_hand {
        return Err(Error::new(Code::Conflict).with_detail(BY_THE_DOCKET.0, BY_THE_DOCKET.1));
    }
    let mut row = before.clone();
    transitions::reopen(&mut row, caller.today)?;
    row.closing_note = Some(reason);
    standing_acts::push(&mut row, StandingAct::Reopened(ClosingByHand::of(before)))?;
    locked.save(connection, caller, row, "deadline.reopened")
}
