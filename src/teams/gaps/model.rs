//! The gaps of a responsibility, from the roles that are held and the dates that are set. Pure.

use crate::coded::coded;
use crate::duties::responsibilities::matrix::{Matrix, Responsibility, Share};
use crate::law::proceedings::Catalog;

coded! {
    /// What is wrong with how a share in a responsibility is held.
    #[derive(PartialOrd, Ord)]
    pub enum GapKind {
        /// Nobody answers for it.
        NoAccountable = "no_accountable", "Nobody answers for it", "Personne n'en répond";
        /// Nobody does it.
        NoResponsible = "no_responsible", "Nobody does it", "Personne ne s'en charge";
        /// A group holds it that nobody chairs.
        GroupWithoutChair = "group_without_chair", "The group has no chair", "Le groupe n'a pas de présidence";
        /// Whoever holds it has no active account.
        HolderInactive = "holder_inactive", "The holder's account is not active", "Le compte du titulaire n'est pas actif";
        /// Whoever holds it is away, and nobody acts for them.
        HolderAbsent = "holder_absent", "The holder is away", "Le titulaire est absent";
        /// Whoever holds it is not cleared for the case.
        HolderNotCleared = "holder_not_cleared", "The holder is not cleared", "Le titulaire n'est pas habilité";
        /// It ends soon.
        Expiring = "expiring", "It ends soon", "Elle prend bientôt fin";
        /// An order on the docket was to set its date, and does not.
        DateNotOrdered = "date_not_ordered", "The order sets no date", "L'ordonnance ne fixe aucune date";
    }
}

/// The roles that are held: at all, by somebody who is there, and by somebody who stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoleMasks {
    /// The roles that are held at all.
    pub held: i64,
    /// The roles that are held by somebody who is there.
    pub present: i64,
    /// The roles that are held by somebody who is there, and for longer than the time ahead.
    pub durable: i64,
}

impl RoleMasks {
    /// These masks, with those of a portfolio for each role that is not held at all.
    #[must_use]
    pub const fn or_where_unheld(self, other: Self) -> Self {
        let free = !self.held;
        Self {
            held: self.held | (other.held & free),
            present: self.present | (other.present & free),
            durable: self.durable | (other.durable & free),
        }
    }
}

/// The masks that a responsibility needs.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// The roles that do it.
    pub responsible: i64,
    /// The roles that answer for it.
    pub accountable: i64,
}

impl Needs {
    /// Those of a responsibility, where the roles have their bits in this order.
    #[must_use]
    pub fn of(responsibility: &Responsibility, roles: &[String]) -> Self {
        let mask = |like: fn(Share) -> bool| {
            responsibility
                .roles(like)
                .filter_map(|role| roles.iter().position(|known| known == role))
                .fold(0, |mask, bit| mask | bit_of(bit))
        };
        Self { responsible: mask(Share::is_responsible), accountable: mask(Share::is_accountable) }
    }

    /// Whether somebody who stays does it, and somebody who stays answers for it.
    #[must_use]
    pub const fn are_met(self, masks: RoleMasks) -> bool {
        masks.durable & self.responsible != 0 && masks.durable & self.accountable != 0
    }
}

/// A date that the law makes an order set.
#[derive(Clone, Debug)]
pub struct RequiredDate {
    /// The proceeding.
    pub proceeding: &'static str,
    /// The order: an event of the proceeding.
    pub event: &'static str,
    /// The rule whose date it sets.
    pub rule: &'static str,
    /// The responsibility to which that belongs.
    pub responsibility: &'static str,
    /// The events after which it matters no more: what was to be done is done, or moot.
    pub over: Vec<&'static str>,
}

/// The dates that the law makes orders set, in every proceeding: each has the bit of its place.
#[must_use]
pub fn required_dates() -> Vec<RequiredDate> {
    let mut all = Vec::new();
    for proceeding in Catalog::current().proceedings() {
        for event in &proceeding.events {
            for date in event.sets.iter().filter(|date| date.required) {
                let deadlines = proceeding.deadlines.iter();
                let of_rule = deadlines.filter(|deadline| deadline.rule == date.rule);
                let of_rule =
                    of_rule.filter_map(|deadline| Some((deadline, deadline.responsibility.as_deref()?)));
                all.extend(of_rule.map(|(deadline, responsibility)| {
                    RequiredDate {
                        proceeding: &proceeding.code,
                        event: &event.code,
                        rule: &date.rule,
                        responsibility,
                        over: deadline
                            .met_by
                            .iter()
                            .flatten()
                            .chain(&deadline.cancelled_by)
                            .map(String::as_str)
                            .collect(),
                    }
                }));
            }
        }
    }
    all
}

/// The bit of a role, or of a date.
#[must_use]
pub const fn bit_of(position: usize) -> i64 {
    if position < 62 { 1 << position } else { 0 }
}

/// The roles of some matrices, each with a bit.
#[must_use]
pub fn bits<'a>(matrices: impl Iterator<Item = &'a Matrix>) -> Vec<String> {
    let mut roles: Vec<String> = matrices.flat_map(Matrix::roles).map(|role| role.code.clone()).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_need_is_met_by_who_is_there_and_stays() {
        let matrix = Matrix::builtin();
        let roles = bits(std::iter::once(matrix));
        let bit = |role: &str| bit_of(roles.iter().position(|known| known == role).unwrap());
        let needs = Needs::of(matrix.responsibility("R05").unwrap(), &roles);
        assert_eq!((needs.accountable, needs.responsible), (bit("JCO"), bit("JPL")));
        let both = bit("JCO") | bit("JPL");
        assert!(needs.are_met(RoleMasks { held: both, present: both, durable: both }));
        assert!(!needs.are_met(RoleMasks { held: both, present: both, durable: bit("JCO") }));
    }

    #[test]
    fn a_portfolio_holds_only_what_nobody_holds_on_the_case() {
        let case = RoleMasks { held: 1, present: 0, durable: 0 };
        let portfolio = RoleMasks { held: 3, present: 3, durable: 3 };
        assert_eq!(case.or_where_unheld(portfolio), RoleMasks { held: 3, present: 2, durable: 2 });
    }
}
