//! The changes, from any place on: as a page, as a batch of `CloudEvents`, or as a stream.

use super::api::{ChangePage, FollowChanges, StartFrom};
use super::cloud_events::{BATCH, CloudEvent};
use super::follower::Follower;
use super::service;
use super::stream::{self, EVENT_STREAM};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::{Caller, bearer};
use crate::error::Result;
use crate::http::answer::{Answer, Media};
use crate::http::page::Paged;
use crate::insight::audit::query_store::WantedChanges;
use actix_web::http::header::{ACCEPT, HeaderMap};
use actix_web::web::Data;
use actix_web::{Either, HttpRequest, HttpResponse, get};
use std::time::Duration;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(follow_changes);
}

/// The header with which a client of a stream says how far it came (WHATWG HTML, 9.2.4).
const LAST_EVENT_ID: &str = "last-event-id";

/// Follows the changes.
///
/// Every write is a change, once, in an order in which nothing that is committed later comes before
/// the cursor: whoever goes on from `next_cursor` misses nothing and gets nothing twice, however
/// long they were away. You are shown what you may see at the moment: the changes of the cases, and
/// with `journal.read_all` those of everything else in your organisation; changes of a case that is
/// hidden from you are not there, not even those from before it was. Once an act may have opened a
/// case to you, `case.visible` tells you so in its place: read the case whole then.
/// `access.changed` tells that more than one case may be yours to see now, or no longer, as after a
/// change of your role: list them again. What time alone opens, such as the end of a wall, and that
/// a case is closed to you, is told by neither: whoever must know lists the cases now and then.
///
/// With `wait` the answer comes as soon as there is something. `Accept` chooses the form: JSON,
/// a batch of `CloudEvents` (whose next cursor is in `Link`), or a stream of server-sent events,
/// which goes on after `Last-Event-ID`, ends after five minutes and is then to be opened again.
#[utoipa::path(tag = "changes", params(FollowChanges,
        ("last-event-id" = Option<String>, Header, description = "The id of the last event of a stream that was cut off, to go on after it: it goes before `cursor`.")),
    responses((status = 200, description = "What was done since.", content(
        (ChangePage = "application/json"),
        (Vec<CloudEvent> = "application/cloudevents-batch+json", example = json!([{
            "specversion": "1.0", "id": "42", "source": "https://greffe.example/v1/changes", "type": "greffe.event.recorded",
            "subject": "case:019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "time": "2026-03-09T14:00:00.000000Z",
            "datacontenttype": "application/json",
            "data": {"actor": "user:019a8e2a-0000-7000-8000-000000000001",
                "request_id": "019a8e2b-11aa-7f00-a000-000000000000", "after": {"stage": "commenced"}}
        }])),
        (String = "text/event-stream", example = "id: AAAA\nevent: event.recorded\ndata: {}\n\n"),
    ))))]
#[get("/v1/changes")]
async fn follow_changes(
    app: Data<App>,
    caller: Caller<can::ReadJournal>,
    list: Paged<FollowChanges>,
    request: HttpRequest,
) -> Result<Either<Answer, HttpResponse>> {
    caller.require_permission()?;
    let Paged { query, paging } = list;
    let followed = WantedChanges { types: query.wanted_types()?, case: query.case_id };
    let form = ChangesForm::wanted(request.headers());
    let last = request.headers().get(LAST_EVENT_ID).and_then(|id| id.to_str().ok());
    let last = last.filter(|id| !id.is_empty()).map(str::to_owned);
    let paging = if form == ChangesForm::Stream { paging.going_on(last, stream::PIECE) } else { paging };
    let after = paging.after::<i64>(&app.cursors, caller.user.id)?;
    let after = match (after, query.start.unwrap_or_default()) {
        (Some(after), _) => after,
        (None, StartFrom::Oldest) => 0,
        (None, StartFrom::Latest) => app.read(service::latest).await?,
    };
    let token = bearer(&request)?.to_owned();
    // The answer comes before the service gives the request up.
    let longest = app.edge.request_timeout.saturating_sub(Duration::from_secs(5));
    let source = format!("{}/v1/changes", app.base_url(&request));
    let mut follower = Follower::after(app, (caller.context(), token), followed, paging.clone(), after);
    if form == ChangesForm::Stream {
        // Whoever may not follow is refused, and not handed a stream that ends.
        follower.check().await?;
        return Ok(Either::Right(stream::answer(follower)));
    }
    let patience = Duration::from_secs(query.wait.unwrap_or_default()).min(longest);
    let (items, has_more) = follower.wait(patience).await?;
    let next_cursor = follower.cursor()?;
    let link = Some(paging.link(&next_cursor));
    let answer = if form == ChangesForm::Batch {
        let events: Vec<_> = items.into_iter().map(|change| CloudEvent::of(change, &source)).collect();
        Answer { media: Media { kind: BATCH, file: None }, ..Answer::ok(&events)? }
    } else {
        Answer::ok(&ChangePage { items, next_cursor, has_more })?
    };
    Ok(Either::Left(Answer { link, ..answer }))
}

/// The form in which the changes are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ChangesForm {
    Page,
    Batch,
    Stream,
}

impl ChangesForm {
    /// The form that `Accept` names first; the page, if it names none (RFC 9110, 12.5.1: to answer
    /// with what was not asked for is allowed, and what every other operation does).
    fn wanted(headers: &HeaderMap) -> Self {
        let named = headers.get_all(ACCEPT).filter_map(|value| value.to_str().ok());
        let mut ranges = named.flat_map(|value| value.split(','));
        let form = |range: &str| {
            let mut parts = range.split(';').map(|part| part.trim().to_ascii_lowercase());
            let kind = parts.next()?;
            match kind.as_str() {
                _ if parts.any(|part| part == "q=0") => None,
                EVENT_STREAM => Some(Self::Stream),
                BATCH => Some(Self::Batch),
                "application/json" | "*/*" => Some(Self::Page),
                _ => None,
            }
        };
        ranges.find_map(form).unwrap_or(Self::Page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn the_form_is_the_first_that_is_named() {
        for (accepted, expected) in [
            ("text/event-stream", ChangesForm::Stream),
            ("application/cloudevents-batch+json; charset=utf-8", ChangesForm::Batch),
            ("text/html, application/json, text/event-stream", ChangesForm::Page),
            ("*/*", ChangesForm::Page),
            ("text/event-stream;q=0, Application/CloudEvents-Batch+JSON", ChangesForm::Batch),
            ("image/png", ChangesForm::Page),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accepted))]);
            assert_eq!(ChangesForm::wanted(&headers), expected, "{accepted}");
        }
        assert_eq!(ChangesForm::wanted(&HeaderMap::new()), ChangesForm::Page);
    }
}
