//! Which case is whose, in what state, and when it was opened: as in the yardstick's own `data.sql`.

use super::courses::Kind;

/// The number of days on which templates begin, over which all cases are spread.
pub const DAYS: u64 = 48;
/// The hours of a day within which things are recorded, in microseconds.
const HOURS: u64 = 5 * 3_600 * 1_000_000;

/// How many cases there are.
pub struct Plan {
    /// The number.
    pub cases: u64,
}

/// One of them.
pub struct CasePlan {
    /// Its number.
    pub number: u64,
    /// The day on which its template begins.
    pub day: u64,
    /// What happens in it.
    pub kind: Kind,
    /// Whether a wall keeps the second counsel from it.
    pub walled: bool,
    /// The number of who holds it.
    pub lead: u64,
    /// The number of the second counsel.
    pub second: u64,
    /// How far into the hours of its day it was opened, in microseconds.
    pub opened: u64,
}

impl Plan {
    /// A plan of so many cases.
    pub fn of(cases: u64) -> Self {
        assert!(cases > 0 && cases.is_multiple_of(10_000), "a multiple of 10,000");
        Self { cases }
    }

    /// All cases, in the order in which they were opened.
    pub fn all(&self) -> impl Iterator<Item = CasePlan> {
        (0..self.cases).map(|number| self.case(number))
    }

    /// The case of this number.
    pub fn case(&self, number: u64) -> CasePlan {
        let (organization, row) = (number % 20, number / 20);
        let step = self.cases / 4_000;
        let measured = row % step == 0 && row / step < 200;
        let is_open = measured || scattered(number, 1) % 1_024 < 307;
        let kind = match (measured, is_open, row % 3) {
            (true, ..) | (_, true, 0) => Kind::DetentionContinued,
            (_, true, _) => Kind::AppealPending,
            (_, false, 0) => Kind::Released,
            (_, false, 1) => Kind::Removed,
            (_, false, _) => Kind::AppealWithdrawn,
        };
        CasePlan {
            number,
            day: number * DAYS / self.cases,
            kind,
            walled: number % 200 == 3,
            lead: if measured { 20 + organization } else { 40 + organization + 20 * (row % 23) },
            second: 40 + organization + 20 * ((row + 7) % 23),
            opened: (number * DAYS % self.cases) * (HOURS / self.cases),
        }
    }
}

impl CasePlan {
    /// How far into the hours of its day something was recorded, in microseconds: the opening in
    /// the order of the cases, everything later in none. Tens of them, so that an instant has six
    /// digits in each of its spellings.
    pub fn within_day(&self, time: usize) -> u64 {
        let salt = u64::try_from(time).expect("a place in a course");
        let within = if time == 0 { self.opened } else { scattered(self.number, 100 + salt) % HOURS };
        within / 10 * 10
    }
}

/// A number that looks like chance and is the same each time (splitmix64).
pub const fn scattered(number: u64, salt: u64) -> u64 {
    let mut mixed = number.wrapping_add(salt.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
