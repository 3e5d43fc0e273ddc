//! Notices between the processes that share a `PostgreSQL` database. An `SQLite` file has none.

use crate::db::Connection;
use crate::error::Result;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;

/// Has the connection hear what others tell from now on.
pub fn listen(connection: &mut Connection) -> Result<()> {
    if let Connection::Pg(pg) = connection {
        pg.batch_execute("listen greffe_news")?;
    }
    Ok(())
}

/// Tells every connection that listens that there is news, and by whom.
pub fn tell(connection: &mut Connection, name: &str) -> Result<()> {
    if let Connection::Pg(pg) = connection {
        diesel::sql_query("select pg_notify('greffe_news', $1)").bind::<Text, _>(name).execute(pg)?;
    }
    Ok(())
}

/// Whether others than the one of this name have told of news since this was last asked. Waits for
/// nothing.
pub fn heard(connection: &mut Connection, name: &str) -> Result<bool> {
    let mut heard = false;
    if let Connection::Pg(pg) = connection {
        for notice in pg.notifications_iter() {
            heard |= notice?.payload != name;
        }
    }
    Ok(heard)
}
