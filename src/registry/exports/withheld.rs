//! What whoever takes a case out may not see of it: kinds, and how many of each.

use crate::access::context::Context;
use crate::access::fields::View;
use crate::access::privilege::Privilege;
use crate::coded::coded;
use crate::db::Connection;
use crate::duties::deadlines;
use crate::error::Result;
use crate::law::proceedings::HEARING_TEXTS;
use crate::matters::cases::party::PartyKind;
use crate::matters::cases::{CaseRow, views};
use crate::matters::docket::{self, EventRow};
use crate::matters::{documents, notes};
use crate::registry::cases::api::Case;
use crate::registry::parties;
use crate::registry::parties::api::Party;
use crate::teams::assignments;
use crate::text::Text;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

coded! {
    /// A kind of what is withheld.
    #[derive(PartialOrd, Ord)]
    pub enum WithheldKind {
        /// Names of parties.
        Names = "names", "Parties who are named by initials, or without their other names: the court keeps them from whoever holds no role on the case", "Parties désignées par leurs initiales, ou sans leurs autres noms : la cour les cache à qui n'exerce aucun rôle dans le dossier";
        /// What identifies parties beyond their names.
        Identifiers = "identifiers", "Parties whose date of birth, UCI, address or ids elsewhere are left out", "Parties dont la date de naissance, l'IUC, l'adresse ou les identifiants ailleurs sont omis";
        /// Texts that people wrote.
        Texts = "texts", "Remarks, reasons and places of hearings that are left out, because the case is sealed", "Remarques, motifs et lieux d'audience omis parce que le dossier est sous scellé";
        /// Holders of roles.
        Holders = "holders", "Assignments that case.ndjson leaves out, because a group holds them, or somebody of another organisation whom no import would find by name; assignments.json and the page show them", "Affectations que case.ndjson omet parce qu'un groupe en est titulaire, ou une personne d'un autre organisme qu'aucune importation ne trouverait par son nom; assignments.json et la page les montrent";
        /// Notes.
        Notes = "notes", "Notes that are left out, because the case is sealed or a privilege protects them", "Notes omises parce que le dossier est sous scellé ou qu'un privilège les protège";
        /// Documents.
        Documents = "documents", "Documents that are left out with their files, because the case is sealed, a privilege protects them or they are classified above your clearance", "Documents omis avec leurs fichiers parce que le dossier est sous scellé, qu'un privilège les protège ou que leur classification dépasse votre habilitation";
        /// Findings of conflicts over which somebody was assigned.
        Waivers = "waivers", "Assignments whose waiver of a conflict is left out: it rests on names that are not shown", "Affectations dont la dispense de conflit est omise : elle repose sur des noms qui ne sont pas montrés";
        /// Entries of the journal.
        JournalEntries = "journal_entries", "Entries of the journal that are left out, because reading what was done takes another permission", "Inscriptions au journal omises parce que la lecture de l'acte exige une autre permission";
        /// What entries of the journal say.
        JournalContents = "journal_contents", "Entries of the journal of which a part is left out", "Inscriptions au journal dont une partie est omise";
        /// Proofs.
        Proofs = "proofs", "Entries of the journal without a proof of their own: no checkpoint covers them yet, too many entries come between, or checkpoints may not be read", "Inscriptions au journal sans preuve propre : aucun point de contrôle ne les couvre encore, trop d'inscriptions les en séparent, ou les points de contrôle ne peuvent être lus";
    }
}

/// How much of each kind is withheld.
#[derive(Debug, Default)]
pub struct Withholdings(BTreeMap<WithheldKind, i64>);

/// A kind, and how much of it is withheld.
#[derive(Debug, Serialize)]
pub struct WithheldCount {
    /// The kind.
    pub kind: WithheldKind,
    /// How many.
    pub count: i64,
    /// What it is, and why.
    pub why: Text,
}

impl Withholdings {
    /// Adds to a kind.
    pub fn add(&mut self, kind: WithheldKind, count: i64) {
        let so_far = self.0.entry(kind).or_default();
        *so_far = so_far.saturating_add(count);
    }

    /// What is withheld of the parts of a case, which the caller is shown like this.
    ///
    /// # Errors
    /// 503 where the database is away.
    pub fn of_parts(
        connection: &mut Connection,
        caller: &Context,
        (row, case): (&CaseRow, &Case),
    ) -> Result<Self> {
        let mut withheld = Self::default();
        let view = views::of(connection, caller, row)?;
        withheld.add_parties(&parties::service::of_case(connection, row.id)?, &view);
        if !view.texts {
            withheld.add_docket(&docket::store::of_case(connection, row.id)?, &view);
            let deadlines = deadlines::store::of_case(connection, row.id)?;
            withheld.add_texts(deadlines.iter().map(|row| &row.closing_note), &view);
        }
        let assignments = assignments::store::of_case(connection, row.id)?;
        withheld.add_texts(assignments.iter().map(|row| &row.reason), &view);
        let shown = case.assignments.iter().flatten().filter(|shown| shown.waiver.is_some()).count();
        let waivers = assignments.iter().filter(|row| row.waiver.is_some()).count().saturating_sub(shown);
        withheld.add(WithheldKind::Waivers, i64::try_from(waivers).unwrap_or(i64::MAX));
        let all = notes::store::count(connection, row.id, &Privilege::ALL)?;
        let read = if view.texts { notes::store::count(connection, row.id, &view.privileges)? } else { 0 };
        withheld.add(WithheldKind::Notes, all.saturating_sub(read));
        let documents = documents::service::count_withheld(connection, caller, row.id, &view)?;
        withheld.add(WithheldKind::Documents, documents);
        Ok(withheld)
    }

    /// Adds the parties of which something is withheld in this view.
    fn add_parties(&mut self, parties: &[Party], view: &View) {
        for party in parties {
            let is_person = party.kind == PartyKind::Person;
            let identifies = party.date_of_birth.is_some()
                || party.uci.is_some()
                || party.address.is_some()
                || !party.external_ids.is_empty();
            let is_named = view.shows_name(is_person, party.capacity.code());
            self.add(WithheldKind::Names, i64::from(!is_named));
            self.add(WithheldKind::Identifiers, i64::from(identifies && !view.identifiers));
        }
    }

    /// Adds texts, where this view shows none.
    fn add_texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a Option<String>>, view: &View) {
        if !view.texts {
            let texts = texts.into_iter().flatten().count();
            self.add(WithheldKind::Texts, i64::try_from(texts).unwrap_or(i64::MAX));
        }
    }

    /// Adds the texts of a docket, where this view shows none.
    fn add_docket(&mut self, rows: &[EventRow], view: &View) {
        self.add_texts(rows.iter().flat_map(|row| [&row.note, &row.struck_reason]), view);
        if !view.texts {
            let facts = rows.iter().filter_map(|row| row.facts.parse::<BTreeMap<String, Value>>().ok());
            let told = facts.flatten().filter(|(name, _)| HEARING_TEXTS.contains(&name.as_str())).count();
            self.add(WithheldKind::Texts, i64::try_from(told).unwrap_or(i64::MAX));
        }
    }

    /// The kinds of which anything is withheld, in their order.
    #[must_use]
    pub fn counts(&self) -> Vec<WithheldCount> {
        let some = self.0.iter().filter(|(_, count)| **count > 0);
        some.map(|(kind, count)| WithheldCount { kind: *kind, count: *count, why: kind.name() }).collect()
    }
}
