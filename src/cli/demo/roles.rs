//! The people who carry whole portfolios in the demo.

use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::clock::Clock;
use crate::db::{Connection, Db};
use crate::error::{Error, Result};
use crate::people::identity;
use crate::teams::assignments;
use crate::teams::assignments::api::{PortfolioAssignmentInput, PortfolioCriteria};
use crate::unparsed::Unparsed;

/// The people who assign, the role, and whom they assign, to all cases of their organisation: each
/// directs its litigation.
const PORTFOLIOS: &[(&str, &str, &str)] =
    &[("manager", "JPL", "analyst"), ("ircc.manager", "LDR", "ircc.manager")];

/// Makes the portfolios that are missing: in each organisation, where it has none.
pub fn ensure(db: &Db, clock: &Clock) -> Result<()> {
    for (by, role, whom) in PORTFOLIOS {
        db.write_now(|connection| {
            let caller = acting(connection, clock, by)?;
            let filter =
                assignments::listing_store::AssignmentFilter { portfolios: true, ..Default::default() };
            if assignments::listing_store::count(connection, &caller, &filter)? > 0 {
                return Ok(());
            }
            let whom = identity::principals::user_by_name(connection, whom)?.ok_or_else(Error::not_found)?;
            let new = PortfolioAssignmentInput {
                portfolio: PortfolioCriteria::default(),
                user_id: Some(whom.id),
                group_id: None,
                role: (*role).to_owned(),
                from: None,
                until: None,
                offer: false,
            };
            assignments::service::create_on_portfolio(connection, &caller, &Unparsed::typed(new))?;
            Ok(())
        })?;
    }
    Ok(())
}

fn acting(connection: &mut Connection, clock: &Clock, username: &str) -> Result<Context> {
    let now = clock.now();
    let user = identity::principals::user_by_name(connection, username)?.ok_or_else(Error::not_found)?;
    let user = identity::principals::active(connection, user.id, now)?.ok_or_else(Error::not_found)?;
    Ok(Context::in_background(user, Permission::ManagePortfolios, "demo".to_owned(), now))
}
