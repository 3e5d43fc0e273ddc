//! Codes by which a list is asked for, where the law says which there are: one that it does not
//! know is refused, since an empty list would read as if there were nothing.

use crate::error::{Code, Error, Fault, Result};
use crate::law::proceedings::Catalog;
use std::collections::BTreeSet;

/// Refuses a code that is none of the known ones.
///
/// # Errors
/// 400 that names the parameter and the codes that it may have.
pub fn among<'a>(parameter: &str, code: &str, known: impl Iterator<Item = &'a str>) -> Result<()> {
    fault(parameter, code, known).map_or(Ok(()), |fault| Err(invalid(vec![fault])))
}

/// Refuses a proceeding that there is not, and a stage that it does not have, or none has.
///
/// # Errors
/// 400 that names each parameter and the codes that it may have.
pub fn proceeding_and_stage(proceeding: Option<&str>, stage: Option<&str>) -> Result<()> {
    let all = Catalog::current().proceedings();
    let unknown =
        proceeding.and_then(|code| fault("proceeding", code, all.iter().map(|known| known.code.as_str())));
    let is_known = unknown.is_none();
    let of_proceeding =
        all.iter().filter(|known| proceeding.filter(|_| is_known).is_none_or(|code| code == known.code));
    let stages = of_proceeding.flat_map(|known| &known.stages).map(|stage| stage.code.as_str());
    let faults: Vec<_> =
        unknown.into_iter().chain(stage.and_then(|code| fault("stage", code, stages))).collect();
    if faults.is_empty() { Ok(()) } else { Err(invalid(faults)) }
}

fn fault<'a>(parameter: &str, code: &str, known: impl Iterator<Item = &'a str>) -> Option<Fault> {
    let known: BTreeSet<&str> = known.collect();
    if known.contains(code) {
        return None;
    }
    let known = known.into_iter().collect::<Vec<_>>().join(", ");
    Some(Fault::query(
        parameter,
        "unknown_code",
        format!("There is no {code}. Known: {known}."),
        format!("{code} n'existe pas. Codes connus : {known}."),
    ))
}

fn invalid(faults: Vec<Fault>) -> Error {
    Error::new(Code::InvalidQuery).with_faults(faults)
}
