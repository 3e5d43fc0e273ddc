//! One's feeds, and the calendar behind each.

use super::api::{CreatedFeed, Feed, FeedInput, FeedPage};
use super::{service, store};
use crate::access::permissions::{Act as _, can};
use crate::app::caller::{Caller, on_behalf_of};
use crate::app::fallback::fallback;
use crate::app::idempotency::Idempotent;
use crate::app::{App, limits};
use crate::error::{Class, Error, Result};
use crate::http::answer::{Answer, Media};
use crate::http::etag::IfNoneMatch;
use crate::http::listing::ListQuery;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::FeedId;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{HttpRequest, delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_feeds)
        .service(create_feed)
        .service(find_feed_calendar)
        // Its other methods are nobody's: without this they would be taken for a feed's, whose id
        // ends in ".ics".
        .route("/v1/feeds/{token}.ics", actix_web::web::route().to(fallback))
        .service(find_feed)
        .service(delete_feed);
}

/// A calendar, as a calendar program wants it.
const CALENDAR: Media = Media { kind: "text/calendar; charset=utf-8", file: Some("greffe.ics") };

/// Lists your feeds.
///
/// The feeds come newest first, the revoked ones too, but for those of cases that you may not see
/// now. Their addresses are not shown: each was given when the feed was made.
#[utoipa::path(tag = "feeds", params(ListQuery),
    responses((status = 200, description = "A page of feeds.", body = FeedPage)))]
#[get("/v1/feeds")]
async fn list_feeds(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    app.list(
        caller.context(),
        &list.paging,
        |last: &Feed| last.id,
        |connection, caller, page| {
            let count = page.count.then(|| store::count(connection, caller)).transpose()?;
            let rows = store::list(connection, caller, page.after, page.fetch)?;
            Ok((rows.into_iter().map(Into::into).collect(), count))
        },
    )
    .await
}

/// Creates a feed.
///
/// The feed is a calendar to subscribe to: of your open deadlines and action items, of the
/// deadlines of a case, or of the deadlines and action items of a group to which you belong. The
/// answer holds its address, this one time: whoever has it can read the calendar without signing
/// in.
#[utoipa::path(tag = "feeds", request_body = FeedInput,
    responses((status = 201, description = "Made.", body = CreatedFeed)))]
#[post("/v1/feeds")]
async fn create_feed(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    request: Idempotent<FeedInput>,
    _query: Query<NoQuery>,
    http: HttpRequest,
) -> Result<Answer> {
    let secrets = app.feeds.clone();
    let answer = request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let feed = service::create(connection, caller, &secrets, body)?;
                Ok((feed.id, made(&feed)?))
            },
            |connection, caller, id| made(&service::find_good(connection, caller, id)?),
        )
        .await?;
    // The secret is kept nowhere: the address is made again for each answer, from the feed's id.
    let feed: Feed = serde_json::from_str(&answer.body)?;
    let url = format!("{}/v1/feeds/{}.ics", app.base_url(&http), app.feeds.of(feed.id.uuid()));
    answer.showing(&CreatedFeed::of(&feed, url))
}

fn made(feed: &Feed) -> Result<Answer> {
    Ok(Answer::created(format!("/v1/feeds/{}", feed.id), feed)?.tagged(Version(feed.version)))
}

/// Reads a feed.
///
/// The feed is one of your own, and is shown without its address.
#[utoipa::path(tag = "feeds", params(("id" = FeedId, Path, description = "The feed.")),
    responses((status = 200, description = "The feed.", body = Feed)))]
#[get("/v1/feeds/{id}")]
async fn find_feed(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<FeedId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let feed = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    let version = Version(feed.version);
    Ok(seen.unless_seen(Answer::ok(&feed)?.tagged(version)))
}

/// Revokes a feed.
///
/// Its address leads nowhere from now on. The feed stays in the list. The `ETag` of the feed goes
/// into `If-Match`.
#[utoipa::path(tag = "feeds", params(("id" = FeedId, Path, description = "The feed.")),
    responses((status = 204, description = "Revoked.")))]
#[delete("/v1/feeds/{id}")]
async fn delete_feed(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<FeedId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    app.write(caller, move |connection, caller| service::delete(connection, caller, id.0, &precondition))
        .await?;
    Ok(Answer::no_content())
}

/// Reads the calendar of a feed.
///
/// The address is the credential: nobody has to sign in. Open deadlines that have a date, and open
/// action items, at most 2,000 of each, as its owner may see them now; each is an all-day event, a
/// deadline on the day that our own side plans to. Every address that is not good, for whatever
/// reason, answers alike. What a calendar program adds to it after a `?` is not looked at.
#[utoipa::path(tag = "feeds", security(()),
    params(("token" = String, Path, description = "The secret of the feed.", example = "mZ2vN7pQ4sT8wY1bE5hK9nR3uX6aD0gJ2mP5tV8yB1c")),
    responses((status = 200, description = "The calendar (RFC 5545).", body = String, content_type = "text/calendar",
        example = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//greffe//deadlines//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nNAME;VALUE=TEXT:greffe: my deadlines\r\nX-WR-CALNAME:greffe: my deadlines\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\nBEGIN:VEVENT\r\nUID:deadline-019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11@greffe\r\nDTSTAMP:20260310T143000Z\r\nCREATED:20260310T143000Z\r\nLAST-MODIFIED:20260310T143000Z\r\nSEQUENCE:0\r\nDTSTART;VALUE=DATE:20260320\r\nDTEND;VALUE=DATE:20260321\r\nSUMMARY:Notice of appearance (IMM-1234-26)\r\nCATEGORIES:Our side\r\nCLASS:PRIVATE\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")))]
#[get("/v1/feeds/{token}.ics")]
async fn find_feed_calendar(
    app: Data<App>,
    token: Path<String>,
    seen: IfNoneMatch,
    http: HttpRequest,
) -> Result<Answer> {
    let feed = app.read(move |connection| service::of_secret(connection, &token.0)).await?;
    let language = feed.language;
    let owner = on_behalf_of(&app, &http, feed.user_id, can::ReadCases::PERMISSION, language).await;
    let (owner, user) = (owner.map_err(hidden)?, feed.user_id);
    let calendar = app.read_dear(user, move |connection| service::calendar(connection, &owner, &feed)).await;
    let calendar = calendar.map_err(hidden)?;
    // Only what is good is counted, against its owner: the headers that tell of it would tell it
    // from what never was.
    limits::check(&app, &http, user)?;
    Ok(seen.unless_seen(Answer::file(CALENDAR, calendar)))
}

/// The error for an address that is not good: the reason is nobody's business.
fn hidden(error: Error) -> Error {
    match error.code().class() {
        Class::Unauthenticated | Class::Forbidden => Error::not_found(),
        _ => error,
    }
}
