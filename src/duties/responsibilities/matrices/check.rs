//! Whether a version of the matrix is whole: everything that is not, at once. Pure.

use super::super::catalogue::model::Catalogue;
use super::super::matrix::{Matrix, Responsibility, Share};
use crate::error::Fault;
use std::collections::BTreeSet;

/// Everything that speaks against adopting this matrix. `is_proceeding` says which proceedings
/// there are, `needed` which responsibilities the deadlines of those proceedings fall under.
#[must_use]
pub fn violations(
    matrix: &Matrix,
    catalogue: &Catalogue,
    is_proceeding: impl Fn(&str) -> bool,
    needed: &BTreeSet<&str>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for responsibility in matrix.responsibilities() {
        names(responsibility, catalogue, &is_proceeding, &mut faults);
        shares(responsibility, catalogue, &mut faults);
    }
    for code in needed.iter().filter(|code| matrix.responsibility(code).is_none()) {
        faults.push(fault(
            code,
            "responsibility_needed",
            "Deadlines fall under this responsibility, and nobody has a share in it. Say who does it and who answers for it.",
            "Des échéances relèvent de cette responsabilité, et personne n'y a de part. Précisez qui l'accomplit et qui en répond.",
        ));
    }
    faults
}

fn names(
    responsibility: &Responsibility,
    catalogue: &Catalogue,
    is_proceeding: impl Fn(&str) -> bool,
    faults: &mut Vec<Fault>,
) {
    let code = &responsibility.code;
    let Some(known) = catalogue.responsibility(code) else {
        faults.push(fault(
            code,
            "unknown_responsibility",
            "There is no such responsibility. Remove its entries, or add it: POST /v1/responsibilities.",
            "Cette responsabilité n'existe pas. Retirez ses inscriptions ou ajoutez-la : POST /v1/responsibilities.",
        ));
        return;
    };
    if !Catalogue::phases().iter().any(|phase| phase.code == known.phase) {
        faults.push(fault(
            code,
            "unknown_phase",
            format!(
                "It arises in the phase {}, which does not exist. Change the responsibility.",
                known.phase
            ),
            format!("Elle relève de l'étape {}, qui n'existe pas. Modifiez la responsabilité.", known.phase),
        ));
    }
    for proceeding in known.proceedings.iter().filter(|proceeding| !is_proceeding(proceeding)) {
        faults.push(fault(
            code,
            "unknown_proceeding",
            format!(
                "It arises in the proceeding {proceeding}, which does not exist. Change the responsibility."
            ),
            format!("Elle relève de l'instance {proceeding}, qui n'existe pas. Modifiez la responsabilité."),
        ));
    }
}

fn shares(responsibility: &Responsibility, catalogue: &Catalogue, faults: &mut Vec<Fault>) {
    let code = &responsibility.code;
    for role in responsibility.assign.keys() {
        let at = format!("{code}/{role}");
        match catalogue.role(role) {
            None => faults.push(fault(
                &at,
                "unknown_role",
                "There is no such role. Remove the entry, or add the role: POST /v1/roles.",
                "Ce rôle n'existe pas. Retirez l'inscription ou ajoutez le rôle : POST /v1/roles.",
            )),
            Some(known) if known.held_by.is_empty() => faults.push(fault(
                &at,
                "role_not_holdable",
                "People of no kind of organisation can hold this role. Remove the entry, or say who can: PATCH /v1/roles/{code}.",
                "Ce rôle ne peut être exercé dans aucun type d'organisme. Retirez l'inscription ou précisez qui le peut : PATCH /v1/roles/{code}.",
            )),
            Some(_) => {}
        }
    }
    let accountable: Vec<_> = responsibility.roles(Share::is_accountable).collect();
    match accountable.as_slice() {
        [_] => {}
        [] => faults.push(fault(
            code,
            "nobody_accountable",
            "No role answers for it. Give exactly one role the share A or AR.",
            "Aucun rôle n'en répond. Attribuez la part A ou AR à exactement un rôle.",
        )),
        several => {
            let several = several.join(", ");
            faults.push(fault(
                code,
                "several_accountable",
                format!("Several roles answer for it: {several}. Leave the share A or AR to exactly one."),
                format!("Plusieurs rôles en répondent : {several}. Ne laissez la part A ou AR qu'à un seul."),
            ));
        }
    }
    if responsibility.roles(Share::is_responsible).next().is_none() {
        faults.push(fault(
            code,
            "nobody_responsible",
            "No role does it. Give at least one role the share R or AR.",
            "Aucun rôle ne l'accomplit. Attribuez la part R ou AR à au moins un rôle.",
        ));
    }
}

fn fault(at: &str, code: &'static str, en: impl Into<String>, fr: impl Into<String>) -> Fault {
    Fault::body(format!("/entries/{at}"), code, en, fr)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duties::responsibilities::matrix::CaseRole;
    use crate::text::Text;

    fn catalogue() -> Catalogue {
        let retired = CaseRole {
            code: "OLD".to_owned(),
            name: Text::new("Old", "Ancien"),
            held_by: Vec::new(),
            exclusive: false,
            counsel: false,
            confidence: None,
        };
        let own = |code: &str, phase: &str, proceeding: &str| Responsibility {
            code: code.to_owned(),
            name: Text::new("Own", "Propre"),
            phase: phase.to_owned(),
            proceedings: vec![proceeding.to_owned()],
            assign: std::collections::BTreeMap::new(),
            confidence: None,
        };
        Catalogue::with(vec![retired], vec![own("X1", "intake", "ALJR"), own("X2", "later", "NONE")])
    }

    fn found(entries: &[(&str, &str, Share)], needed: &[&str]) -> Vec<(String, &'static str)> {
        let catalogue = catalogue();
        let matrix = catalogue.matrix(entries.iter().copied());
        let needed = needed.iter().copied().collect();
        let faults = violations(&matrix, &catalogue, |code| code == "ALJR", &needed);
        assert!(faults.iter().all(|fault| fault.message.is_complete()));
        faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
    }

    #[test]
    fn what_is_whole_is_found_whole() {
        assert_eq!(found(&[("R05", "JCO", Share::A), ("R05", "JPL", Share::R)], &["R05"]), []);
        assert_eq!(found(&[("X1", "JCO", Share::AR)], &[]), []);
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let entries = [
            ("R05", "JPL", Share::C),
            ("R06", "JCO", Share::AR),
            ("R06", "LIT", Share::A),
            ("R07", "DEC", Share::A),
            ("R08", "OLD", Share::AR),
            ("R09", "NEW", Share::AR),
            ("R99", "JCO", Share::AR),
            ("X2", "JCO", Share::AR),
        ];
        let expected = [
            ("/entries/R05", "nobody_accountable"),
            ("/entries/R05", "nobody_responsible"),
            ("/entries/R06", "several_accountable"),
            ("/entries/R07", "nobody_responsible"),
            ("/entries/R08/OLD", "role_not_holdable"),
            ("/entries/R09/NEW", "unknown_role"),
            ("/entries/R99", "unknown_responsibility"),
            ("/entries/X2", "unknown_phase"),
            ("/entries/X2", "unknown_proceeding"),
            ("/entries/R01", "responsibility_needed"),
        ];
        let found = found(&entries, &["R01", "R05"]);
        let found: Vec<_> = found.iter().map(|(at, code)| (at.as_str(), *code)).collect();
        assert_eq!(found, expected);
    }
}
