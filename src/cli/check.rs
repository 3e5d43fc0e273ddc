//! `greffe check-config`.

use super::args::{CheckConfig, Done, Serve, print};
use super::database;
use crate::db::dialect::{migrations, standing};
use crate::db::{DatabaseUrl, Db};
use crate::private;
use std::net::ToSocketAddrs as _;

/// Says whether `serve` would start with these settings; and, where that is asked for, how the
/// database stands.
pub(super) fn check(settings: &CheckConfig) -> Done {
    let mut wrong = faults(&settings.serve);
    let url = &settings.serve.database.stored.url();
    let connected = if settings.connect { connected(url) } else { Ok(None) };
    if let Err(message) = &connected {
        wrong.push(message.clone());
    }
    if !wrong.is_empty() {
        return Err(wrong.join("\n"));
    }
    let server = &settings.serve.server;
    print(&format!(
        "The settings are good: greffe would serve {url} at {}:{}.\n{}",
        server.host,
        server.port,
        connected.ok().flatten().unwrap_or_default()
    ));
    for warning in private::warnings(database::places(url).into_iter().chain(settings.serve.signing.places()))
    {
        print(&format!("Warning: {warning}\n"));
    }
    Ok(())
}

/// The faults of the settings, as far as the settings show them.
fn faults(settings: &Serve) -> Vec<String> {
    let mut wrong = Vec::new();
    wrong.extend(settings.signing.tokens().err());
    wrong.extend(settings.mail.mailer().err());
    wrong.extend(settings.server.oidc.provider().err());
    wrong.extend(settings.server.edge.certificate().err());
    let place = format!("{}:{}", settings.server.host, settings.server.port);
    if let Err(error) = place.to_socket_addrs() {
        wrong.push(format!("GREFFE_HOST, GREFFE_PORT: {place}: {error}"));
    }
    wrong
}

/// The state of the database, if it can be served.
fn connected(url: &DatabaseUrl) -> Result<Option<String>, String> {
    let named = |message: String| format!("GREFFE_DATABASE_URL: {url}: {message}");
    if let DatabaseUrl::Sqlite(path) = url
        && !path.exists()
    {
        return Err(named("there is no database yet: greffe migrate makes it".to_owned()));
    }
    let mut connection = Db::connect(url)
        .map_err(|error| named(error.cause().map_or_else(|| error.to_string(), str::to_owned)))?;
    migrations::refuse_newer(&mut connection)
        .map_err(|error| named(error.cause().map_or_else(|| error.to_string(), str::to_owned)))?;
    let found = standing::look(&mut connection).map_err(|error| named(error.to_string()))?;
    let pending = (!found.pending.is_empty()).then(|| {
        format!("the schema is not up to date: greffe migrate applies {}", found.pending.join(", "))
    });
    let wrong: Vec<_> = found.shut.into_iter().chain(pending).collect();
    if !wrong.is_empty() {
        return Err(named(wrong.join("; ")));
    }
    let way = match (found.encryption, url) {
        (Some(encryption), _) => format!(", encrypted ({encryption})"),
        (None, DatabaseUrl::Postgres(_)) => ", not encrypted".to_owned(),
        (None, DatabaseUrl::Sqlite(_)) => String::new(),
    };
    let who = found.role.map_or_else(String::new, |role| format!(" by {role}"));
    Ok(Some(format!(
        "Connected: {}{way}. The schema is up to date, and can be written to{who}.\n",
        found.server
    )))
}
