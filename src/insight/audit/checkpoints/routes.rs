//! Checkpoints of the journal, and proofs from them.

use super::api::{Checkpoint, CheckpointInput, CheckpointPage, Proof, Proving};
use super::service;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::{ListQuery, static_resource};
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::CheckpointId;
use crate::journal::checkpoints::store;
use crate::version::Version;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_journal_checkpoints)
        .service(create_journal_checkpoint)
        .service(find_journal_checkpoint)
        .service(find_journal_checkpoint_proof)
        .service(list_journal_keys);
}

/// Lists the checkpoints of the journal.
///
/// Checkpoints are signed statements of where the journal's chains stood, and come latest first.
/// Keep them where whoever writes to the database cannot reach: they are what a journal that was
/// rewritten no longer fits.
#[utoipa::path(tag = "journal", params(ListQuery),
    responses((status = 200, description = "A page of checkpoints.", body = CheckpointPage)))]
#[get("/v1/journal/checkpoints")]
async fn list_journal_checkpoints(
    app: Data<App>,
    caller: Caller<can::ReadCheckpoints>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    app.list(
        caller.context(),
        &list.paging,
        |last: &Checkpoint| last.number,
        |connection, _, page| {
            let count = page.count.then(|| store::count(connection)).transpose()?;
            let rows = store::list(connection, page.after, page.fetch)?;
            Ok((rows.into_iter().map(Into::into).collect(), count))
        },
    )
    .await
}

/// Makes a checkpoint of the journal.
///
/// It covers all entries since the one before, and the one that says that it was asked for. The
/// service makes them at an interval, too.
#[utoipa::path(tag = "journal", request_body = CheckpointInput,
    responses((status = 201, description = "Made.", body = Checkpoint)))]
#[post("/v1/journal/checkpoints")]
async fn create_journal_checkpoint(
    app: Data<App>,
    caller: Caller<can::MakeCheckpoints>,
    request: Idempotent<CheckpointInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let shared = app.clone();
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                caller.require_permission()?;
                let CheckpointInput {} = body.parse()?;
                let made = service::make_for(connection, caller, &shared.tokens)?;
                Ok((made.id, checkpoint_made(&made)?))
            },
            |connection, caller, id| checkpoint_made(&service::find(connection, caller, id)?),
        )
        .await
}

fn checkpoint_made(made: &Checkpoint) -> Result<Answer> {
    Ok(fixed_tag(Answer::created(format!("/v1/journal/checkpoints/{}", made.id), made)?))
}

fn fixed_tag(answer: Answer) -> Answer {
    let version = Version::of_content(&answer.body);
    answer.tagged(version)
}

/// Reads a checkpoint.
///
/// The answer says what it covers, its root, and the signed statement of both.
#[utoipa::path(tag = "journal",
    params(("id" = CheckpointId, Path, description = "The checkpoint.")),
    responses((status = 200, description = "The checkpoint.", body = Checkpoint)))]
#[get("/v1/journal/checkpoints/{id}")]
async fn find_journal_checkpoint(
    app: Data<App>,
    caller: Caller<can::ReadCheckpoints>,
    id: Path<CheckpointId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let found = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    static_resource(&found, &seen)
}

/// Proves that an entry is in the journal.
///
/// The entry, the digests of those that came after it in its chain, the path to the root of the
/// checkpoint, and the signed statement of that root: `greffe journal verify --proof FILE
/// --public-key FILE` checks it without the service. There are proofs only for entries that you
/// find in the journal. What the entry says is here where the journal shows you all of it; where it
/// keeps something back, and after a disposal, its hash is.
#[utoipa::path(tag = "journal",
    params(("id" = CheckpointId, Path, description = "The checkpoint."), Proving),
    responses((status = 200, description = "The proof.", body = Proof)))]
#[get("/v1/journal/checkpoints/{id}/proof")]
async fn find_journal_checkpoint_proof(
    app: Data<App>,
    caller: Caller<can::ReadCheckpoints>,
    id: Path<CheckpointId>,
    query: Query<Proving>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (user, caller, sequence) = (caller.user.id, caller.context(), query.0.entry);
    let proof =
        app.read_dear(user, move |connection| service::prove(connection, &caller, id.0, sequence)).await?;
    static_resource(&proof, &seen)
}

/// Shows the public keys of the journal.
///
/// The keys are those that verify the statements of checkpoints (RFC 7517). One that was retired
/// stays, marked `retired`: it verifies what it signed, and no access token. There are none if a
/// shared secret signs. `examples/proof.md` of the program's source says how a proof is checked
/// with them, byte for byte.
#[utoipa::path(tag = "journal", security(()),
    responses((status = 200, description = "A JSON Web Key Set.", body = Object,
        example = json!({"keys": [
            {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "k1", "alg": "EdDSA", "use": "sig"},
            {"kty": "OKP", "crv": "Ed25519", "x": "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw", "kid": "k0", "alg": "EdDSA", "use": "sig", "retired": true}]}))))]
#[get("/.well-known/journal-keys.json")]
async fn list_journal_keys(app: Data<App>, _query: Query<NoQuery>) -> HttpResponse {
    let keys = app.tokens.journal_keys();
    HttpResponse::Ok().insert_header(("Cache-Control", "public, max-age=300")).json(keys)
}
