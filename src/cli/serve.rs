//! `greffe serve`.

use super::args::{Done, Serve};
use super::{clock, database};
use crate::access::policy;
use crate::clock::Clock;
use crate::contents::Contents;
use crate::db::types::Instant;
use crate::db::{DatabaseUrl, Db, dialect, news};
use crate::duties::deadlines::recalculation::Tally;
use crate::duties::notifications::mail::Mailer;
use crate::egress::Egress;
use crate::http::edge::Edge;
use crate::insight::audit::checkpoints::runner as checkpoints;
use crate::integration::webhooks::delivery::Sender;
use crate::integration::webhooks::worker::WebhookWorker;
use crate::law::engine::Law;
use crate::people::identity;
use crate::registry::amendments;
use crate::registry::imports::worker::ImportWorker;
use crate::server::config::edge::PER_ADDRESS;
use crate::server::config::{DatabaseSettings, ServerSettings};
use crate::server::serving::{Serving, application, serve as listen};
use crate::server::upkeep::Runner;
use crate::server::{housekeeping, telemetry, works};
use crate::signing::messages::MessageSecrets;
use crate::signing::tokens::Tokens;
use crate::text::Complaint;
use crate::{journal, private};
use actix_web::web::Data;
use chrono::TimeDelta;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

const DEFAULT_RATE_LIMIT: u32 = 1200;

pub(super) fn serve(settings: &Serve) -> Done {
    let tokens = settings.signing.tokens()?;
    let mailer = settings.mail.mailer()?;
    let db = open(&settings.database)?;
    let clock = if settings.accept_clock { clock::accepted(&db)? } else { clock::of_the_machine(&db)? };
    clock::compare_with_server(&db, &clock);
    let limit = settings.server.rate_limit_per_minute.unwrap_or(DEFAULT_RATE_LIMIT);
    let tokens = tokens.lasting(TimeDelta::seconds(settings.server.access_token_seconds));
    let edge = settings.server.edge.edge(PER_ADDRESS, limit);
    if let Some(warning) = settings.server.edge.warning(&settings.server.host) {
        tracing::warn!("{warning}");
    }
    for warning in private::warnings(settings.signing.places()) {
        tracing::warn!("{}", warning.en);
    }
    let encryption = encryption(&db, &settings.database.stored.url())?;
    let egress = settings.server.webhooks.egress();
    let contents = contents(&settings.server, &settings.database);
    run(db, clock, tokens, (limit, edge, egress, contents), mailer, &settings.server, |address| {
        tracing::info!(
            address = %address, database = %settings.database.stored.url(), database.encryption = encryption,
            "greffe is serving"
        );
    })
}

/// The database, with its schema up to date.
pub(super) fn open(settings: &DatabaseSettings) -> Result<Db, Complaint> {
    let wait = Duration::from_millis(settings.database_wait_ms);
    let url = &settings.stored.url();
    let db = Db::open(url, settings.database_connections, wait)
        .map_err(|error| Complaint::verbatim(error).about(url))?;
    db.migrate().map_err(|error| Complaint::from(error).about(url))?;
    for warning in private::warnings(database::places(url)) {
        tracing::warn!("{}", warning.en);
    }
    Ok(db)
}

/// The folder of the files of documents, made where there is none. Where it cannot be made all else
/// is served: the folder may be away for a while.
pub(super) fn contents(server: &ServerSettings, database: &DatabaseSettings) -> Contents {
    let folder = server.documents.folder(&database.stored);
    let contents = server.documents.contents(&database.stored);
    if let Err(error) = contents.prepare() {
        tracing::error!(
            folder = %folder.display(), error = %error,
            "files of documents can be neither kept nor read: set GREFFE_DOCUMENTS_DIR to a folder that can be written to"
        );
    }
    for warning in private::warnings([folder.as_path()]) {
        tracing::warn!("{}", warning.en);
    }
    contents
}

/// The encryption of the way to the database. A way that has none, and on which others are, is
/// warned of.
fn encryption(db: &Db, url: &DatabaseUrl) -> Result<Option<String>, Complaint> {
    let encryption =
        db.read_now(dialect::standing::encryption).map_err(|error| Complaint::from(error).about(url))?;
    if encryption.is_none() && url.crosses_a_network() {
        tracing::warn!(
            "what goes to the database and comes from it can be read and changed on the way, unless something else protects it: \
             set sslmode=verify-full and sslrootcert in GREFFE_DATABASE_URL"
        );
    }
    Ok(encryption)
}

/// Serves until it is asked to stop.
pub(super) fn run(
    db: Db,
    clock: Clock,
    tokens: Tokens,
    (requests_per_minute, edge, egress, contents): (u32, Edge, Egress, Contents),
    mailer: Option<Mailer>,
    settings: &ServerSettings,
    started: impl FnOnce(SocketAddr),
) -> Done {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let serving = Serving {
        workers: settings.workers.map_or(cores, usize::from),
        grace: Duration::from_secs(settings.grace_seconds),
        header_timeout: Duration::from_secs(settings.header_timeout_seconds),
        keep_alive: Duration::from_secs(settings.edge.keep_alive_seconds),
        connections: usize::try_from(settings.edge.connections_per_worker).unwrap_or(usize::MAX),
        certificate: settings.edge.certificate()?,
    };
    let restored = db.read_now(journal::service::restored_at)?;
    let provider = settings.oidc.provider()?.map(|provider| provider.since(restored));
    let place = format!("{}:{}", settings.host, settings.port);
    // A policy that differs from the one before is on the record before anybody goes by it.
    db.write_now(|connection| journal::service::record_policy(connection, policy::digest(), clock.now()))
        .map_err(|error| {
            Complaint::from(error)
                .within("the policy could not be recorded", "la politique n'a pu être consignée")
        })?;
    works::start(&db, clock.now());
    tell_of_pending_law(&db, clock.now());
    let listener = TcpListener::bind(&place).map_err(|error| {
        Complaint::verbatim(error)
            .within(&format!("cannot listen on {place}"), &format!("impossible d'écouter à {place}"))
    })?;
    let address = listener.local_addr().map_err(Complaint::verbatim)?;
    let drain = Duration::from_secs(settings.drain_seconds);
    let pause = Duration::from_secs(settings.reminder_interval_seconds);
    let runner = (!pause.is_zero()).then(|| Runner::start(db.clone(), clock.clone(), mailer, pause));
    let runner = runner.transpose().map_err(|error| {
        Complaint::verbatim(error).within("cannot start the reminders", "impossible de lancer les rappels")
    })?;
    let housekeeping = housekeeping::start(db.clone(), clock.clone(), contents.clone()).map_err(|error| {
        Complaint::verbatim(error).within("cannot start the housekeeping", "impossible de lancer l'entretien")
    })?;
    let imports = ImportWorker::start(db.clone(), clock.clone()).map_err(|error| {
        Complaint::verbatim(error).within("cannot start the imports", "impossible de lancer les importations")
    })?;
    let courier = news::start(&db).map_err(|error| {
        Complaint::verbatim(error).within("cannot start the courier", "impossible de lancer la messagerie")
    })?;
    let webhooks = webhooks(&db, &clock, &tokens, &egress, settings)?;
    let grace = serving.grace;
    let (public_url, reads_from) = (settings.public_url.clone(), settings.record_reads_from);
    let between_checkpoints = Duration::from_secs(settings.checkpoint_interval_seconds);
    let served = actix_web::rt::System::new().block_on(async move {
        let tokens = tokens.issued_at(public_url.as_ref().map(ToString::to_string));
        let app = application(db, clock, tokens, provider, requests_per_minute);
        let app = app.counting(telemetry::counters()).reached_at(public_url).facing(edge);
        let app = Data::new(app.reaching(egress).keeping(contents).recording_reads_from(reads_from));
        let recorder = app.recorder.clone();
        let checkpointer = (!between_checkpoints.is_zero())
            .then(|| checkpoints::start(app.clone(), between_checkpoints))
            .transpose()
            .map_err(|error| {
                Complaint::verbatim(error)
                    .within("cannot start the checkpoints", "impossible de lancer les points de contrôle")
            })?;
        let server = listen(app.clone(), listener, serving).map_err(Complaint::verbatim)?;
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            asked_to_stop().await;
            // Who stands before us is told first, and has time to look, before the door is closed.
            app.drain();
            tracing::info!("asked to stop: no longer ready");
            actix_web::rt::time::sleep(drain).await;
            handle.stop(true).await;
        });
        started(address);
        let served = server.await.map_err(Complaint::verbatim);
        if !recorder.flush(grace) {
            tracing::error!("not everything that was read could be recorded in time");
        }
        if let Some(checkpointer) = checkpointer {
            checkpointer.stop(grace);
        }
        served
    });
    if let Some(runner) = runner {
        runner.stop(grace);
    }
    housekeeping.stop(grace);
    imports.stop(grace);
    if let Some(courier) = courier {
        courier.stop(grace);
    }
    if let Some(webhooks) = webhooks {
        webhooks.stop(grace);
    }
    served
}

/// The threads that send what changed to other systems, if this process is to.
fn webhooks(
    db: &Db,
    clock: &Clock,
    tokens: &Tokens,
    egress: &Egress,
    settings: &ServerSettings,
) -> Result<Option<WebhookWorker>, Complaint> {
    let attempts = usize::from(settings.webhooks.webhook_attempts);
    if attempts == 0 {
        return Ok(None);
    }
    let sender = Sender::new(egress, MessageSecrets::new(&tokens.derived_key("messages")));
    let started = WebhookWorker::start(db.clone(), clock.clone(), sender, attempts);
    started.map(Some).map_err(|error| {
        Complaint::verbatim(error).within("cannot start the webhooks", "impossible de lancer les webhooks")
    })
}

/// Says, in the background, which organisations have open deadlines that the law of this program
/// would move. Nothing is moved by a new version: they adopt it (`POST /v1/catalog/adopt`).
fn tell_of_pending_law(db: &Db, now: Instant) {
    let db = db.clone();
    std::thread::spawn(move || {
        if let Err(error) = look_at_law(&db, now) {
            tracing::warn!(error = %error, "whether the law would move open deadlines could not be seen");
        }
    });
}

fn look_at_law(db: &Db, now: Instant) -> crate::error::Result<()> {
    for organization in db.read_now(identity::principals::organization_ids)? {
        let pending =
            db.read_now(|connection| amendments::service::pending(connection, organization, now))?;
        match pending {
            None => {}
            Some(Tally { moved: 0, kept: 0, .. }) => {
                db.write_now(|connection| {
                    amendments::service::adopt_unchanged(connection, organization, now)
                })?;
            }
            Some(Tally { moved, kept, .. }) => tracing::warn!(
                organization.id = %organization, deadlines.moved = moved, deadlines.kept = kept,
                law.version = %Law::current().version(),
                "the law of this program would move open deadlines: see greffe rules impact, and POST /v1/catalog/adopt"
            ),
        }
    }
    Ok(())
}

/// Waits for SIGTERM or SIGINT.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let asked = tokio::signal::ctrl_c().await;
    drop(asked);
}
