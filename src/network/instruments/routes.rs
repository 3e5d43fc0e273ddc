//! The instruments of the liaison network, and the duties that are owed under them.

use super::api::{
    ListInstruments, ListNetworkDuties, NetworkInstrumentPage, NetworkInstrumentView, OwedDuty, OwedDutyPage,
};
use super::due;
use super::model::InstrumentRegister;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::error::{Error, Result};
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::static_resource;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_instruments).service(find_instrument).service(list_network_duties);
}

/// Lists the instruments of the liaison network.
///
/// Each has its number, its titles, the days between which it applied, what repealed it, and how
/// well that is known. Most of them are repealed: `in_force_on` asks for those of a day.
#[utoipa::path(tag = "network", params(ListInstruments),
    responses((status = 200, description = "A page of instruments.", body = NetworkInstrumentPage)))]
#[get("/v1/instruments")]
async fn list_instruments(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListInstruments>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Paged { query, paging } = list;
    let known = InstrumentRegister::builtin().instruments().iter();
    let wanted = known.filter(|one| query.in_force_on.is_none_or(|on| one.is_in_force(on)));
    app.list_in_memory(&caller, &paging, wanted, |one| &one.code, NetworkInstrumentView::from)
}

/// Reads an instrument of the liaison network.
///
/// The answer has the duties that it lays down, each with its provision.
#[utoipa::path(tag = "network",
    params(("code" = String, Path, description = "The code of the instrument.", example = "REG-377-2004")),
    responses((status = 200, description = "The instrument.", body = NetworkInstrumentView)))]
#[get("/v1/instruments/{code}")]
async fn find_instrument(
    caller: Caller<can::ReadReference>,
    code: Path<String>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let known = InstrumentRegister::builtin().instrument(&code.0).ok_or_else(Error::not_found)?;
    caller.require_permission()?;
    static_resource(&NetworkInstrumentView::from(known), &seen)
}

/// Lists the duties of the liaison network that are owed on a day.
///
/// A duty is owed while its instrument applies: a report of the half-year is due for 2010 and not
/// for 2020. Each says what falls due next, and the steps that led to it.
#[utoipa::path(tag = "network", params(ListNetworkDuties),
    responses((status = 200, description = "A page of duties.", body = OwedDutyPage)))]
#[get("/v1/network-duties")]
async fn list_network_duties(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListNetworkDuties>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Paged { query, paging } = list;
    let on = query.on.unwrap_or(caller.today);
    let owed = due::owed_on(InstrumentRegister::builtin(), on);
    app.list_in_memory(&caller, &paging, &owed, |one| &one.duty.code, |one| OwedDuty::as_of(one, on))
}
