//! Webhooks, what is sent to them, and sending again.

use super::api::{
    ListDeliveries, PingWebhook, ReplayWebhook, RotateWebhook, Webhook, WebhookDelivery, WebhookDeliveryPage,
    WebhookInput, WebhookPage, WebhookPatch, WebhookReplay, WebhookWithSecret,
};
use super::{deliveries_store, service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::app::listing::Cost;
use crate::blocking::off_the_event_loop;
use crate::db::Connection;
use crate::egress::EgressRefusal;
use crate::error::{Error, Result};
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::ListQuery;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::{WebhookDeliveryId, WebhookId};
use crate::insight::audit::changes;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_webhooks)
        .service(create_webhook)
        .service(find_webhook)
        .service(update_webhook)
        .service(delete_webhook)
        .service(rotate_webhook)
        .service(replay_webhook)
        .service(ping_webhook)
        .service(list_webhook_deliveries)
        .service(find_webhook_delivery);
}

/// Lists the webhooks.
///
/// The list holds your own, and for an administrator those of the organisation, in the order in
/// which they were made; but for those of cases that you may not see now.
#[utoipa::path(tag = "webhooks", params(ListQuery),
    responses((status = 200, description = "A page of webhooks.", body = WebhookPage)))]
#[get("/v1/webhooks")]
async fn list_webhooks(
    app: Data<App>,
    caller: Caller<can::ManageWebhooks>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    let secrets = app.messages.clone();
    let place = |last: &Webhook| last.id;
    app.list(caller.context(), &list.paging, place, move |connection, caller, page| {
        let count = page.count.then(|| store::count(connection, caller)).transpose()?;
        let rows = store::list(connection, caller, page.after, page.fetch)?;
        Ok((service::shown(connection, &secrets, rows, caller.now)?, count))
    })
    .await
}

/// Creates a webhook.
///
/// From now on changes are sent to the address by POST, each at least once and signed by the
/// Standard Webhooks specification 1.0: `v1` with the secret, which the answer holds this one time,
/// and `v1a` with the public key. What is sent is what `GET /v1/changes` would show you when it is
/// sent, by ids and names of fields alone: fetch the rest. A 2xx takes it. What is not taken is
/// sent again for three days; of one case nothing later is sent before. 410 ends it. The address is
/// `https` and public, and a redirect is not followed.
#[utoipa::path(tag = "webhooks", request_body = WebhookInput,
    responses((status = 201, description = "Made.", body = WebhookWithSecret)))]
#[post("/v1/webhooks")]
async fn create_webhook(
    app: Data<App>,
    caller: Caller<can::ManageWebhooks>,
    request: Idempotent<WebhookInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    // Nobody makes us look up a name who may not have a webhook.
    caller.require_permission()?;
    let url = request.body.parse().ok().map(|new| new.url);
    let refused = refusal(&app, url).await?;
    let (secrets, again) = (app.messages.clone(), app.messages.clone());
    let answer = request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let webhook = service::create(connection, caller, &secrets, refused, body)?;
                Ok((webhook.id, made(&webhook)?))
            },
            move |connection, caller, id| made(&service::find(connection, caller, &again, id)?),
        )
        .await?;
    with_secret(&app, answer)
}

fn made(webhook: &Webhook) -> Result<Answer> {
    Ok(Answer::created(format!("/v1/webhooks/{}", webhook.id), webhook)?.tagged(Version(webhook.version)))
}

/// The secret is kept nowhere: it is made again for each answer, from its id.
fn with_secret(app: &App, answer: Answer) -> Result<Answer> {
    let webhook: Webhook = serde_json::from_str(&answer.body)?;
    let newest = webhook.keys.first().ok_or_else(|| Error::internal("a webhook without a secret"))?;
    let secret = app.messages.secret(newest.id.uuid());
    answer.showing(&WebhookWithSecret { id: webhook.id, version: webhook.version, webhook, secret })
}

/// The reason why nothing is sent to an address, if there is one.
async fn refusal(app: &App, url: Option<String>) -> Result<Option<EgressRefusal>> {
    let (egress, Some(url)) = (app.egress.clone(), url) else { return Ok(None) };
    off_the_event_loop(move || Ok(egress.check(&url).err())).await
}

/// Reads a webhook.
///
/// It is one of your own, or for an administrator one of the organisation. Its secret is not shown.
#[utoipa::path(tag = "webhooks", params(("id" = WebhookId, Path, description = "The webhook.")),
    responses((status = 200, description = "The webhook.", body = Webhook)))]
#[get("/v1/webhooks/{id}")]
async fn find_webhook(
    app: Data<App>,
    caller: Caller<can::ManageWebhooks>,
    id: Path<WebhookId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, secrets) = (caller.context(), app.messages.clone());
    let webhook = app.read(move |connection| service::find(connection, &caller, &secrets, id.0)).await?;
    Ok(seen.unless_seen(shown(&webhook)?))
}

fn shown(webhook: &Webhook) -> Result<Answer> {
    Ok(Answer::ok(webhook)?.tagged(Version(webhook.version)))
}

/// Changes a webhook.
///
/// A merge patch. `{"paused": true}` stops it, and `{"paused": false}` lets it go on from where it
/// stopped, after it was set aside as well. An administrator may pause what another has; where it
/// leads and what it is sent is for its owner to say.
#[utoipa::path(tag = "webhooks", params(("id" = WebhookId, Path, description = "The webhook.")),
    request_body(content = WebhookPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = Webhook)))]
#[patch("/v1/webhooks/{id}")]
async fn update_webhook(
    app: Data<App>,
    caller: Caller<can::ManageWebhooks>,
    body: Unparsed<WebhookPatch>,
    id: Path<WebhookId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let url = body.parse().ok().and_then(|patch| patch.url);
    let url = url.filter(|_| caller.require_permission().is_ok());
    let refused = refusal(&app, url).await?;
    let (caller, secrets) = (caller.context(), app.messages.clone());
    let changed = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, &secrets, id.0, &precondition, (refused, &body))
        })
        .await?;
    shown(&changed)
}

/// What has no number of its own: its version is made from what it says.
fn unnumbered(view: &impl Serialize) -> Result<Answer> {
    let answer = Answer::ok(view)?;
    let etag = Version::of_content(&answer.body);
    Ok(answer.tagged(etag))
}

/// Removes a webhook.
///
/// Nothing is sent to it any more; what was sent is in no list any more. The `ETag` of the webhook
/// goes into `If-Match`.
#[utoipa::path(tag = "webhooks", params(("id" = WebhookId, Path, description = "The webhook.")),
    responses((status = 204, description = "Removed.")))]
#[delete("/v1/webhooks/{id}")]
async fn delete_webhook(
    app: Data<App>,
    caller: Caller<can::ManageWebhooks>,
    id: Path<WebhookId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, secrets) = (caller.context(), app.messages.clone());
    app.write(caller, move |connection, caller| {
        service::delete(connection, caller, &secrets, id.0, &precondition)
    })
    .await?;
    Ok(Answer::no_content())
}

/// Gives a webhook another secret.
///
/// The answer holds it, this one time. The one before signs beside it for the hours of the overlap:
/// a message then has the signatures of both.
#[utoipa::path(tag = "webhooks", params(("id" = WebhookId, Path, description = "The webhook.")),
    request_body = RotateWebhook,
    responses((status = 200, description = "Rotated.", body = WebhookWithSecret)))]
#[post("/v1/webhooks/{id}/rotate")]
async fn rotate_webhook(
    app: Data<App>,
    caller: Caller<can::ManageWebhooks>,
    request: Idempotent<RotateWebhook>,
    id: Path<WebhookId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let (secrets, again) = (app.messages.clone(), app.messages.clone());
    let answer = request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let webhook = service::rotate(connection, caller, &secrets, id.0, precondition, body)?;
                Ok(((), shown(&webhook)?))
            },
            move |connection, caller, ()| shown(&service::rotated(connection, caller, &again, id.0)?),
        )
        .await?;
    with_secret(&app, answer)
}

/// Sends changes again.
///
/// Everything that was done at an instant or later is sent again, in its order, each change under
/// the `webhook-id` that it had: whoever has it already can tell.
#[utoipa::path(tag = "webhooks", params(("id" = WebhookId, Path, description = "The webhook.")),
    request_body = ReplayWebhook,
    responses((status = 200, description = "It is sent again.", body = WebhookReplay)))]
#[post("/v1/webhooks/{id}/replay")]
async fn replay_webhook(
    app: Data<App>,
    caller: Caller<can::ManageWebhooks>,
    request: Idempotent<ReplayWebhook>,
    id: Path<WebhookId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    // Looked for before the turn to write: it may have to go through the whole journal.
    let from = request.body.parse().ok().filter(|_| caller.require_permission().is_ok());
    let after = match from {
        Some(ReplayWebhook { from }) => {
            let find = move |connection: &mut Connection| changes::service::place_before(connection, from);
            app.read_dear(caller.user.id, find).await?
        }
        None => 0,
    };
    let secrets = app.messages.clone();
    let answer = move |after| unnumbered(&WebhookReplay { webhook_id: id.0, after_sequence: after });
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let what = (after, body);
                let after = service::replay(connection, caller, &secrets, id.0, precondition, what)?;
                Ok((after, answer(after)?))
            },
            move |connection, caller, after| {
                service::listed(connection, caller, id.0)?;
                answer(after)
            },
        )
        .await
}

/// Tries a webhook out.
///
/// A message of the type `webhook.ping` is sent once, whatever the status of the webhook. Read what
/// came of it at the delivery that is answered.
#[utoipa::path(tag = "webhooks", params(("id" = WebhookId, Path, description = "The webhook.")),
    request_body = PingWebhook,
    responses((status = 200, description = "It is sent.", body = WebhookDelivery)))]
#[post("/v1/webhooks/{id}/ping")]
async fn ping_webhook(
    app: Data<App>,
    caller: Caller<can::ManageWebhooks>,
    request: Idempotent<PingWebhook>,
    id: Path<WebhookId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let sent = service::ping(connection, caller, id.0, precondition, body)?;
                Ok((sent.id, unnumbered(&sent)?))
            },
            move |connection, caller, delivery: WebhookDeliveryId| {
                unnumbered(&service::find_delivery(connection, caller, id.0, delivery)?)
            },
        )
        .await
}

/// Lists what is sent to a webhook.
///
/// The list holds what is to be sent and what was, the newest first, with the attempts, the status,
/// the latency and the beginning of the last answer. What is done with is kept for 14 days.
#[utoipa::path(tag = "webhooks", params(("id" = WebhookId, Path, description = "The webhook."), ListDeliveries),
    responses((status = 200, description = "A page of deliveries.", body = WebhookDeliveryPage)))]
#[get("/v1/webhooks/{id}/deliveries")]
async fn list_webhook_deliveries(
    app: Data<App>,
    caller: Caller<can::ManageWebhooks>,
    id: Path<WebhookId>,
    list: Paged<ListDeliveries>,
) -> Result<Answer> {
    let status = list.query.status;
    let place = |last: &WebhookDelivery| last.id;
    let cost = Cost::DearWhereCounted;
    app.list_at(cost, caller.context(), &list.paging, place, move |connection, caller, page| {
        let webhook = service::listed(connection, caller, id.0)?;
        let count = page.count.then(|| deliveries_store::count(connection, webhook, status)).transpose()?;
        let rows = deliveries_store::list(connection, webhook, status, page.after, page.fetch)?;
        Ok((rows.into_iter().map(WebhookDelivery::from).collect(), count))
    })
    .await
}

/// Reads what is sent to a webhook.
///
/// One of its deliveries: the attempts, the status, the latency and the beginning of the last
/// answer.
#[utoipa::path(tag = "webhooks", params(("id" = WebhookId, Path, description = "The webhook."),
        ("delivery_id" = WebhookDeliveryId, Path, description = "The delivery.")),
    responses((status = 200, description = "The delivery.", body = WebhookDelivery)))]
#[get("/v1/webhooks/{id}/deliveries/{delivery_id}")]
async fn find_webhook_delivery(
    app: Data<App>,
    caller: Caller<can::ManageWebhooks>,
    path: Path<(WebhookId, WebhookDeliveryId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((webhook, id))) = (caller.context(), path);
    let find = move |connection: &mut Connection| service::find_delivery(connection, &caller, webhook, id);
    Ok(seen.unless_seen(unnumbered(&app.read(find).await?)?))
}
