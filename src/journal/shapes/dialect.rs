//! What the columns of the record hold where nobody but this service wrote them. `SQLite` takes
//! anything into any column, and whoever owns a database of `PostgreSQL` takes its constraints
//! away: a row with something else in it cannot be read, or is read as what is not there.

use crate::db::Connection;
use crate::db::types::LossyText;
use crate::error::Result;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;

/// A row that holds something which is never written there.
#[derive(Clone, Debug, PartialEq, Eq, QueryableByName)]
pub struct Misshapen {
    /// Which row it is, as far as it can be told.
    #[diesel(sql_type = Text, deserialize_as = LossyText)]
    pub place: String,
    /// The first of its columns that is not as it should be.
    #[diesel(sql_type = Text)]
    pub field: String,
}

/// The form of a column.
#[derive(Clone, Copy)]
enum Form {
    Words,
    Number,
    Id,
    Moment,
}

/// A column, its form, and whether it may be empty.
type Shape = (&'static str, Form, bool);

const JOURNAL: [Shape; 14] = [
    ("sequence", Form::Number, false),
    ("subject", Form::Words, false),
    ("case_id", Form::Id, true),
    ("action", Form::Words, false),
    ("actor", Form::Words, false),
    ("request_id", Form::Words, false),
    ("at", Form::Moment, false),
    ("kind", Form::Words, false),
    ("before", Form::Words, true),
    ("after", Form::Words, true),
    ("position", Form::Number, false),
    ("previous_hash", Form::Words, false),
    ("hash", Form::Words, false),
    ("digest", Form::Words, true),
];

const HEADS: [Shape; 4] = [
    ("subject", Form::Words, false),
    ("length", Form::Number, false),
    ("hash", Form::Words, false),
    ("last_at", Form::Moment, true),
];

const CHECKPOINTS: [Shape; 10] = [
    ("id", Form::Id, false),
    ("number", Form::Number, false),
    ("after_sequence", Form::Number, false),
    ("through_sequence", Form::Number, false),
    ("entries", Form::Number, false),
    ("chains", Form::Number, false),
    ("root", Form::Words, false),
    ("previous_root", Form::Words, false),
    ("statement", Form::Words, false),
    ("created_at", Form::Moment, false),
];

/// What is known of disposals by the entries that they emptied.
const DISPOSALS: [Shape; 2] = [("case_id", Form::Id, false), ("entries", Form::Number, false)];

/// The entries that are misshapen, in the order of their numbers.
pub fn entries(connection: &mut Connection) -> Result<Vec<Misshapen>> {
    let place = [("", "subject"), (" entry ", "position"), (" (sequence ", "sequence"), (")", "")];
    misshapen(connection, "journal", "sequence", &place, &JOURNAL)
}

/// The rows by which entries are judged that are misshapen: heads, checkpoints, disposals.
pub fn others(connection: &mut Connection) -> Result<Vec<Misshapen>> {
    let mut found =
        misshapen(connection, "journal_heads", "subject", &[("the head of ", "subject")], &HEADS)?;
    let place = [("checkpoint ", "number")];
    found.extend(misshapen(connection, "journal_checkpoints", "number", &place, &CHECKPOINTS)?);
    let place = [("the disposal of case ", "case_id")];
    found.extend(misshapen(connection, "disposals", "case_id", &place, &DISPOSALS)?);
    Ok(found)
}

fn misshapen(
    connection: &mut Connection,
    table: &str,
    order: &str,
    place: &[(&str, &str)],
    shapes: &[Shape],
) -> Result<Vec<Misshapen>> {
    let fits: fn(&str, Form) -> String = match connection {
        Connection::Pg(_) => fits_on_postgres,
        Connection::Sqlite(_) => fits_on_sqlite,
    };
    let sound = |(column, form, may_be_empty): &Shape| {
        let column = format!("\"{column}\"");
        let empty = if *may_be_empty { format!("{column} is null or ") } else { String::new() };
        format!("coalesce({empty}({}), false)", fits(&column, *form))
    };
    let all = shapes.iter().map(sound).collect::<Vec<_>>().join(" and ");
    let first: Vec<_> =
        shapes.iter().map(|shape| format!("when not {} then '{}'", sound(shape), shape.0)).collect();
    let told: Vec<_> = place
        .iter()
        .map(|(text, column)| match *column {
            "" => format!("'{text}'"),
            column => format!("'{text}' || coalesce(cast(\"{column}\" as text), '?')"),
        })
        .collect();
    let query = sql_query(format!(
        "select {} as place, case {} end as field from {table} where not ({all}) order by {order}",
        told.join(" || "),
        first.join(" ")
    ));
    Ok(match connection {
        Connection::Pg(pg) => query.load(pg)?,
        Connection::Sqlite(sqlite) => query.load(sqlite)?,
    })
}

/// A column of `PostgreSQL` has the type that was declared; but it may be empty, and an instant may
/// be endless.
fn fits_on_postgres(column: &str, form: Form) -> String {
    match form {
        Form::Words | Form::Number | Form::Id => format!("{column} is not null"),
        Form::Moment => {
            format!("{column} >= '0001-01-01T00:00:00Z' and {column} < '9999-01-01T00:00:00Z'")
        }
    }
}

fn fits_on_sqlite(column: &str, form: Form) -> String {
    match form {
        Form::Words => format!("typeof({column}) = 'text'"),
        Form::Number => format!("typeof({column}) = 'integer'"),
        Form::Id => format!(
            "typeof({column}) = 'text' and {column} like '________-____-____-____-____________' \
             and {column} not glob '*[^0-9a-f-]*'"
        ),
        Form::Moment => {
            let digits = |count: usize| "[0-9]".repeat(count);
            format!(
                "typeof({column}) = 'text' and {column} glob '{}-{}-{}T{}:[0-5][0-9]:[0-5][0-9].{}Z' \
                 and date(substr({column}, 1, 10)) = substr({column}, 1, 10) and substr({column}, 12, 2) < '24'",
                digits(4),
                digits(2),
                digits(2),
                digits(2),
                digits(6)
            )
        }
    }
}
