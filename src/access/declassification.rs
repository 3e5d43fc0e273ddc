//! The lowering of what protects a case: its classification, or a confidentiality order. It opens
//! the case, or the names in it, to more people, and so has a permission of its own beside that of
//! changing the case.

use super::classification::Classification;
use super::confidentiality::Confidentiality;
use super::context::Context;
use super::grants;
use super::permissions::Permission;
use crate::error::{Code, Error, Fault, Result};

/// Holds where the caller may lower a classification.
///
/// # Errors
/// 403.
pub fn permit_lower_class(caller: &Context) -> Result<()> {
    permit(caller, &[Permission::DeclassifyCases])
}

/// Holds where the caller may put one confidentiality order in the place of another: whoever may
/// change a case may make the order stricter; it is lifted by whoever is shown what it keeps.
///
/// # Errors
/// 403.
pub fn permit_order(caller: &Context, before: Confidentiality, after: Confidentiality) -> Result<()> {
    if after >= before {
        return Ok(());
    }
    permit(caller, &[Permission::DeclassifyCases, Permission::ReadSealed])
}

/// The fault of putting a case, or a document of one, out of one's own reach.
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

fn permit(caller: &Context, permissions: &[Permission]) -> Result<()> {
    grants::sees_what_it_opens(caller)?;
    if permissions.iter().all(|permission| caller.user.may(*permission)) {
        return Ok(());
    }
    Err(Error::new(Code::Forbidden).with_detail(
        "To lower the classification of a case needs the permission cases.declassify; to lift a confidentiality order, or to put a weaker one in its place, needs sealed.read too. Ask your litigation manager.",
        "Abaisser la classification d'un dossier exige la permission cases.declassify; lever une ordonnance de confidentialité, ou la remplacer par une ordonnance moins stricte, exige aussi sealed.read. Adressez-vous à votre gestionnaire du contentieux.",
    ))
}
