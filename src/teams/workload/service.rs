//! Counting work.

use super::api::{Workload, WorkloadBy};
use super::store::{self, DueWindow, WorkloadFilter};
use super::weights::Weights;
use crate::access::context::Context;
use crate::chronology;
use crate::db::Connection;
use crate::error::Result;
use crate::people::identity;
use std::collections::HashMap;
use std::hash::Hash;

pub use super::suggestion::suggest;

/// Roles are few: all of them are read, and put in order here, because a database may put letters
/// and hyphens in another one.
const ALL: i64 = i64::MAX;

/// A page of work, by key, and how many have some if that is wanted.
pub fn page(
    connection: &mut Connection,
    caller: &Context,
    by: WorkloadBy,
    filter: &WorkloadFilter,
    after: Option<&str>,
    fetch: i64,
    wanted: bool,
) -> Result<(Vec<Workload>, Option<i64>)> {
    let most = usize::try_from(fetch).unwrap_or(usize::MAX);
    macro_rules! page_by {
        ($of:ident, $after:expr, $limit:expr, $view:expr) => {{
            let after = $after;
            let mut keys = Vec::from_iter(store::$of::keys(
                connection,
                caller,
                filter,
                after.as_ref().filter(|_| $limit != ALL),
                $limit,
            )?);
            let count =
                wanted.then(|| store::$of::keys(connection, caller, filter, None, ALL)).transpose()?;
            keys.retain(|key| after.as_ref().is_none_or(|after| key > after));
            keys.truncate(most);
            let cases = store::$of::cases_of(connection, caller, filter, &keys)?;
            let [soon, later, overdue] = windows(caller)
                .map(|window| store::$of::deadlines_of(connection, caller, filter, &keys, window));
            let counted = WorkCounts { cases, soon: soon?, later: later?, overdue: overdue? };
            let view = $view;
            let items: Vec<Workload> =
                keys.into_iter().map(|key| view(key.clone(), counted.of(&key))).collect();
            (items, count.map(|keys| i64::try_from(keys.len()).unwrap_or(i64::MAX)))
        }};
    }
    Ok(match by {
        WorkloadBy::Person => {
            let after = after.and_then(|after| after.parse().ok());
            let (mut items, count) =
                page_by!(person, after, fetch, |key, work| Workload { user_id: Some(key), ..work });
            name(connection, &mut items)?;
            (items, count)
        }
        WorkloadBy::Group => {
            let after = after.and_then(|after| after.parse().ok());
            page_by!(group, after, fetch, |key, work| Workload { group_id: Some(key), ..work })
        }
        WorkloadBy::Role => {
            let after = after.map(str::to_owned);
            page_by!(role, after, ALL, |key, work| Workload { role: Some(key), ..work })
        }
    })
}

fn windows(caller: &Context) -> [DueWindow; 3] {
    let today = caller.today;
    let on = |days: u64| chronology::days_after(today, days);
    [DueWindow::Between(today, on(7)), DueWindow::Between(today, on(30)), DueWindow::Before(today)]
}

fn name(connection: &mut Connection, items: &mut [Workload]) -> Result<()> {
    let people: Vec<_> = items.iter().filter_map(|item| item.user_id).collect();
    let mut names = identity::principals::names(connection, &people)?;
    for item in items {
        item.display_name = item.user_id.and_then(|user| names.remove(&user));
    }
    Ok(())
}

/// The counts, by key.
struct WorkCounts<Key> {
    cases: HashMap<Key, Vec<(String, i64)>>,
    soon: HashMap<Key, i64>,
    later: HashMap<Key, i64>,
    overdue: HashMap<Key, i64>,
}

impl<Key: Eq + Hash> WorkCounts<Key> {
    fn of(&self, key: &Key) -> Workload {
        let cases = self.cases.get(key).map_or(&[][..], Vec::as_slice);
        let number = |of: &HashMap<Key, i64>| of.get(key).copied().unwrap_or_default();
        Workload {
            user_id: None,
            display_name: None,
            group_id: None,
            role: None,
            open_cases: cases.iter().map(|(_, count)| count).sum(),
            deadlines_7: number(&self.soon),
            deadlines_30: number(&self.later),
            overdue: number(&self.overdue),
            weighted: Weights::builtin().sum(cases),
        }
    }
}
