//! Somebody who follows the changes: from where, what they are told of, and how they wait for more.

use super::api::RecordedChange;
use super::service::{self, Stretch};
use crate::access::context::Context;
use crate::app::App;
use crate::db::Connection;
use crate::error::Result;
use crate::http::page::PageRequest;
use crate::insight::audit::query_store::WantedChanges;
use crate::matters::cases;

use actix_web::web::Data;
use std::time::{Duration, Instant as Stopwatch};
use tokio::time::{sleep, timeout};

/// The time after which somebody who waits looks again though there was no news: of what another
/// process wrote to the same file, and of what time alone has opened.
pub const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// The time for which somebody waits who does not want to wait, where what was written last is not
/// in its place yet because a writer that began before is still at it: as a rule a moment.
const SETTLING: Duration = Duration::from_secs(1);
/// The time that one who waits gives news to gather, so that they look seldom however much is
/// written.
const BETWEEN: Duration = Duration::from_millis(50);

/// Somebody who follows.
pub struct Follower {
    app: Data<App>,
    caller: Context,
    /// What they came in with: it may be worth nothing any more while they wait.
    token: String,
    followed: WantedChanges,
    paging: PageRequest,
    /// The sequence number up to which they know everything.
    reached: i64,
}

impl Follower {
    /// Somebody who knows everything up to a sequence number.
    #[must_use]
    pub fn after(
        app: Data<App>,
        (caller, token): (Context, String),
        followed: WantedChanges,
        paging: PageRequest,
        reached: i64,
    ) -> Self {
        Self { app, caller, token, followed, paging, reached }
    }

    /// The place up to which they know everything, as a cursor.
    ///
    /// # Errors
    /// Fails if it has no JSON form.
    pub fn cursor(&self) -> Result<String> {
        self.cursor_after(self.reached)
    }

    /// The cursor that goes on after a sequence number.
    ///
    /// # Errors
    /// Fails if it has no JSON form.
    pub fn cursor_after(&self, sequence: i64) -> Result<String> {
        self.paging.cursor_at(&self.app.cursors, self.caller.user.id, &sequence)
    }

    /// Whether the server is about to stop, so that nobody is to wait any longer.
    #[must_use]
    pub fn is_to_stop(&self) -> bool {
        self.app.is_draining()
    }

    /// What there is to know, at once, as whoever they are by now.
    ///
    /// # Errors
    /// As [`service::after`]; 401 where the token is not good any more.
    async fn look(&mut self) -> Result<Stretch> {
        let who = self.app.principals.identify(&self.app, &self.token, &self.caller.request_id).await?;
        let caller = Context { user: who.user, ..self.caller.at(who.at) };
        let followed = self.followed.clone();
        let (after, limit) = (self.reached, self.paging.limit);
        let read =
            self.app.read(move |connection| service::after(connection, &caller, &followed, after, limit));
        let stretch = read.await?;
        self.reached = stretch.reached;
        Ok(stretch)
    }

    /// Refuses whoever may not follow.
    ///
    /// # Errors
    /// 404 where the case that alone is followed is not theirs to see.
    pub async fn check(&self) -> Result<()> {
        let (caller, case) = (self.caller.clone(), self.followed.case);
        let check = move |connection: &mut Connection| match case {
            Some(case) => cases::service::find_visible(connection, &caller, case).map(drop),
            None => Ok(()),
        };
        self.app.read(check).await
    }

    /// What there is to know, once there is something, and whether there is more: nothing, if there
    /// is nothing for so long.
    ///
    /// # Errors
    /// As [`service::after`]; 401 where the token is not good any more.
    pub async fn wait(&mut self, patience: Duration) -> Result<(Vec<RecordedChange>, bool)> {
        let begun = Stopwatch::now();
        let mut news = self.app.db.news().listen();
        loop {
            // What is written from here on is news.
            news.mark_unchanged();
            let Stretch { changes, has_more, is_settled, .. } = self.look().await?;
            let patience = if is_settled { patience } else { patience.max(SETTLING) };
            let left = patience.saturating_sub(begun.elapsed());
            if !changes.is_empty() || left.is_zero() || self.is_to_stop() {
                return Ok((changes, has_more));
            }
            if !has_more {
                // That the bell is gone means that nothing is written any more.
                let _ = timeout(left.min(LOOK_AGAIN), news.changed()).await;
                sleep(left.min(BETWEEN)).await;
            }
        }
    }
}
