//! The account here of the person whom the provider names.

use super::model::ProvidedIdentity;
use super::{Provider, store};
use crate::app::App;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use crate::ids::UserId;
use crate::journal::Subject;
use crate::journal::service::{ABSENT, Author, append_security};
use crate::people::identity;
use serde::Serialize;

/// The journal's record of a link.
#[derive(Serialize)]
struct Linked<'a> {
    issuer: &'a str,
    subject: &'a str,
}

impl<'a> Linked<'a> {
    fn of(who: &'a ProvidedIdentity) -> Self {
        Self { issuer: &who.issuer, subject: &who.subject }
    }
}

/// The outcome of a first sign-in.
enum Link {
    /// The account is the subject's.
    Made(UserId),
    /// There is an account of that name, which is not for people who come from the provider: the
    /// refusal is on its record.
    Refused,
    /// There is no account of that name.
    Unknown,
}

/// The user whom a token of the provider names. The first sign-in links the account with the user
/// name of the token to the subject, if it is federated; from then on the subject counts, and no
/// longer the name. No account is made: directories do that.
///
/// # Errors
/// 401 where the token is not good, or the account is not known or not for people who come from the
/// provider; 429 where the subject was refused again and again; 503 where the provider's keys
/// cannot be had.
pub async fn identify(app: &App, provider: &Provider, token: &str, request_id: String) -> Result<UserId> {
    let now = app.clock.now();
    let who = provider.verify(token, now).await?;
    let asked = who.clone();
    let known = app.read(move |connection| store::user_of(connection, &asked.issuer, &asked.subject)).await?;
    if let Some(user) = known {
        return Ok(user);
    }
    // Each refusal is an entry in somebody's journal: nobody fills it.
    let subject = format!("{} {}", who.issuer, who.subject);
    app.throttle.check(&subject)?;
    let asked = who.clone();
    let linked = app.db.write(move |connection| link(connection, &asked, now, &request_id)).await;
    let link = match linked {
        // Two first requests came at once: the other one has linked it.
        Err(error) if error.code() == Code::Duplicate => app
            .read(move |connection| store::user_of(connection, &who.issuer, &who.subject))
            .await?
            .map_or(Link::Unknown, Link::Made),
        linked => linked?,
    };
    match link {
        Link::Made(user) => return Ok(user),
        Link::Refused => app.throttle.failed(&subject),
        Link::Unknown => {}
    }
    Err(Error::new(Code::InvalidToken).with_detail(
        "Your identity provider knows you, but this service has no account for you, or the account does not sign in there. Ask your administrator.",
        "Votre fournisseur d'identité vous connaît, mais ce service n'a pas de compte pour vous, ou ce compte ne s'authentifie pas par ce fournisseur. Adressez-vous à votre administrateur.",
    ))
}

/// Links the account with the user name: a person's active account, which is federated and not
/// linked at any provider yet.
fn link(connection: &mut Connection, who: &ProvidedIdentity, now: Instant, request_id: &str) -> Result<Link> {
    let Some(username) = &who.username else { return Ok(Link::Unknown) };
    let named = identity::store::user_by_name(connection, username)?;
    let Some(user) = named.filter(identity::store::UserRow::is_active_person) else {
        return Ok(Link::Unknown);
    };
    let is_taken = match store::identity_of(connection, user.id)? {
        // Another request has linked it a moment ago.
        Some((issuer, subject)) if issuer == who.issuer && subject == who.subject => {
            return Ok(Link::Made(user.id));
        }
        other => other.is_some(),
    };
    if is_taken || !user.federated {
        let by = Author::anonymous(request_id, now);
        let (subject, refused) = (Subject::User(user.id), Linked::of(who));
        append_security(connection, &by, subject, "identity.refused", ABSENT, Some(&refused))?;
        return Ok(Link::Refused);
    }
    store::insert(connection, &who.issuer, &who.subject, user.id, now)?;
    let author = Author::user(user.id, request_id, now);
    let (subject, linked) = (Subject::User(user.id), Linked::of(who));
    append_security(connection, &author, subject, "identity.linked", ABSENT, Some(&linked))?;
    Ok(Link::Made(user.id))
}

/// Cuts the links of a user who is federated no longer: their tokens of a provider open nothing
/// from the next request on.
pub fn unlink(connection: &mut Connection, by: &Author, user: UserId) -> Result<()> {
    let Some((issuer, subject)) = store::identity_of(connection, user)? else { return Ok(()) };
    store::remove_all(connection, user)?;
    let cut = Linked { issuer: &issuer, subject: &subject };
    append_security(connection, by, Subject::User(user), "identity.unlinked", Some(&cut), ABSENT)
}
