//! The pools that connections come from, and the two doors.

use super::backend::Backend;
use super::connection::Connection;
use super::news::Bell;
use super::readiness::Readiness;
use super::turn::WriteTurn;
use super::url::DatabaseUrl;
use super::{dialect, wire};
use crate::blocking::off_the_event_loop;
use crate::error::{Code, Error, Result, Trouble};
use crate::private;
use diesel::connection::SimpleConnection as _;
use diesel::result::{ConnectionError, ConnectionResult};
use diesel::{Connection as _, PgConnection, SqliteConnection};
use r2d2::{ManageConnection, Pool, PooledConnection};
use secrecy::ExposeSecret as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Opens connections of one backend, each prepared the same way.
#[derive(Clone, Debug)]
struct Manager(DatabaseUrl);

impl Manager {
    #[expect(clippy::disallowed_methods, reason = "this is the pool")]
    fn open(&self) -> ConnectionResult<Connection> {
        let mut connection = match &self.0 {
            DatabaseUrl::Postgres(url) => {
                let opened = PgConnection::establish(url.expose_secret());
                Connection::Pg(opened.map_err(|error| {
                    let message = wire::explained_of(&error.to_string(), url.expose_secret());
                    ConnectionError::BadConnection(message)
                })?)
            }
            DatabaseUrl::Sqlite(path) => {
                let path = path
                    .to_str()
                    .ok_or_else(|| ConnectionError::BadConnection("the path is not UTF-8".to_owned()))?;
                Connection::Sqlite(SqliteConnection::establish(path)?)
            }
        };
        connection
            .batch_execute(dialect::on_open(self.0.backend()))
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(connection)
    }
}

impl ManageConnection for Manager {
    type Connection = Connection;
    type Error = ConnectionError;

    fn connect(&self) -> ConnectionResult<Connection> {
        self.open()
    }

    fn is_valid(&self, connection: &mut Connection) -> ConnectionResult<()> {
        connection.batch_execute("select 1").map_err(ConnectionError::CouldntSetupConfiguration)
    }

    /// A connection inside a transaction is broken, and so is one that a panic has come across: it
    /// is closed, and with it ends whatever was begun on it.
    fn has_broken(&self, connection: &mut Connection) -> bool {
        std::thread::panicking() || diesel::r2d2::R2D2Connection::is_broken(connection)
    }
}

/// The number of times that a transaction is begun which gives way to another each time.
const ATTEMPTS: u32 = 4;

/// The database, to be cloned wherever it is needed.
#[derive(Clone)]
pub struct Db {
    url: DatabaseUrl,
    readers: Door,
    writers: Door,
    news: Arc<Bell>,
    pub(super) readiness: Arc<Readiness>,
}

/// A pool, and a place before it for each of its connections. A request waits for its place without
/// a thread: so those who wait, however many they are, are in the way of nobody who needs a thread
/// for something else.
#[derive(Clone)]
struct Door {
    pool: Pool<Manager>,
    places: Arc<Semaphore>,
    wait: Duration,
}

impl Door {
    fn before(pool: Pool<Manager>, wait: Duration) -> Self {
        let places = usize::try_from(pool.max_size()).unwrap_or(Semaphore::MAX_PERMITS);
        Self { pool, places: Arc::new(Semaphore::new(places)), wait }
    }

    /// A place, once there is one.
    ///
    /// # Errors
    /// 503 where there is none in time.
    async fn place(&self) -> Result<OwnedSemaphorePermit> {
        let place = timeout(self.wait, self.places.clone().acquire_owned()).await;
        place.ok().and_then(Result::ok).ok_or_else(|| {
            Error::new(Code::Unavailable).with_cause("no connection: all of them are in use for too long")
        })
    }

    /// Does work that needs one of the connections, once there is one for it, on a thread where
    /// blocking is allowed.
    async fn through<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let place = self.place().await?;
        off_the_event_loop(move || {
            let _held = place;
            work()
        })
        .await
    }
}

impl Db {
    /// Opens the pools. Connections are made when they are first needed, so that a database which
    /// is away at start answers 503 and not a crash; the caller who wants to know asks
    /// [`Db::ready`]. An `SQLite` file is made for its owner alone, and so is its directory.
    ///
    /// # Errors
    /// Fails if the directory of an `SQLite` file, or the file, cannot be made.
    pub fn open(url: &DatabaseUrl, connections: u32, wait: Duration) -> std::io::Result<Self> {
        if let DatabaseUrl::Sqlite(path) = url {
            // What SQLite puts beside the file (-wal, -shm) has the file's own mode. Its own names
            // (`:memory:`, `file:...`) are none.
            let is_file =
                path.to_str().is_none_or(|name| !name.starts_with(':') && !name.starts_with("file:"));
            if is_file {
                private::file(path)?;
            }
        }
        let pool = |size| {
            Pool::builder()
                .max_size(size)
                .min_idle(Some(0))
                .connection_timeout(wait)
                .test_on_check_out(false)
                .error_handler(Box::new(QuietHandler))
                .build_unchecked(Manager(url.clone()))
        };
        let readers = Door::before(pool(connections), wait);
        let writers = match url.backend() {
            // Of their own: those who wait for their turn leave the readers their connections.
            Backend::Postgres => Door::before(pool(connections.div_ceil(2)), wait),
            // SQLite's writers exclude each other: a queue in front of one is fairer than their
            // busy waiting.
            Backend::Sqlite => Door::before(pool(1), wait),
        };
        let (news, readiness) = (Arc::default(), Arc::default());
        Ok(Self { url: url.clone(), readers, writers, news, readiness })
    }

    /// One connection, outside the pools and at once, for whoever wants to know why there is none.
    ///
    /// # Errors
    /// 503, with the reason, where it cannot be made.
    pub fn connect(url: &DatabaseUrl) -> Result<Connection> {
        let opened = Manager(url.clone()).open();
        opened.map_err(|error| Error::new(Code::Unavailable).with_cause(error.to_string()))
    }

    /// The backend.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        self.url.backend()
    }

    /// A connection of its own, outside the pools, to the same database.
    pub(super) fn apart(&self) -> Result<Connection> {
        Self::connect(&self.url)
    }

    /// What is rung whenever a transaction that writes has ended.
    #[must_use]
    pub fn news(&self) -> &Bell {
        &self.news
    }

    /// Brings the schema up to date, and names the migrations that were applied.
    ///
    /// # Errors
    /// Where the database is away, a migration fails, or the schema is newer than this program.
    pub fn migrate(&self) -> Result<Vec<String>> {
        self.read_now(dialect::migrations::run)
    }

    /// How many may read at once.
    #[must_use]
    pub fn connections(&self) -> u32 {
        self.readers.pool.max_size()
    }

    /// Runs queries that change nothing, on a thread where blocking is allowed.
    ///
    /// # Errors
    /// What `work` returns; 503 where no connection is free in time.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let pool = self.readers.pool.clone();
        self.readers.through(move || work(&mut *take(&pool)?)).await
    }

    /// Runs `work` in one transaction, which is rolled back where `work` fails, while no other one
    /// writes ([`WriteTurn::Alone`]). Where it and another waited for each other and the database
    /// gave way to the other, `work` is done again, from the beginning, a few times.
    ///
    /// # Errors
    /// What `work` returns; 503 where no connection is free in time.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.write_in(WriteTurn::Alone, work).await
    }

    /// [`Db::write`], in either kind of turn.
    ///
    /// # Errors
    /// As `write`.
    pub async fn write_in<T: Send + 'static>(
        &self,
        turn: WriteTurn,
        work: impl FnMut(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = self.clone();
        self.writers.through(move || db.write_now_in(turn, work)).await
    }

    /// [`Db::read`] for callers that are not in an event loop: the command line, and background
    /// work.
    ///
    /// # Errors
    /// As `read`.
    pub fn read_now<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        work(&mut *take(&self.readers.pool)?)
    }

    /// [`Db::read`], where all that is read must be of one moment.
    ///
    /// # Errors
    /// As `read`.
    pub async fn snapshot<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let pool = self.readers.pool.clone();
        self.readers.through(move || dialect::snapshot(&mut *take(&pool)?, work)).await
    }

    /// [`Db::snapshot`] for callers that are not in an event loop.
    ///
    /// # Errors
    /// As `read`.
    pub fn snapshot_now<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        dialect::snapshot(&mut *take(&self.readers.pool)?, work)
    }

    /// [`Db::write`] for callers that are not in an event loop.
    ///
    /// # Errors
    /// As `write`.
    pub fn write_now<T>(&self, work: impl FnMut(&mut Connection) -> Result<T>) -> Result<T> {
        self.write_now_in(WriteTurn::Alone, work)
    }

    /// [`Db::write_now`], in either kind of turn.
    ///
    /// # Errors
    /// As `write`.
    pub fn write_now_in<T>(
        &self,
        turn: WriteTurn,
        mut work: impl FnMut(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        let mut connection = take(&self.writers.pool)?;
        unless_overtaken(|| {
            let written = dialect::transaction(&mut connection, Some(turn), &mut work);
            // One that has failed may have held up what others have written.
            self.news.ring();
            self.readiness.learn(&written);
            written
        })
    }

    /// Runs `work` as [`Db::write`] does and keeps nothing of it: what it would write, it has
    /// written when it answers, and then it is rolled back. It takes no turn, and sees one moment.
    ///
    /// # Errors
    /// As `write`.
    pub async fn preview<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let pool = self.writers.pool.clone();
        self.writers
            .through(move || {
                let mut connection = take(&pool)?;
                unless_overtaken(|| dialect::preview(&mut connection, &mut work))
            })
            .await
    }

    /// Finds out whether the database answers, has a schema that this program knows, and can be
    /// written; waits for a connection for at most this long.
    pub(super) fn try_out(&self, patience: Duration) -> Result<()> {
        let take = |pool: &Pool<Manager>| {
            pool.get_timeout(patience.min(pool.connection_timeout())).map_err(|error| no_connection(&error))
        };
        dialect::migrations::refuse_newer(&mut *take(&self.readers.pool)?)?;
        let written =
            dialect::storage::try_writing(&mut *take(&self.writers.pool)?, self.readiness.is_unwritable());
        self.readiness.learn(&written);
        written
    }
}

/// Does it, and does it again where the database gave way to another transaction, a few times.
fn unless_overtaken<T>(mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
    let mut count = 1;
    loop {
        match attempt() {
            Err(error) if error.trouble() == Some(Trouble::Overtaken) && count < ATTEMPTS => {
                tracing::info!(attempt = count, "a transaction gave way to another and is done again");
                metrics::counter!("greffe_transactions_repeated_total").increment(1);
                count = count.saturating_add(1);
            }
            done => return done,
        }
    }
}

fn take(pool: &Pool<Manager>) -> Result<PooledConnection<Manager>> {
    pool.get().map_err(|error| no_connection(&error))
}

fn no_connection(error: &r2d2::Error) -> Error {
    Error::new(Code::Unavailable).with_cause(format!("no connection: {error}"))
}

/// Reports nothing: a connection that cannot be made is reported where it was wanted, with the
/// request's id.
#[derive(Debug)]
struct QuietHandler;

impl r2d2::HandleError<ConnectionError> for QuietHandler {
    fn handle_error(&self, error: ConnectionError) {
        tracing::debug!(error = %error, "a database connection could not be made");
    }
}
