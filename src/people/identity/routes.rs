//! Signing in; users.

use super::api::{
    Credentials, ListUsers, Me, PasswordChange, RefreshToken, TokenPair, Unlock, User, UserInput, UserPage,
    UserPatch,
};
use super::sessions::client::SignInClient;
use super::sessions::service::Refreshed;
use super::store::UserFilter;
use super::{appointments, credentials, lockout, organizations, service, service_accounts, sessions, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::db::Connection;
use crate::error::{Code, Error, Result};
use crate::external_ids::model::ExternalId;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::UserId;
use crate::people::offices;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, patch, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_token)
        .service(refresh_token)
        .service(revoke_token)
        .service(find_me)
        .service(change_password)
        .service(list_users)
        .service(create_user)
        .service(find_user)
        .service(update_user)
        .service(unlock_user)
        .service(list_public_keys);
    organizations::routes::routes(config);
    appointments::routes::routes(config);
    sessions::routes::routes(config);
    service_accounts::routes::routes(config);
}

/// Signs in.
///
/// Signing in takes a user name and a password. After ten failures in a row each further one
/// doubles the wait for the next try, from a second to a quarter of an hour, for the account; those
/// from a network from which the account was signed in to in the last thirty days are counted
/// apart. An address from which many fail has to wait, too. A name is the same in any case, with or
/// without blanks around it.
#[utoipa::path(tag = "auth", request_body = Credentials, security(()),
    responses((status = 200, description = "Signed in.", body = TokenPair), (status = 401, description = "The user name or the password is wrong.", body = crate::http::problem::Problem, content_type = "application/problem+json")))]
#[post("/v1/auth/token")]
async fn create_token(
    app: Data<App>,
    request: HttpRequest,
    body: Unparsed<Credentials>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let Credentials { username, password } = body.parse()?;
    let client = SignInClient::of(&request, app.clock.now());
    let address = client.address.clone().unwrap_or_default();
    app.throttle.check(&address)?;
    let (name, from) = (username.clone(), client.clone());
    // A password is compared for a tenth of a second: never on more connections than are kept for
    // it.
    let turn = app.lanes.sign_in.enter(None).await?;
    let compared = move |connection: &mut Connection| {
        let _turn = turn;
        credentials::authenticate(connection, &name, &password, &from)
    };
    let found = app.read(compared).await;
    match found {
        Ok(proof) => {
            app.throttle.succeeded(&address);
            let data = app.clone();
            let pair = app
                .db
                .write(move |connection| {
                    credentials::sign_in(connection, &data.tokens, &proof, &username, &client)
                })
                .await?;
            Answer::ok(&pair)
        }
        Err(error) if error.code() == Code::InvalidCredentials => {
            app.throttle.failed(&address);
            app.db.write(move |connection| lockout::service::failed(connection, &username, &client)).await?;
            Err(error)
        }
        Err(error) => Err(error),
    }
}

/// Refreshes the access token.
///
/// A refresh token is good for one use: the answer holds the next one. One that comes a second time
/// ends its session, for whoever has the other; but not within ten seconds from the client that
/// used it, by its network and user agent.
#[utoipa::path(tag = "auth", request_body = RefreshToken, security(()),
    responses((status = 200, description = "New tokens.", body = TokenPair), (status = 401, description = "The refresh token is not good, or no longer.", body = crate::http::problem::Problem, content_type = "application/problem+json")))]
#[post("/v1/auth/refresh")]
async fn refresh_token(
    app: Data<App>,
    request: HttpRequest,
    body: Unparsed<RefreshToken>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let token = body.parse()?.refresh_token;
    let (client, data) = (SignInClient::of(&request, app.clock.now()), app.clone());
    let refreshed = app
        .db
        .write(move |connection| sessions::service::refresh(connection, &data.tokens, &token, &client))
        .await?;
    match refreshed {
        Refreshed::Tokens(pair) => return Answer::ok(&pair),
        Refreshed::Revoked => app.principals.forget(),
        Refreshed::Refused => {}
    }
    Err(Error::new(Code::InvalidRefreshToken).with_detail(
        "Sign in again at POST /v1/auth/token.",
        "Authentifiez-vous de nouveau par POST /v1/auth/token.",
    ))
}

/// Signs out.
///
/// Ends the session of a refresh token (RFC 7009), with its access tokens: an unknown one, too.
#[utoipa::path(tag = "auth", request_body = RefreshToken, security(()),
    responses((status = 204, description = "Signed out.")))]
#[post("/v1/auth/revoke")]
async fn revoke_token(
    app: Data<App>,
    request: HttpRequest,
    body: Unparsed<RefreshToken>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let token = body.parse()?.refresh_token;
    let client = SignInClient::of(&request, app.clock.now());
    let ended =
        app.db.write(move |connection| sessions::service::sign_out(connection, &token, &client)).await?;
    if ended {
        app.principals.forget();
    }
    Ok(Answer::no_content())
}

/// Shows who you are.
///
/// The person behind the token, with the permissions that the role gives.
#[utoipa::path(tag = "auth", responses((status = 200, description = "You.", body = Me)))]
#[get("/v1/me")]
async fn find_me(
    app: Data<App>,
    caller: Caller<can::ReadOwnProfile>,
    seen: IfNoneMatch,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    let id = caller.user.id;
    let row = app.read(move |connection| store::account(connection, id)).await?;
    let version = Version(row.version);
    Ok(seen.unless_seen(Answer::ok(&Me::from_row(row, &caller.user))?.tagged(version)))
}

/// Changes your password.
///
/// Your other sessions end; this one goes on. The `ETag` of `GET /v1/me` goes into `If-Match`.
#[utoipa::path(tag = "auth", request_body = PasswordChange,
    responses((status = 204, description = "Changed.")))]
#[put("/v1/me/password")]
async fn change_password(
    app: Data<App>,
    caller: Caller<can::ManageOwnAccount>,
    body: Unparsed<PasswordChange>,
    _query: Query<NoQuery>,
    precondition: Precondition,
    http: HttpRequest,
) -> Result<Answer> {
    let (current, client) = (caller.session(), SignInClient::of(&http, caller.now));
    let caller = caller.context();
    let (again, from) = (caller.clone(), client.clone());
    let changed = app
        .write(caller, move |connection, caller| {
            credentials::change(connection, caller, current, &from, &precondition, &body)
        })
        .await;
    if changed.as_ref().is_err_and(credentials::is_wrong) {
        app.db.write(move |connection| credentials::failed_to_change(connection, &again, &client)).await?;
    }
    changed?;
    app.principals.forget();
    Ok(Answer::no_content())
}

/// Lists the users.
///
/// The users come by name, of all organisations or of one. People of other organisations are shown
/// with what is needed to assign them.
#[utoipa::path(tag = "users", params(ListUsers),
    responses((status = 200, description = "A page of users.", body = UserPage)))]
#[get("/v1/users")]
async fn list_users(
    app: Data<App>,
    caller: Caller<can::ReadDirectory>,
    list: Paged<ListUsers>,
) -> Result<Answer> {
    caller.require_permission()?;
    // Of people elsewhere it is not shown by what they are known, nor are they found by it.
    let asked = list.query.external_id.as_deref().map(ExternalId::asked).transpose()?;
    let filter = UserFilter {
        organization: list.query.organization_id,
        known_as: asked.map(|id| (caller.user.organization_id, id)),
    };
    let place = |last: &User| (last.display_name.clone(), last.id);
    app.list(caller.context(), &list.paging, place, move |connection, caller, page| {
        let count = page.count.then(|| store::count_users(connection, &filter)).transpose()?;
        let rows = store::list_users(connection, &filter, page.after, page.fetch)?;
        let shown = |row| User::from_row(row).shown_to(&caller.user);
        Ok((rows.into_iter().map(shown).collect(), count))
    })
    .await
}

/// Creates a user.
///
/// The user is made in the caller's own organisation, and within what the caller has: a role, a
/// clearance, and cases that the account would see. The first password is given by the caller, who
/// knows it then. Whoever opens no file makes an `account_holder`; somebody who has the role gives
/// it by `POST /v1/users/{id}/appoint`.
#[utoipa::path(tag = "users", request_body = UserInput,
    responses((status = 201, description = "Made.", body = User)))]
#[post("/v1/users")]
async fn create_user(
    app: Data<App>,
    caller: Caller<can::ManageUsers>,
    request: Idempotent<UserInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let made = service::create_user(connection, caller, body)?;
                Ok((made.id, user_made(connection, made)?))
            },
            |connection, caller, id| {
                let made = service::managed(connection, caller, id)?;
                user_made(connection, made)
            },
        )
        .await
}

fn user_made(connection: &mut Connection, made: User) -> Result<Answer> {
    let made = warned(connection, made)?;
    Ok(Answer::created(format!("/v1/users/{}", made.id), &made)?.tagged(made.version()?))
}

/// The user, with what there is to know about the office that somebody gave them.
fn warned(connection: &mut Connection, mut user: User) -> Result<User> {
    user.warnings = offices::service::warnings(connection, user.organization_id, user.office.as_deref())?;
    Ok(user)
}

/// Reads a user.
///
/// People of your organisation are shown with the role and the permissions that it gives; people of
/// other organisations, with what is needed to assign them.
#[utoipa::path(tag = "users", params(("id" = UserId, Path, description = "The user.")),
    responses((status = 200, description = "The user.", body = User)))]
#[get("/v1/users/{id}")]
async fn find_user(
    app: Data<App>,
    caller: Caller<can::ReadDirectory>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let user = app.read(move |connection| service::find_user(connection, &caller, id.0)).await?;
    let version = user.version()?;
    Ok(seen.unless_seen(Answer::ok(&user)?.tagged(version)))
}

/// Changes a user.
///
/// A merge patch. `{"active": false}` deactivates: the next request of that user fails. Nobody
/// gives a role or a clearance that they lack, or a password or an address to an account that has
/// more than they have. One's own password is changed by `PUT /v1/me/password`.
#[utoipa::path(tag = "users", params(("id" = UserId, Path, description = "The user.")),
    request_body(content = UserPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = User)))]
#[patch("/v1/users/{id}")]
async fn update_user(
    app: Data<App>,
    caller: Caller<can::ManageUsers>,
    body: Unparsed<UserPatch>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let changed = app
        .write(caller, move |connection, caller| {
            let changed = service::update_user(connection, caller, id.0, &precondition, &body)?;
            warned(connection, changed)
        })
        .await?;
    app.principals.forget();
    Ok(Answer::ok(&changed)?.tagged(changed.version()?))
}

/// Unlocks a user.
///
/// Failed sign-ins are forgotten, and the next try need not wait.
#[utoipa::path(tag = "users", request_body = Unlock,
    params(("id" = UserId, Path, description = "The user.")),
    responses((status = 200, description = "Unlocked.", body = User)))]
#[post("/v1/users/{id}/unlock")]
async fn unlock_user(
    app: Data<App>,
    caller: Caller<can::ManageUsers>,
    request: Idempotent<Unlock>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let user = credentials::unlock(connection, caller, id.0, precondition, body)?;
                Ok(((), Answer::ok(&user)?.tagged(user.version()?)))
            },
            move |connection, caller, ()| {
                let user = service::managed(connection, caller, id.0)?;
                Ok(Answer::ok(&user)?.tagged(user.version()?))
            },
        )
        .await
}

/// Shows the public keys.
///
/// The keys are those that verify the access tokens (RFC 7517), with one that signs only later;
/// there are none if a shared secret signs them.
#[utoipa::path(tag = "service", security(()),
    responses((status = 200, description = "A JSON Web Key Set.", body = Object,
        example = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "k1", "alg": "EdDSA", "use": "sig"}]}))))]
#[get("/.well-known/jwks.json")]
async fn list_public_keys(app: Data<App>, _query: Query<NoQuery>) -> HttpResponse {
    HttpResponse::Ok().insert_header(("Cache-Control", "public, max-age=300")).json(app.tokens.public_keys())
}
