//! What the places of an office give it: its holidays, its clock, and the days on which it is open.

use super::definition::{Closures, Holiday, local_to};
use super::offices::Offices;
use super::{FIRST_DAY, LAST_DAY};
use chrono::{Datelike as _, NaiveDate};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// The provinces of the places that some codes name.
fn provinces(codes: &[String]) -> BTreeSet<&'static str> {
    let list = Offices::current();
    codes.iter().filter_map(|code| list.find(code)?.province.as_deref()).collect()
}

/// The closures that do not reach the places that some codes name.
pub(super) fn open_on(codes: &[String], closures: &Closures) -> Vec<String> {
    let here = provinces(codes);
    let open = closures.open_in.iter().filter(|(_, open)| open.iter().any(|one| here.contains(one.as_str())));
    open.map(|(code, _)| code.clone()).collect()
}

/// The holidays of the places that some codes name, and that a file gives for their office.
pub(super) fn local_holidays(codes: &[String], own: &[Holiday]) -> Vec<Holiday> {
    let of_places = provinces(codes).into_iter().flat_map(local_to);
    let others = of_places.filter(|holiday| !own.iter().any(|known| known.code == holiday.code));
    let mut all = own.to_vec();
    all.extend(others.cloned());
    all
}

/// The days of some holidays, in order.
pub(super) fn days_of(holidays: &[Holiday]) -> Vec<NaiveDate> {
    let years = FIRST_DAY.year()..=LAST_DAY.year();
    let days: BTreeSet<_> =
        years.flat_map(|year| holidays.iter().flat_map(move |holiday| holiday.days_in_year(year))).collect();
    days.into_iter().collect()
}

/// The zone that the list of offices gives for one of these codes.
pub(super) fn zone_in_list(codes: &[String]) -> Option<Tz> {
    let list = Offices::current();
    codes.iter().find_map(|code| list.find(code)).map(|office| office.zone)
}
