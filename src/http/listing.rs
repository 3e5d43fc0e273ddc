//! The parameters of a list without filters, and one resource of what is fixed while the server
//! runs.

use super::answer::Answer;
use super::etag::IfNoneMatch;
use super::page::{Include, page_params};
use crate::error::Result;
use crate::version::Version;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

/// The page of a list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListQuery);

/// One fixed resource. It has no version of its own: its `ETag` is made from what it says.
///
/// # Errors
/// Fails if it has no JSON form.
pub fn static_resource(view: &impl Serialize, seen: &IfNoneMatch) -> Result<Answer> {
    let answer = Answer::ok(view)?;
    let etag = Version::of_content(&answer.body);
    Ok(seen.unless_seen(answer.tagged(etag)))
}
