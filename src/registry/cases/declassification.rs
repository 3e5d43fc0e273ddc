//! The lowering of what protects a case by changing it.

use super::api::{Case, CasePatch};
use crate::access::context::Context;
use crate::access::declassification;
use crate::error::Result;

/// Holds where the caller may lower what a change would lower. Whoever may change a case may raise
/// it; an order is lifted by whoever is shown what it keeps.
///
/// # Errors
/// 403.
pub fn permit(caller: &Context, before: &Case, patch: &CasePatch) -> Result<()> {
    if patch.classification.is_some_and(|after| after < before.classification) {
        declassification::permit_lower_class(caller)?;
    }
    let order = patch.confidentiality.unwrap_or(before.confidentiality);
    declassification::permit_order(caller, before.confidentiality, order)
}
