//! The way from a rule of law, and what set it going, to a date that explains itself.
//!
//! Pure: a computation reads the catalog, the calendars and its request, and nothing else; the same
//! request gives the same answer. The engine knows *mechanisms* (exclude the first day, skip a
//! recess, count clear days back, move off a holiday, clamp a month, deem a letter received); which
//! of them apply, with which citation, is data in `proceedings/catalog`.
//!
//! # Invariants
//! - The last step of an explanation carries the answer: `due_on`, `effective_on` for a rule that
//!   says when something counts as received, or `not_before_on` for a bar.
//! - Counting forward, one more holiday never makes a date earlier.
//! - Where the method moves the last day, `due_on` is a working day.
//! - `safe_on <= due_on <= arguable_latest_on`; either is absent where it equals `due_on`.
//! - A step that applies law cites it.
//!
//! # Which dates beside `due_on`
//! The three dates differ only on real doubt, and the data says where (`readings` of a method or a
//! rule version):
//!
//! | way of computing | `safe_on` | `arguable_latest_on` |
//! |---|---|---|
//! | statute before a court (IRPA 72, FC Act 18.1 and 27, CA 22.1) | last working day before the nominal end, where that is a day off | seasonal recess not counted, for days since 2022-01-13 (the old rule spoke of time "under these Rules") |
//! | Federal Courts Rules and orders | none: the rules themselves say what happens | none, save what a rule adds: summer under r. 20, rolled expiry under 343(3) |
//! | Supreme Court Act | as the statute above | none: the recess is "subject to section 58" |
//! | the Board, forward; Interpretation Act alone | last working day before the nominal end, where that is a day off | none |
//! | the Board, back from a hearing | working day before, where the literal rule moves *forward* to the hearing | none |
//! | local holidays (`local_holidays`, or those of `office`) | counting back: they do not count | counting forward: they do not count, and move the end |
//! | calendar days, months, hours, windows of the Court | none of their own | none |
//! | a period of the Rules whose end moved into a recess (`ends_past_recess`) | none | the first working day after it |
//! | any day on which nobody is there who must receive it (`closures`, local holidays) | the last day before on which somebody is | none |
//!
//! # Choices where the text is silent
//! - A period whose last day rolls into the recess ends there: a recess is no holiday, it is only
//!   not counted (FCR 6(3)). That it ends after the recess can be argued.
//! - Ordinary mail under FCR 143(2) is effective on the tenth day, whatever that day is; under
//!   FCCIRPR 4.1(2) it moves off a holiday.
//! - What is filed on a holiday counts from the next day that is none (FCR 71.1), and a period that
//!   runs from a filing begins there.
//! - The window of IRPA 74(b) is the Court's own: neither end rolls, and the recess does not reach
//!   it.
//! - A bar ("not before at least 30 days") gives the first day after all of it, and no last one:
//!   neither end of the period is a day on which it may be done (Interpretation Act, s. 27(1)).
//! - Hours are hours by the clock, across a change of clocks.
//! - An instant is read by the clock of the office, and by that of the principal registry where
//!   none is named: one instant gives one date, however it was written. An hour without an offset
//!   is of that clock; on a day on which the clocks go back, the first of two.
//! - What an organisation took a position on ([`PositionInForce`]) is no longer open: an adopted
//!   reading gives `due_on`, a rejected one is left out, and neither moves `safe_on` or
//!   `arguable_latest_on` any more.
//! - A practice direction on which no position was taken is a reading of its own where the
//!   computation is for a case (`open_overlays`): the other side may go by it. Computed without a
//!   case, it is a warning: whoever asks names what applies.
//! - What runs from the expiry of another time runs from its nominal end; the end to which that
//!   moved is a reading ([`Trigger::Expiry`]).
//! - An overlay takes the place of the period, so that base and addition are one (Lubana).
//! - A target (`no_fixed_date` with a period, such as IRPR 159.92) answers both.

mod acts;
mod back;
mod bar;
mod before_trigger;
mod bounds;
mod clock_change;
mod compute;
mod counting_rules;
mod error;
mod explain;
mod forward;
mod hours;
mod law;
mod length;
mod model;
mod no_law;
mod no_office;
mod office_clock;
mod on_a_reading;
mod period;
mod receipt;
mod request;
mod running;
mod staffed;
#[cfg(test)]
mod tests;

pub use acts::{
    ExtendedBy, SHORTENED, after_window, before_effect, before_the_bar, before_window, completed_by_struck,
    consent_has_no_effect, consent_reaches_half_once, explain_extended, explain_ordered, explain_shortened,
    fixed_by_law, is_doubt, is_of_act, is_of_day, is_of_effect, is_of_event, is_of_short_notice,
    is_of_window, kept_although_idle, kept_although_moved, no_last_day, time_had_run, was_over,
    without_consent,
};
pub use before_trigger::{before_its_time, is_of_early_act, met_before_its_time};
pub use bounds::beyond_bounds;
pub use clock_change::{comes_twice, left_out};
pub use compute::compute;
pub use error::ComputeError;
pub use law::Law;
pub use model::{
    Computation, Computed, EventFacts, Explanation, OfficeChoice, PositionInForce, Reading, Step, Trigger,
    Warning,
};
pub use no_law::{governing, no_law};
pub use no_office::depends_on_office;
pub use office_clock::{by_the_clock, zone_of};
pub use on_a_reading::{in_time_on_a_reading, is_of_reading};
pub(in crate::law) use request::place;
