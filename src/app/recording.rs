//! The record of a request beside what it wrote: what was read of cases, and that somebody was
//! refused.

use crate::access::context::Context;
use crate::access::trace::Trace;
use crate::app::App;
use crate::db::types::Instant;
use crate::http::answer::REPLAYED;
use crate::http::problem::{self, ProblemContext};
use crate::ids::UserId;
use crate::journal::recorder::By;
use actix_web::HttpRequest;
use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use uuid::Uuid;

/// The addresses that name a case: being told that there is none is a refusal.
const CASES: &str = "/v1/cases/{id}";

/// The author of a request, held in its extensions until it is answered.
#[derive(Clone)]
pub struct RequestAuthor {
    user: UserId,
    at: Instant,
    request_id: String,
    trace: Trace,
}

impl RequestAuthor {
    /// The caller who has this context.
    #[must_use]
    pub fn as_in(context: &Context) -> Self {
        Self {
            user: context.user.id,
            at: context.now,
            request_id: context.request_id.clone(),
            trace: context.trace.clone(),
        }
    }
}

/// Records what the answer to a request shows, or that it is a refusal. If what was read has to be
/// on the record and cannot be put there, the answer is 503 instead.
pub async fn record(
    response: ServiceResponse<BoxBody>,
    method: &Method,
    asked: &ProblemContext,
) -> ServiceResponse<BoxBody> {
    let Some((app, known)) = parts(response.request()) else { return response };
    let (status, sights) = (response.status(), known.trace.sights());
    // What is answered again was written before, and is only read now.
    let is_shown = *method == Method::GET || response.headers().contains_key(REPLAYED);
    let is_read = is_shown && status.is_success() && !sights.is_empty();
    let pattern = response.request().match_pattern().unwrap_or_default();
    // A part that is not in a case which was seen was not refused: it is not there.
    let hidden = status == StatusCode::NOT_FOUND && pattern.starts_with(CASES) && sights.is_empty();
    if !is_read && !hidden && status != StatusCode::FORBIDDEN {
        return response;
    }
    let operation = app.operations.names.name(method, &pattern);
    let by = By { user: known.user, at: known.at, request_id: known.request_id, operation };
    if is_read {
        let Err(error) = app.recorder.read(&by, &sights).await else { return response };
        let (request, _) = response.into_parts();
        return ServiceResponse::new(request, problem::respond(&error, asked));
    }
    let id = response.request().match_info().get("id").and_then(|id| id.parse::<Uuid>().ok());
    app.recorder.refused(&by, id);
    response
}

fn parts(request: &HttpRequest) -> Option<(Data<App>, RequestAuthor)> {
    use actix_web::HttpMessage as _;
    let known = request.extensions().get::<RequestAuthor>().cloned()?;
    Some((request.app_data::<Data<App>>()?.clone(), known))
}
