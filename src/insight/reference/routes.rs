//! The code lists.

use super::api::{CodeListItem, CodeListPage, CodeListSummary, CodeListView};
use super::lists;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::error::{Error, Result};
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::{ListQuery, static_resource};
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::law::calendars::offices::Offices;
use crate::people::offices;
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_code_lists).service(find_code_list);
}

/// Lists the code lists.
///
/// The lists come by name: each holds the codes that a field of the API can have.
#[utoipa::path(tag = "reference", params(ListQuery),
    responses((status = 200, description = "A page of code lists.", body = CodeListPage)))]
#[get("/v1/code-lists")]
async fn list_code_lists(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    app.list_in_memory(&caller, &list.paging, lists::all(), |list| list.name, CodeListSummary::from)
}

/// Reads a code list.
///
/// The answer has every code with its name in both languages. Of an office it has the region, the
/// time zone and every spelling, too; and to those that everybody knows it adds those that your
/// organisation has of its own.
#[utoipa::path(tag = "reference",
    params(("name" = String, Path, description = "The name of the list.", example = "party_capacities")),
    responses((status = 200, description = "The list.", body = CodeListView)))]
#[get("/v1/code-lists/{name}")]
async fn find_code_list(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    name: Path<String>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let list = lists::named(&name.0).ok_or_else(Error::not_found)?;
    caller.require_permission()?;
    let mut view = CodeListView::from(list);
    if list.name == lists::OFFICES {
        let organization = caller.user.organization_id;
        let own = app.read(move |connection| offices::service::own(connection, organization)).await?;
        let known = Offices::current().all().iter().map(CodeListItem::from);
        view.items = known.chain(own.into_iter().map(CodeListItem::own)).collect();
    }
    static_resource(&view, &seen)
}
