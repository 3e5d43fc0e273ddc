//! The ties of a person to a case, read of one row.

use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::policy::Tie;
use crate::access::visibility;
use crate::db::Connection;
use crate::db::schema::cases;
use crate::error::Result;
use crate::ids::CaseId;
use diesel::prelude::*;

/// Each fact of a person and a case, and the court's order about the case; nothing where there is
/// no such case.
pub fn ties(
    connection: &mut Connection,
    person: &Context,
    case: CaseId,
) -> Result<Option<(Vec<Tie>, Confidentiality)>> {
    let [own, held, portfolio, emergency, cleared, walled] = visibility::facts(person);
    let found: Option<(bool, bool, bool, bool, bool, bool, Confidentiality)> = cases::table
        .filter(cases::id.eq(case))
        .select((own, held, portfolio, emergency, cleared, walled, cases::confidentiality))
        .first(connection)
        .optional()?;
    Ok(found.map(|(own, held, portfolio, emergency, cleared, walled, confidentiality)| {
        let facts = Tie::ALL.into_iter().zip([own, held, portfolio, emergency, cleared, walled]);
        (facts.filter(|(_, holds)| *holds).map(|(fact, _)| fact).collect(), confidentiality)
    }))
}
