//! The parties of a case.

use super::api::{ListParties, Party, PartyInput, PartyPage, PartyPatch};
use super::{service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::error::Result;
use crate::external_ids::model::ExternalId;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::{CaseId, PartyId};
use crate::matters::cases;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_case_parties)
        .service(create_case_party)
        .service(find_case_party)
        .service(update_case_party)
        .service(delete_case_party);
}

/// Lists the parties of a case.
///
/// The parties come in the order in which they were entered.
#[utoipa::path(tag = "parties",
    params(("id" = CaseId, Path, description = "The case."), ListParties),
    responses((status = 200, description = "A page of parties.", body = PartyPage)))]
#[get("/v1/cases/{id}/parties")]
async fn list_case_parties(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    list: Paged<ListParties>,
) -> Result<Answer> {
    let asked = list.query.external_id.as_deref().map(ExternalId::asked).transpose()?;
    app.list(
        caller.context(),
        &list.paging,
        |last: &Party| last.id,
        move |connection, caller, page| {
            let case = cases::service::find_visible(connection, caller, id.0)?;
            caller.require_permission()?;
            let view = cases::views::of(connection, caller, &case)?;
            // Who is not shown by what a person is known elsewhere does not find them by it.
            if asked.is_some() && !view.identifiers {
                return Ok((Vec::new(), page.count.then_some(0)));
            }
            let count = page.count.then(|| store::count(connection, case.id, asked.clone())).transpose()?;
            let rows = store::list(connection, case.id, asked.clone(), page.after, page.fetch)?;
            Ok((rows.into_iter().map(|row| Party::from(row).redacted_for(&view)).collect(), count))
        },
    )
    .await
}

/// Enters a party.
///
/// A party is a person or an organisation, with the capacity in which it takes part, and whoever
/// represents it.
#[utoipa::path(tag = "parties", request_body = PartyInput,
    params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 201, description = "Entered.", body = Party)))]
#[post("/v1/cases/{id}/parties")]
async fn create_case_party(
    app: Data<App>,
    caller: Caller<can::UpdateCases>,
    request: Idempotent<PartyInput>,
    id: Path<CaseId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let party = service::create(connection, caller, id.0, body)?;
                Ok((party.id, made(id.0, &party)?))
            },
            move |connection, caller, party| {
                made(id.0, &service::find_entered(connection, caller, id.0, party)?)
            },
        )
        .await
}

fn made(case: CaseId, party: &Party) -> Result<Answer> {
    let location = format!("/v1/cases/{case}/parties/{}", party.id);
    Ok(Answer::created(location, party)?.tagged(party.version()))
}

/// Reads a party.
///
/// The answer says who represents it, if that is known.
#[utoipa::path(tag = "parties",
    params(("id" = CaseId, Path, description = "The case."), ("party_id" = PartyId, Path, description = "The party.")),
    responses((status = 200, description = "The party.", body = Party)))]
#[get("/v1/cases/{id}/parties/{party_id}")]
async fn find_case_party(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    path: Path<(CaseId, PartyId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    let party = app.read(move |connection| service::find(connection, &caller, case, id)).await?;
    let version = party.version();
    Ok(seen.unless_seen(Answer::ok(&party)?.tagged(version)))
}

/// Changes a party.
///
/// A merge patch; the `ETag` of the party goes into `If-Match`.
#[utoipa::path(tag = "parties",
    params(("id" = CaseId, Path, description = "The case."), ("party_id" = PartyId, Path, description = "The party.")),
    request_body(content = PartyPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = Party)))]
#[patch("/v1/cases/{id}/parties/{party_id}")]
async fn update_case_party(
    app: Data<App>,
    caller: Caller<can::UpdateCases>,
    body: Unparsed<PartyPatch>,
    path: Path<(CaseId, PartyId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    let party = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, case, id, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&party)?.tagged(party.version()))
}

/// Removes a party.
///
/// The party is one that was entered by mistake; what it was stays in the journal. The `ETag` of
/// the party goes into `If-Match`.
#[utoipa::path(tag = "parties",
    params(("id" = CaseId, Path, description = "The case."), ("party_id" = PartyId, Path, description = "The party.")),
    responses((status = 204, description = "Removed.")))]
#[delete("/v1/cases/{id}/parties/{party_id}")]
async fn delete_case_party(
    app: Data<App>,
    caller: Caller<can::UpdateCases>,
    path: Path<(CaseId, PartyId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    app.write(caller, move |connection, caller| service::delete(connection, caller, case, id, &precondition))
        .await?;
    Ok(Answer::no_content())
}
