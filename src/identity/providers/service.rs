//! Who here is whom the provider speaks of.

use super::Provider;
use super::model::ProvidedIdentity;
use super::store;
use crate::app::App;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use crate::identity;
use crate::identity::model::UserKind;
use crate::ids::UserId;
use crate::journal::Subject;
use crate::journal::service::{Author, NOTHING, append_security};
use serde::Serialize;

/// What the journal says of a link.
#[derive(Serialize)]
struct Linked<'a> {
    issuer: &'a str,
    subject: &'a str,
}

/// The user whom a token of the provider speaks of. On the first sign-in the account with the user name of the token is linked
/// to the subject; from then on the subject counts, and the name no longer. No account is made: directories do that.
///
/// # Errors
/// 401 where the token is not good, or the account is not known; 503 where the provider's keys cannot be had.
pub async fn identify(app: &App, provider: &Provider, token: &str, request_id: String) -> Result<UserId> {
    let now = app.clock.now();
    let who = provider.verify(token, now).await?;
    let asked = who.clone();
    let known = app.read(move |connection| store::user_of(connection, &asked.issuer, &asked.subject)).await?;
    if let Some(user) = known {
        return Ok(user);
    }
    let asked = who.clone();
    let linked = app.db.write(move |connection| link(connection, &asked, now, &request_id)).await;
    let user = match linked {
        // Two first requests came at once: the other one has linked it.
        Err(error) if error.code() == Code::Duplicate => {
            app.read(move |connection| store::user_of(connection, &who.issuer, &who.subject)).await?
        }
        linked => linked?,
    };
    user.ok_or_else(|| {
        Error::new(Code::InvalidToken).saying(
            "Your identity provider knows you, but this service has no account for you. Ask your administrator.",
            "Votre fournisseur d'identité vous connaît, mais ce service n'a pas de compte pour vous. Adressez-vous à votre administrateur.",
        )
    })
}

/// Links the account of the user name: an active one, of a person, who is nobody else for this provider.
fn link(
    connection: &mut Connection,
    who: &ProvidedIdentity,
    now: Instant,
    request_id: &str,
) -> Result<Option<UserId>> {
    let Some(username) = &who.username else { return Ok(None) };
    let user = identity::store::user_by_name(connection, &username.to_lowercase())?
        .filter(|user| user.active && user.kind == UserKind::Person.code());
    let Some(user) = user else { return Ok(None) };
    if let Some(subject) = store::subject_of(connection, &who.issuer, user.id)? {
        // The same one where another request has linked it a moment ago.
        return Ok((subject == who.subject).then_some(user.id));
    }
    store::insert(connection, &who.issuer, &who.subject, user.id, now)?;
    let author = Author::user(user.id, request_id, now);
    let linked = Linked { issuer: &who.issuer, subject: &who.subject };
    append_security(connection, &author, Subject::User(user.id), "identity.linked", NOTHING, Some(&linked))?;
    Ok(Some(user.id))
}
