//! Lists: the parameters of a list without filters, and reference data, which is fixed while the
//! server runs.

use super::answer::Answer;
use super::etag::{ETag, Seen};
use super::page::{Cursors, Include, Paging};
use crate::access::context::Context;
use crate::error::Result;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

/// The page of a list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documented and checked here, read by `Paging`")]
pub struct Listing {
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

/// A page of a fixed list, by code.
///
/// # Errors
/// 400 where the cursor is not ours.
pub fn fixed_page<'a, Entry: 'a, View: Serialize>(
    cursors: &Cursors,
    caller: &Context,
    paging: &Paging,
    entries: impl IntoIterator<Item = &'a Entry>,
    code: impl Fn(&Entry) -> &str,
    view: impl Fn(&'a Entry) -> View,
) -> Result<Answer> {
    let after: Option<String> = paging.after(cursors, caller.user.id)?;
    let mut entries: Vec<_> = entries.into_iter().collect();
    let count = paging.count.then(|| i64::try_from(entries.len()).unwrap_or(i64::MAX));
    entries.sort_by(|one, other| code(one).cmp(code(other)));
    entries.retain(|entry| after.as_deref().is_none_or(|after| code(entry) > after));
    entries.truncate(usize::try_from(paging.fetch()).unwrap_or(usize::MAX));
    let last = usize::try_from(paging.limit).unwrap_or(usize::MAX).saturating_sub(1);
    let last = entries.get(last).map(|entry| code(entry).to_owned());
    let views: Vec<View> = entries.into_iter().map(view).collect();
    paging.page(cursors, caller.user.id, views, |_| last, count)
}

/// One fixed resource. It has no version of its own: its `ETag` is made from what it says.
///
/// # Errors
/// Fails if it has no JSON form.
pub fn fixed(view: &impl Serialize, seen: &Seen) -> Result<Answer> {
    let answer = Answer::ok(view)?;
    let etag = ETag::of_content(&answer.body);
    Ok(seen.unless_seen(answer.tagged(etag)))
}
