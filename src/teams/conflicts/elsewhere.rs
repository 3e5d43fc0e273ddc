//! Names, compared with those in other cases: looked up by their keys, then word by word.

use super::api::Finding;
use super::findings::{MOST, because, capacity_name, finding};
use super::folding::ReadName;
use super::keys;
use super::likeness::{Likeness, likeness};
use super::model::{MatchGround, MatchStrength, NameKind, Severity};
use super::store::{self, Eyes, FoundRow, SoughtName};
use crate::access::fields::PUBLIC;
use crate::access::permissions::Permission;
use crate::db::Connection;
use crate::error::Result;
use crate::ids::{CaseId, PartyId};
use crate::text::Text;
use std::collections::{BTreeSet, HashMap};

/// The number of names elsewhere that are compared with those of a case, at most.
pub const CANDIDATES: i64 = 2000;

/// The number of names of a case that are looked up in one statement: hardly any case has more.
pub const MOST_SOUGHT: usize = 400;

/// A name in a case, read.
pub struct KnownName {
    /// As it was found.
    pub row: FoundRow,
    /// The name.
    pub name: ReadName,
    /// The keys by which it is looked up.
    pub keys: BTreeSet<String>,
}

impl KnownName {
    /// The name of a row, for these eyes: what identifies a person is no key for whoever is not
    /// shown it.
    #[must_use]
    pub fn new(row: FoundRow, eyes: Eyes<'_>) -> Self {
        let name = ReadName::new(&row.name);
        let mut keys = keys::of_name(&name);
        if is_own(&row) {
            keys.extend(row.user_id.map(keys::of_account));
            keys.extend(uci(&row, eyes).map(keys::of_uci));
        }
        Self { row, name, keys }
    }

    fn sought(&self) -> SoughtName {
        SoughtName { kind: self.row.kind, sounds_like: self.name.sounds_like(), keys: self.keys.clone() }
    }

    /// Whether it is another name of the party.
    fn is_alias(&self) -> bool {
        self.row.kind != NameKind::Counsel && self.row.name != self.row.party_name
    }

    /// How much it is like another: by what identifies them, or by the names.
    #[must_use]
    pub fn likeness(&self, other: &Self, eyes: Eyes<'_>) -> Option<Likeness> {
        let mut grounds = BTreeSet::new();
        if is_own(&self.row) && is_own(&other.row) {
            let ucis = uci(&self.row, eyes).zip(uci(&other.row, eyes));
            let accounts = self.row.user_id.zip(other.row.user_id);
            grounds.extend(ucis.filter(|(one, other)| one == other).map(|_| MatchGround::SameUci));
            grounds.extend(accounts.filter(|(one, other)| one == other).map(|_| MatchGround::SameAccount));
        }
        let names = likeness(&self.name, &other.name);
        if grounds.is_empty() && names.is_none() {
            return None;
        }
        let strength = names.as_ref().filter(|_| grounds.is_empty()).map(|names| names.strength);
        if let Some(names) = names {
            grounds.extend(names.grounds);
            grounds.extend((self.is_alias() || other.is_alias()).then_some(MatchGround::Alias));
        }
        Some(Likeness { strength: strength.unwrap_or(MatchStrength::Same), grounds })
    }
}

/// Whether a name is the party's own, and not its counsel's.
fn is_own(row: &FoundRow) -> bool {
    row.kind != NameKind::Counsel
}

/// The unique client identifier of a party, as these eyes may know it. Those who act in public have
/// their names shown where nothing else is.
fn uci<'a>(row: &'a FoundRow, eyes: Eyes<'_>) -> Option<&'a str> {
    let is_shown = match eyes {
        Eyes::Of(caller) => {
            caller.user.may(Permission::ReadIdentifiers) && !PUBLIC.contains(&row.capacity.code())
        }
        Eyes::Service(_) => true,
    };
    row.uci.as_deref().filter(|_| is_shown)
}

/// The findings about these names of a case in others, as far as these eyes see: one for each party
/// there and its counsel, the surest first.
pub fn found(
    connection: &mut Connection,
    eyes: Eyes<'_>,
    case: CaseId,
    own: Vec<FoundRow>,
) -> Result<Vec<Finding>> {
    let own: Vec<_> = own.into_iter().map(|row| KnownName::new(row, eyes)).collect();
    let sought: Vec<_> = own.iter().map(KnownName::sought).collect();
    let mut by_key: HashMap<&str, Vec<&KnownName>> = HashMap::new();
    for name in &own {
        for key in &name.keys {
            by_key.entry(key).or_default().push(name);
        }
    }
    let mut best: HashMap<(PartyId, NameKind), (Likeness, FoundRow)> = HashMap::new();
    let mut rows = Vec::new();
    for sought in sought.chunks(MOST_SOUGHT) {
        rows.extend(store::elsewhere(connection, eyes, case, sought, CANDIDATES)?);
    }
    for row in rows {
        let there = KnownName::new(row, eyes);
        let alike = there.keys.iter().filter_map(|key| by_key.get(key.as_str())).flatten();
        let alike = alike.filter(|own| own.row.kind == NameKind::Party || own.row.kind != there.row.kind);
        let alike = alike.filter_map(|own| own.likeness(&there, eyes));
        let Some(likeness) = alike.min_by_key(weight) else { continue };
        let place = (there.row.party_id, there.row.kind);
        if best.get(&place).is_none_or(|(known, _)| weight(&likeness) < weight(known)) {
            best.insert(place, (likeness, there.row));
        }
    }
    let mut findings: Vec<_> = best.into_values().collect();
    findings.sort_by(|(one, one_row), (other, other_row)| {
        let latest = |row: &FoundRow| std::cmp::Reverse((row.case_id, row.party_id));
        weight(one).cmp(&weight(other)).then_with(|| latest(one_row).cmp(&latest(other_row)))
    });
    findings.truncate(MOST);
    Ok(findings.into_iter().map(|(likeness, row)| notice(likeness, row)).collect())
}

/// The order in which findings stand: what identifies somebody first, then by how sure they are.
fn weight(likeness: &Likeness) -> (bool, MatchStrength) {
    (!is_identified(likeness), likeness.strength)
}

fn is_identified(likeness: &Likeness) -> bool {
    likeness.grounds.iter().any(|ground| matches!(ground, MatchGround::SameUci | MatchGround::SameAccount))
}

fn notice(likeness: Likeness, row: FoundRow) -> Finding {
    let capacity = capacity_name(&row);
    let (code, en, fr) = match likeness.strength {
        _ if is_identified(&likeness) => (
            "same_identifier",
            "A person with the same identifier is in another case, as",
            "Une personne ayant le même identifiant figure dans un autre dossier à titre de",
        ),
        MatchStrength::Same => (
            "same_name",
            "The same name is in another case, as",
            "Le même nom figure dans un autre dossier à titre de",
        ),
        MatchStrength::Likely => (
            "similar_name",
            "A name that is likely the same is in another case, as",
            "Un nom qui est vraisemblablement le même figure dans un autre dossier à titre de",
        ),
        MatchStrength::Possible => (
            "similar_name",
            "A name that may be the same is in another case, as",
            "Un nom qui est peut-être le même figure dans un autre dossier à titre de",
        ),
    };
    let made = because(&likeness);
    let reason = Text::new(
        format!("{en}: {}.{}", capacity.en, made.en),
        format!("{fr} : {}.{}", capacity.fr, made.fr),
    );
    finding(code, Severity::Notice, reason, likeness, row)
}
