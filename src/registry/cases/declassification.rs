//! The lowering of what protects a case: its classification, or a confidentiality order. It opens
//! the case, or the names in it, to more people, and so has a permission of its own beside that of
//! changing the case.

use super::api::{Case, CasePatch};
use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::access::grants;
use crate::access::permissions::Permission;
use crate::error::{Code, Error, Fault, Result};

/// Holds where the caller may lower what a change would lower. Whoever may change a case may raise
/// it; an order is lifted by whoever is shown what it keeps.
///
/// # Errors
/// 403.
pub fn permit(caller: &Context, before: &Case, patch: &CasePatch) -> Result<()> {
    let lowers_class = patch.classification.is_some_and(|after| after < before.classification);
    let lifts_order = patch.confidentiality.is_some_and(|after| after < before.confidentiality);
    if !lowers_class && !lifts_order {
        return Ok(());
    }
    grants::sees_what_it_opens(caller)?;
    let lacks = |permission| !caller.user.may(permission);
    if lacks(Permission::DeclassifyCases) || (lifts_order && lacks(Permission::ReadSealed)) {
        return Err(Error::new(Code::Forbidden).with_detail(
            "To lower the classification of a case needs the permission cases.declassify; to lift a confidentiality order, or to put a weaker one in its place, needs sealed.read too. Ask your litigation manager.",
            "Abaisser la classification d'un dossier exige la permission cases.declassify; lever une ordonnance de confidentialité, ou la remplacer par une ordonnance moins stricte, exige aussi sealed.read. Adressez-vous à votre gestionnaire du contentieux.",
        ));
    }
    Ok(())
}

/// The fault of putting a case out of one's own reach.
#[must_use]
pub fn above_clearance(caller: &Context, classification: Classification) -> Option<Fault> {
    (classification > caller.user.clearance).then(|| {
        let cleared = caller.user.clearance.name();
        Fault::body(
            "/classification",
            "above_clearance",
            format!("This is above your own clearance ({}).", cleared.en),
            format!("Ce niveau dépasse votre propre habilitation ({}).", cleared.fr),
        )
    })
}
