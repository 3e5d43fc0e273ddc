//! What every request shares.

use super::principals::Principals;
use super::throttle::Throttle;
use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::blocking::off_the_event_loop;
use crate::clock::Clock;
use crate::contents::Contents;
use crate::db::{Connection, Db, WriteTurn};
use crate::egress::Egress;
use crate::http::client;
use crate::http::document::Served;
use crate::http::edge::Edge;
use crate::http::limits::Limits;
use crate::http::operations::{Operations, Routes};
use crate::http::page::Cursors;
use crate::http::public_url::PublicUrl;
use crate::http::query::Components;
use crate::ids::UserId;
use crate::journal::recorder::Recorder;
use crate::lanes::Lanes;
use crate::signing::messages::MessageSecrets;
use crate::signing::secrets::{KeyedSecrets, SERVICE_KEY};
use crate::signing::tokens::Tokens;
use actix_web::HttpRequest;
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the document of the API says of its operations, for whoever answers a request.
pub struct Described {
    /// The addresses of the API.
    pub routes: Routes,
    /// The names of the operations.
    pub names: Operations,
    /// The named schemas, to which parameters refer.
    pub components: Arc<Components>,
    /// The document, as it is served.
    pub document: Served,
}

/// The state that every request shares.
pub struct App {
    /// The database.
    pub db: Db,
    /// The lanes that keep what is dear apart from what is cheap.
    pub lanes: Lanes,
    /// The time.
    pub clock: Clock,
    /// The keys that sign and verify tokens.
    pub tokens: Tokens,
    /// The key that signs and verifies cursors.
    pub cursors: Cursors,
    /// The key that makes the secrets of feeds.
    pub feeds: KeyedSecrets,
    /// The key that makes the keys of service accounts.
    pub service_keys: KeyedSecrets,
    /// Who may call.
    pub principals: Arc<dyn Principals>,
    /// What signs the messages that are sent to other systems.
    pub messages: MessageSecrets,
    /// Where requests of our own may go.
    pub egress: Egress,
    /// The files of documents.
    pub contents: Contents,
    /// The limit on failed sign-ins from an address.
    pub throttle: Throttle,
    /// The limit on requests, if there is one.
    pub limits: Option<Limits<UserId>>,
    /// The clients that the service believes and lets in, and how long it waits.
    pub edge: Arc<Edge>,
    /// What the document says of the operations.
    pub operations: Described,
    /// The recorder of what is read, and of who is refused.
    pub recorder: Recorder,
    /// The counters, where they are kept.
    pub metrics: Option<PrometheusHandle>,
    public_url: Option<PublicUrl>,
    draining: AtomicBool,
}

impl App {
    /// Puts the application together from what was configured.
    #[must_use]
    pub fn new(
        db: Db,
        clock: Clock,
        tokens: Tokens,
        principals: Arc<dyn Principals>,
        requests_per_minute: u32,
        operations: Described,
    ) -> Self {
        let cursors = Cursors::with_key(tokens.derived_key("cursors"));
        let feeds = KeyedSecrets::new(&tokens.derived_key("feeds"), "");
        let recorder = Recorder::start(db.clone(), Classification::ProtectedB);
        let service_keys = KeyedSecrets::new(&tokens.derived_key("service keys"), SERVICE_KEY);
        let messages = MessageSecrets::new(&tokens.derived_key("messages"));
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            lanes: Lanes::beside(db.connections(), cores),
            db,
            clock,
            cursors,
            feeds,
            service_keys,
            tokens,
            principals,
            messages,
            egress: Egress::default(),
            contents: Contents::default(),
            throttle: Throttle::default(),
            limits: Limits::per_minute(requests_per_minute),
            edge: Arc::default(),
            operations,
            recorder,
            metrics: None,
            public_url: None,
            draining: AtomicBool::new(false),
        }
    }

    /// Sets the address under which clients reach the service.
    #[must_use]
    pub fn reached_at(mut self, url: Option<PublicUrl>) -> Self {
        self.public_url = url;
        self
    }

    /// Sets the classification from which upward it is recorded who read a case.
    #[must_use]
    pub fn recording_reads_from(mut self, classification: Classification) -> Self {
        self.recorder = self.recorder.with_reads_from(classification);
        self
    }

    /// Sets which clients the service believes and lets in, and how long it waits.
    #[must_use]
    pub fn facing(mut self, edge: Edge) -> Self {
        self.edge = Arc::new(edge);
        self
    }

    /// Sets where requests of our own may go.
    #[must_use]
    pub fn reaching(mut self, egress: Egress) -> Self {
        self.egress = egress;
        self
    }

    /// Sets where the files of documents are kept.
    #[must_use]
    pub fn keeping(mut self, contents: Contents) -> Self {
        self.contents = contents;
        self
    }

    /// Sets where the counters are kept.
    #[must_use]
    pub fn counting(mut self, metrics: Option<PrometheusHandle>) -> Self {
        self.metrics = metrics;
        self
    }

    /// The beginning of an address of this service: as it was configured, or as the request itself
    /// came.
    #[must_use]
    pub fn base_url(&self, request: &HttpRequest) -> String {
        self.public_url.as_ref().map_or_else(|| client::reached(request), ToString::to_string)
    }

    /// Makes the server not ready from now on: what stands before it sends it nothing new.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
        // Whoever waits for news has to look up.
        self.db.news().ring();
    }

    /// Whether the server is about to stop.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }

    /// Reads on behalf of a request.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        self.db.read(work).await
    }

    /// Writes on behalf of a caller, in a transaction of its own and in a turn of its own
    /// ([`WriteTurn::Alone`]). The caller is taken as they are when the turn has come, and at that
    /// moment: what changed while they waited holds for what they do, which is not dated before it.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write<T: Send + 'static>(
        &self,
        caller: Context,
        work: impl FnMut(&mut Connection, &Context) -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        self.write_in(WriteTurn::Alone, caller, work).await
    }

    /// [`App::write`], in either kind of turn. A caller whose act runs beside others is who they
    /// were when they asked: what the act rests on is the case that it takes, and whether it is
    /// theirs to see.
    ///
    /// # Errors
    /// As [`Db::write`]; 401 where the caller's account was deactivated meanwhile.
    pub async fn write_in<T: Send + 'static>(
        &self,
        turn: WriteTurn,
        caller: Context,
        mut work: impl FnMut(&mut Connection, &Context) -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        let (clock, principals) = (self.clock.clone(), self.principals.clone());
        self.db
            .write_in(turn, move |connection| {
                let now = clock.now();
                let caller = match turn {
                    WriteTurn::Alone => principals.again(connection, &caller, now)?,
                    WriteTurn::Beside => caller.at(now),
                };
                work(connection, &caller)
            })
            .await
    }

    /// Shows on behalf of a caller what an act would do: [`App::write`], of which nothing is kept.
    ///
    /// # Errors
    /// As [`Db::preview`]; 401 where the caller's account was deactivated meanwhile.
    pub async fn preview<T: Send + 'static>(
        &self,
        caller: Context,
        mut work: impl FnMut(&mut Connection, &Context) -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        let (clock, principals) = (self.clock.clone(), self.principals.clone());
        self.db
            .preview(move |connection| {
                let caller = principals.again(connection, &caller, clock.now())?;
                work(connection, &caller)
            })
            .await
    }

    /// [`App::preview`] of what is dear, in its lane and in a snapshot: `work` must leave out the
    /// writing itself.
    ///
    /// # Errors
    /// As [`Lane::enter`](crate::lanes::Lane::enter) and [`Db::snapshot`].
    pub async fn preview_dear<T: Send + 'static>(
        &self,
        caller: Context,
        work: impl FnOnce(&mut Connection, &Context) -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        let turn = self.lanes.dear.enter(Some(caller.user.id)).await?;
        let held = move |connection: &mut Connection| {
            let _turn = turn;
            work(connection, &caller)
        };
        self.db.snapshot(held).await
    }

    /// Reads what is dear on behalf of a person, in the lane of such queries: a count over a
    /// caseload, a report, a proof.
    ///
    /// # Errors
    /// As [`Lane::enter`](crate::lanes::Lane::enter) and [`Db::read`].
    pub async fn read_dear<T: Send + 'static>(
        &self,
        who: UserId,
        work: impl FnOnce(&mut Connection) -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        let turn = self.lanes.dear.enter(Some(who)).await?;
        let held = move |connection: &mut Connection| {
            let _turn = turn;
            work(connection)
        };
        self.db.read(held).await
    }

    /// Computes on behalf of a person, away from the threads that answer requests.
    ///
    /// # Errors
    /// What `work` returns; 503 where too much is being computed.
    pub async fn compute<T: Send + 'static>(
        &self,
        who: UserId,
        work: impl FnOnce() -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        let turn = self.lanes.computing.enter(Some(who)).await?;
        off_the_event_loop(move || {
            let _turn = turn;
            work()
        })
        .await
    }
}
