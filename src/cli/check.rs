//! `greffe check-config`.

use super::args::{CheckConfig, Done, Serve, say};
use super::database;
use crate::db::dialect::{migrations, standing};
use crate::db::{DatabaseUrl, Db};
use crate::error::Error;
use crate::private;
use crate::text::{Complaint, Text};
use std::net::ToSocketAddrs as _;

/// Says whether `serve` would start with these settings; and, where that is asked for, how the
/// database stands.
pub(super) fn check(settings: &CheckConfig) -> Done {
    let mut wrong = faults(&settings.serve);
    let url = &settings.serve.database.stored.url();
    let connected = if settings.connect { connected(url) } else { Ok(None) };
    if let Err(complaint) = &connected {
        wrong.push(complaint.clone());
    }
    if !wrong.is_empty() {
        let all = |said: fn(&Complaint) -> &str| wrong.iter().map(said).collect::<Vec<_>>().join("\n");
        return Err(Complaint::new(all(|one| &one.0.en), all(|one| &one.0.fr)));
    }
    let (host, port) = (&settings.serve.server.host, settings.serve.server.port);
    let connected = connected.ok().flatten().unwrap_or_default();
    let folder = settings.serve.server.documents.folder(&settings.serve.database.stored);
    let files = folder.display();
    say(
        format!(
            "The settings are good: greffe would serve {url} at {host}:{port}, with the files of documents in {files}.\n{}",
            connected.en
        ),
        format!(
            "Les paramètres sont bons : greffe servirait {url} à {host}:{port}, avec les fichiers des documents dans {files}.\n{}",
            connected.fr
        ),
    );
    for warning in private::warnings(database::places(url).into_iter().chain(settings.serve.signing.places()))
    {
        say(format!("Warning: {}\n", warning.en), format!("Avertissement : {}\n", warning.fr));
    }
    Ok(())
}

/// The faults of the settings, as far as the settings show them.
fn faults(settings: &Serve) -> Vec<Complaint> {
    let mut wrong = Vec::new();
    wrong.extend(settings.signing.tokens().err());
    wrong.extend(settings.mail.mailer().err());
    wrong.extend(settings.server.oidc.provider().err());
    wrong.extend(settings.server.edge.certificate().err());
    let folder = settings.server.documents.folder(&settings.database.stored);
    if folder.exists() && !folder.is_dir() {
        let complaint = Complaint::new("this is no folder", "ce n'est pas un dossier");
        wrong.push(complaint.about(folder.display()).about("GREFFE_DOCUMENTS_DIR"));
    }
    let place = format!("{}:{}", settings.server.host, settings.server.port);
    if let Err(error) = place.to_socket_addrs() {
        wrong.push(Complaint::verbatim(error).about(place).about("GREFFE_HOST, GREFFE_PORT"));
    }
    wrong
}

/// The state of the database, if it can be served.
fn connected(url: &DatabaseUrl) -> Result<Option<Text>, Complaint> {
    let named = |complaint: Complaint| complaint.about(url).about("GREFFE_DATABASE_URL");
    let failed =
        |error: Error| named(error.cause().map_or_else(|| Complaint::verbatim(&error), Complaint::verbatim));
    if let DatabaseUrl::Sqlite(path) = url
        && !path.exists()
    {
        return Err(named(Complaint::new(
            "there is no database yet: greffe migrate makes it",
            "il n'y a pas encore de base de données : greffe migrate la crée",
        )));
    }
    let mut connection = Db::connect(url).map_err(failed)?;
    migrations::refuse_newer(&mut connection).map_err(failed)?;
    let found = standing::look(&mut connection).map_err(|error| named(error.into()))?;
    let pending = (!found.pending.is_empty()).then(|| {
        let pending = found.pending.join(", ");
        Text::new(
            format!("the schema is not up to date: greffe migrate applies {pending}"),
            format!("le schéma n'est pas à jour : greffe migrate applique {pending}"),
        )
    });
    let shut = found.shut.map(|shut| Complaint::verbatim(shut).0);
    let wrong: Vec<_> = shut.into_iter().chain(pending).collect();
    if !wrong.is_empty() {
        let all = |said: fn(&Text) -> &str| wrong.iter().map(said).collect::<Vec<_>>().join("; ");
        return Err(named(Complaint::new(all(|one| &one.en), all(|one| &one.fr))));
    }
    let way = match (found.encryption, url) {
        (Some(encryption), _) => {
            Text::new(format!(", encrypted ({encryption})"), format!(", chiffrée ({encryption})"))
        }
        (None, DatabaseUrl::Postgres(_)) => Text::new(", not encrypted", ", non chiffrée"),
        (None, DatabaseUrl::Sqlite(_)) => Text::default(),
    };
    let who = found
        .role
        .map_or_else(Text::default, |role| Text::new(format!(" by {role}"), format!(" par {role}")));
    let server = found.server;
    Ok(Some(Text::new(
        format!(
            "Connected: {server}{}. The schema is up to date, and can be written to{}.\n",
            way.en, who.en
        ),
        format!(
            "Connexion établie : {server}{}. Le schéma est à jour, et accepte les écritures{}.\n",
            way.fr, who.fr
        ),
    )))
}
