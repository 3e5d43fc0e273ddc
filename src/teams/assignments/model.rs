//! The object and the status of an assignment, and its key of exclusiveness. Pure.

use crate::access::portfolio::{FileLanguage, Portfolio};
use crate::duties::responsibilities::matrix::CaseRole;
use crate::ids::{AssignmentId, CaseId};

/// The case or the portfolio that an assignment is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// A case.
    Case(CaseId),
    /// A portfolio.
    Portfolio(Portfolio),
}

/// The key under which an assignment is the only one of its time, for a role that one holds at a
/// time, on its case or its portfolio. `None` if several may hold the role.
#[must_use]
pub fn exclusive_key(role: &CaseRole, of: &Of) -> Option<String> {
    if !role.exclusive {
        return None;
    }
    Some(match of {
        Of::Case(case) => format!("case:{case}:{}", role.code),
        Of::Portfolio(Portfolio { organization_id, proceeding, office, region, language }) => {
            let part = |part: Option<&str>| part.unwrap_or("*").to_owned();
            let language = part(language.map(FileLanguage::code));
            let [proceeding, office, region] =
                [proceeding, office, region].map(|criterion| part(criterion.as_deref()));
            let parts = [proceeding, office, region, language, role.code.clone()];
            format!("portfolio:{organization_id}:{}", parts.join(":"))
        }
    })
}

/// The key of a delegation: only one acts for a holder at a time.
#[must_use]
pub fn delegation_key(delegated: AssignmentId) -> String {
    format!("acting:{delegated}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::holding::AssignmentStatus;
    use crate::db::predicates;
    use crate::duties::responsibilities::matrix::Matrix;

    #[test]
    fn the_conditions_on_rows_know_what_is_held() {
        assert_eq!(AssignmentStatus::Held.code(), predicates::HELD);
    }

    #[test]
    fn only_what_one_holds_at_a_time_has_a_key() {
        let case = Of::Case(CaseId::generate());
        let role = |code: &str| Matrix::builtin().role(code).unwrap();
        assert!(exclusive_key(role("JCO"), &case).unwrap().ends_with(":JCO"));
        assert_eq!(exclusive_key(role("JPL"), &case), None);
        assert_ne!(
            exclusive_key(role("JCO"), &case),
            exclusive_key(role("JCO"), &Of::Case(CaseId::generate()))
        );
    }
}
