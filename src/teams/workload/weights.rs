//! The weight of a case of each proceeding, read from its file and checked once.

use crate::law::proceedings::{Catalog, Confidence};
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The file of the weights.
const FILE: &str = include_str!("weights.toml");

/// The weights of all proceedings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    weights: Vec<Weight>,
}

/// The weight of a case of one proceeding.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// The proceeding, by code.
    pub code: String,
    /// The weight, against 1 for an application for leave.
    pub weight: f64,
    /// The confidence with which it is known.
    pub confidence: Confidence,
}

impl Weights {
    /// The weights that are built in.
    #[must_use]
    pub fn builtin() -> &'static Self {
        #[expect(clippy::panic, reason = "the file is part of the program, and a test loads it")]
        static BUILTIN: LazyLock<Weights> = LazyLock::new(|| match Weights::load(FILE) {
            Ok(weights) => weights,
            Err(faults) => panic!("{}", faults.join("\n")),
        });
        &BUILTIN
    }

    /// Reads and checks weights.
    ///
    /// # Errors
    /// Every fault found, as `key: reason`.
    pub fn load(text: &str) -> Result<Self, Vec<String>> {
        let weights: Self = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
        let mut seen = HashSet::new();
        let mut faults = Vec::new();
        for Weight { code, weight, .. } in &weights.weights {
            if !seen.insert(code) {
                faults.push(format!("{code}: there are two of this code"));
            }
            if Catalog::current().proceeding(code).is_none() {
                faults.push(format!("{code}: there is no such proceeding"));
            }
            if !weight.is_finite() || *weight <= 0.0 {
                faults.push(format!("{code}.weight: it is more than nothing"));
            }
        }
        if faults.is_empty() { Ok(weights) } else { Err(faults) }
    }

    /// The weight of one case of a proceeding; one that is not known weighs as an application for
    /// leave does.
    #[must_use]
    pub fn of(&self, proceeding: &str) -> f64 {
        self.weights.iter().find(|known| known.code == proceeding).map_or(1.0, |known| known.weight)
    }

    /// The weight of this many cases of each proceeding together.
    #[must_use]
    pub fn sum(&self, cases: &[(String, i64)]) -> f64 {
        let number = |count: i64| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        // From nothing: the sum of no floats would be -0.
        cases.iter().fold(0.0, |sum, (proceeding, count)| sum + self.of(proceeding) * number(*count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_proceeding_of_the_catalog_has_a_weight() {
        let weights = Weights::load(FILE).unwrap();
        for proceeding in Catalog::current().proceedings() {
            let known = weights.weights.iter().find(|known| known.code == proceeding.code);
            assert!(known.is_some(), "{} weighs nothing", proceeding.code);
            assert_eq!(known.unwrap().confidence, Confidence::Reconstructed);
        }
    }

    #[test]
    fn cases_weigh_together() {
        let cases = [("ALJR".to_owned(), 3), ("SCC-A".to_owned(), 1), ("UNKNOWN".to_owned(), 2)];
        assert!((Weights::builtin().sum(&cases) - 13.0).abs() < 1e-9);
        assert!(Weights::builtin().sum(&[]).is_sign_positive());
    }

    #[test]
    fn what_is_not_whole_is_refused_with_every_reason() {
        let text = "[[weights]]\ncode = \"ALJR\"\nweight = 0.0\nconfidence = \"reconstructed\"\n";
        let faults = Weights::load(&format!(
            "{text}{text}[[weights]]\ncode = \"X\"\nweight = 1.0\nconfidence = \"reconstructed\""
        ));
        let faults = faults.unwrap_err().join("\n");
        for part in ["two of this code", "ALJR.weight", "X: there is no such proceeding"] {
            assert!(faults.contains(part), "{part} in {faults}");
        }
    }
}
