//! Adopting a draft of the matrix.

use super::service;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::db::Mode;
use crate::db::types::Json;
use crate::duties::responsibilities::matrices::api::{AdoptMatrix, AdoptedMatrix};
use crate::duties::responsibilities::matrices::service as matrices;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::path::Path;
use crate::http::query::{DryRun, Query};
use crate::ids::MatrixId;
use crate::version::Version;
use actix_web::post;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(adopt_matrix);
}

/// Adopts a draft.
///
/// Checks the whole of it and names everything that speaks against it at once. Its content, with
/// the names of the day, is then frozen and never changes again; the version before it binds until
/// this one does. The answer lists what changed. With `dry_run=true` all of it is shown and nothing
/// is written.
#[utoipa::path(tag = "matrices", request_body = AdoptMatrix,
    params(("id" = MatrixId, Path, description = "The version."), DryRun),
    responses((status = 200, description = "Adopted, or in a dry run what would follow.", body = AdoptedMatrix)))]
#[post("/v1/matrices/{id}/adopt")]
async fn adopt_matrix(
    app: Data<App>,
    caller: Caller<can::ManageMatrices>,
    request: Idempotent<AdoptMatrix>,
    id: Path<MatrixId>,
    query: Query<DryRun>,
) -> Result<Answer> {
    if query.0.mode().is_preview() {
        let Idempotent { body, precondition, .. } = request;
        let shown = app.preview_dear(caller.context(), move |connection, caller| {
            service::adopt(connection, caller, id.0, &precondition, &body, Mode::Preview)
        });
        return Answer::ok(&shown.await?);
    }
    request
        .once_dear(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let adopted = service::adopt(connection, caller, id.0, precondition, body, Mode::Apply)?;
                let version = adopted.matrix.version.unwrap_or_default();
                let adopted = Json::of(&adopted)?;
                let answer = Answer::ok(&adopted)?.tagged(Version(version));
                Ok(((version, adopted), answer))
            },
            // What a version changed is settled once it is adopted: whoever may read it may read
            // that.
            move |connection, caller, (version, adopted): (i64, Json)| {
                matrices::find(connection, caller, id.0)?;
                Ok(Answer::ok(&adopted)?.tagged(Version(version)))
            },
        )
        .await
}
