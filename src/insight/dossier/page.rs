//! The page on a case for people, in one language. Pure.

use super::particulars;
use crate::access::portfolio::FileLanguage;
use crate::db::types::Instant;
use crate::duties::deadlines::api::Deadline;
use crate::duties::responsibilities::catalogue::model::Catalogue;
use crate::ids::UserId;
use crate::insight::report::model::{Block, Report, Section, Table};
use crate::insight::report::words::ReportWords;
use crate::law::engine::{Explanation, Warning};
use crate::law::proceedings::{Catalog, Proceeding};
use crate::matters::cases::model::StoredStatus;
use crate::matters::docket::api::Event;
use crate::matters::links::api::CaseLink;
use crate::matters::notes::api::Note;
use crate::registry::cases::api::Case;
use crate::registry::exports::withheld::WithheldCount;
use crate::registry::parties::api::Party;
use crate::teams::assignments::api::Assignment;
use crate::text::{Language, Text};
use chrono::NaiveDate;
use std::collections::HashMap;

/// What the page is about.
pub struct PageSource<'a> {
    /// The case with its parts, as its reader is shown them.
    pub case: &'a Case,
    /// The newest notes.
    pub notes: &'a [Note],
    /// The first links.
    pub links: &'a [CaseLink],
    /// How much is withheld.
    pub withheld: &'a [WithheldCount],
    /// The names of people.
    pub names: &'a HashMap<UserId, String>,
    /// The roles that there are.
    pub roles: &'a Catalogue,
    /// The number of entries of the journal.
    pub entries: usize,
    /// The instant of all of it.
    pub now: Instant,
}

/// The page on a case, in one language.
#[must_use]
pub fn report(source: &PageSource<'_>, language: Language) -> Report {
    let case = source.case;
    let known = Catalog::current().proceeding(&case.proceeding);
    let writer = PageWriter { source, known, words: ReportWords(language) };
    let kind = known.map(|known| writer.words.text(&known.name));
    let number = case.file_number.clone();
    let subtitle: Vec<_> = kind.into_iter().chain(number).collect();
    Report {
        language,
        title: case.style_of_cause.clone(),
        subtitle: Some(subtitle.join(", ")).filter(|subtitle| !subtitle.is_empty()),
        author: "greffe".to_owned(),
        dated: source.now,
        short: writer.words.say("Case", "Dossier"),
        facts: writer.facts(),
        contents: writer.words.say("Contents", "Table des matières"),
        sections: writer.sections(),
        shares: Vec::new(),
    }
}

struct PageWriter<'a> {
    source: &'a PageSource<'a>,
    known: Option<&'static Proceeding>,
    words: ReportWords,
}

impl PageWriter<'_> {
    fn day(&self, day: Option<NaiveDate>) -> String {
        day.map(|day| self.words.day(day)).unwrap_or_default()
    }

    fn instant(&self, at: Option<Instant>) -> String {
        at.map(|at| self.words.instant(at)).unwrap_or_default()
    }

    fn person(&self, id: UserId) -> String {
        self.source.names.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    fn status(&self) -> String {
        match self.source.case.status {
            StoredStatus::Open => self.words.say("Open", "Ouvert"),
            StoredStatus::Closed => self.words.say("Closed", "Fermé"),
            StoredStatus::Disposed => self.words.say("Disposed of", "Disposition faite"),
        }
    }

    fn file_language(&self) -> String {
        match self.source.case.language {
            FileLanguage::En => self.words.say("English", "Anglais"),
            FileLanguage::Fr => self.words.say("French", "Français"),
            FileLanguage::Both => self.words.say("English and French", "Anglais et français"),
        }
    }

    fn facts(&self) -> Vec<(String, String)> {
        let case = self.source.case;
        let stage = self.known.and_then(|known| known.stage(&case.stage));
        let stage = stage.map_or_else(|| case.stage.clone(), |stage| self.words.text(&stage.name));
        let mut facts = vec![
            (self.words.say("Stage", "Étape"), stage),
            (self.words.say("Status", "État"), self.status()),
            (self.words.say("Side", "Partie représentée"), self.words.text(&case.side.name())),
            (self.words.say("Language of the file", "Langue du dossier"), self.file_language()),
            (
                self.words.say("Classification", "Classification"),
                self.words.text(&case.classification.name()),
            ),
            (
                self.words.say("Confidentiality", "Confidentialité"),
                self.words.text(&case.confidentiality.name()),
            ),
        ];
        facts.extend(
            case.office.clone().map(|office| (self.words.say("Registry office", "Bureau du greffe"), office)),
        );
        if let Some(decision) = &case.decision {
            let body = decision.body_name.as_ref().map(|name| self.words.text(name));
            let body = body.or_else(|| decision.body_text.clone()).unwrap_or_default();
            let day = self.day(decision.decided_on);
            let said = [body, day].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            facts.push((self.words.say("Decision under review", "Décision contestée"), said));
            let notified = self.day(decision.notified_on);
            if !notified.is_empty() {
                facts.push((self.words.say("Notified on", "Notifiée le"), notified));
            }
        }
        facts.push((self.words.say("Opened here", "Ouvert ici"), self.instant(Some(case.created_at))));
        facts.push((self.words.say("Exported", "Exporté"), self.instant(Some(self.source.now))));
        facts.push((self.words.say("Id", "Identifiant"), case.id.to_string()));
        facts
    }

    fn sections(&self) -> Vec<Section> {
        let case = self.source.case;
        let section =
            |id, title: String, blocks: Vec<Block>| Section { id, short: title.clone(), title, blocks };
        vec![
            section("parties", self.words.say("Parties", "Parties"), self.parties(case.parties.as_deref())),
            section(
                "docket",
                self.words.say("Docket", "Dossier de la cour"),
                self.docket(case.events.as_deref()),
            ),
            section(
                "deadlines",
                self.words.say("Deadlines", "Échéances"),
                self.deadlines(case.deadlines.as_deref()),
            ),
            section(
                "assignments",
                self.words.say("Assignments", "Affectations"),
                self.assignments(case.assignments.as_deref()),
            ),
            section("notes", self.words.say("Notes", "Notes"), self.notes()),
            section("links", self.words.say("Links", "Liens"), self.links()),
            section("withheld", self.words.say("What is withheld", "Ce qui est omis"), self.withheld()),
            section("files", self.words.say("The other files", "Les autres fichiers"), self.files()),
        ]
    }

    /// A table, or a sentence where it would have no row.
    fn table(&self, caption: String, columns: &[String], rows: Vec<Vec<String>>) -> Vec<Block> {
        if rows.is_empty() {
            return vec![Block::Paragraph(self.words.say("None.", "Aucun élément."))];
        }
        vec![Block::Table(Table::plain(caption, columns, rows))]
    }

    fn parties(&self, parties: Option<&[Party]>) -> Vec<Block> {
        let columns = [
            self.words.say("Name", "Nom"),
            self.words.say("Capacity", "Qualité"),
            self.words.say("Also known as", "Autres noms"),
            self.words.say("Born on", "Naissance"),
            self.words.say("UCI", "IUC"),
            self.words.say("Address", "Adresse"),
            self.words.say("Counsel", "Avocat"),
        ];
        let row = |party: &Party| {
            let counsel = party.counsel.as_ref().map(|counsel| {
                let firm = counsel.firm.iter().cloned();
                std::iter::once(counsel.name.clone()).chain(firm).collect::<Vec<_>>().join(", ")
            });
            vec![
                party.name.clone(),
                self.words.text(&party.capacity.name()),
                party.aliases.join("; "),
                self.day(party.date_of_birth),
                party.uci.clone().unwrap_or_default(),
                party.address.clone().unwrap_or_default(),
                counsel.unwrap_or_default(),
            ]
        };
        let rows = parties.unwrap_or_default().iter().map(row).collect();
        self.table(self.words.say("The parties", "Les parties"), &columns, rows)
    }

    fn docket(&self, events: Option<&[Event]>) -> Vec<Block> {
        let columns = [
            self.words.say("No.", "N°"),
            self.words.say("Event", "Événement"),
            self.words.say("Occurred on", "Date"),
            self.words.say("Served on", "Signifié le"),
            self.words.say("Particulars", "Précisions"),
            self.words.say("Remark", "Remarque"),
        ];
        let events = events.unwrap_or_default();
        let places: HashMap<_, _> =
            events.iter().filter_map(|event| Some((event.id?, event.position))).collect();
        let row = |event: &Event| {
            let definition = self.known.and_then(|known| known.event(&event.event_type));
            let name =
                definition.map_or_else(|| event.event_type.clone(), |known| self.words.text(&known.name));
            let office = self.source.case.office.as_deref();
            let mut particulars = particulars::of(event, definition, office, self.words);
            if let Some(place) = event.about.and_then(|about| places.get(&about)) {
                particulars.insert(0, format!("{} {place}", self.words.say("About no.", "Vise le n°")));
            }
            if event.struck.is_some() {
                particulars.insert(0, self.words.say("Struck: without effect", "Radiée : sans effet"));
            }
            vec![
                event.position.to_string(),
                name,
                self.day(Some(event.occurred_on)),
                self.day(event.served_on),
                particulars.join("; "),
                event.note.clone().unwrap_or_default(),
            ]
        };
        self.table(
            self.words.say("The docket, in the order of recording", "Les inscriptions, dans l'ordre"),
            &columns,
            events.iter().map(row).collect(),
        )
    }

    fn deadlines(&self, deadlines: Option<&[Deadline]>) -> Vec<Block> {
        let columns = [
            self.words.say("Due", "Échéance"),
            self.words.say("What", "Objet"),
            self.words.say("Rule", "Règle"),
            self.words.say("Status", "État"),
            self.words.say("Safe date", "Date prudente"),
            self.words.say("Met or ended on", "Respectée ou close le"),
            self.words.say("Remark", "Remarque"),
        ];
        let deadlines = deadlines.unwrap_or_default();
        let row = |deadline: &Deadline| {
            let office = self.source.case.office.as_deref();
            // Of what is counted in hours the hour is the end, not the day.
            let due_at = deadline.due_at.as_deref().map(|at| particulars::hour(at, office, self.words));
            vec![
                due_at.unwrap_or_else(|| self.day(deadline.due_on)),
                self.words.text(&deadline.name),
                deadline.rule.clone(),
                self.words.text(&deadline.status.name()),
                self.day(deadline.safe_on),
                self.day(deadline.closed_on),
                deadline.note.clone().unwrap_or_default(),
            ]
        };
        let caption =
            self.words.say("The deadlines, the earliest first", "Les échéances, la plus proche d'abord");
        let mut blocks = self.table(caption, &columns, deadlines.iter().map(row).collect());
        let explained = deadlines.iter().map(|deadline| {
            let due = self.day(deadline.due_on);
            let label = format!("{} ({}) {due}", self.words.text(&deadline.name), deadline.rule);
            (label.trim().to_owned(), self.steps(deadline))
        });
        let explained: Vec<_> = explained.filter(|(_, steps)| !steps.is_empty()).collect();
        if !explained.is_empty() {
            blocks.push(Block::Heading(
                self.words.say("How each date came about", "Comment chaque date a été obtenue"),
            ));
            blocks.push(Block::Lists(explained));
        }
        blocks
    }

    /// The steps by which a date came about, the other readings of the law, and the warnings.
    fn steps(&self, deadline: &Deadline) -> Vec<String> {
        let cited = |said: &Text, citation: Option<&Text>| match citation {
            Some(citation) => format!("{} ({})", self.words.text(said), self.words.text(citation)),
            None => self.words.text(said),
        };
        let mut lines = Vec::new();
        if let Ok(explanation) = deadline.explanation.parse::<Explanation>() {
            lines.extend(explanation.steps.iter().map(|step| cited(&step.text, step.citation.as_ref())));
            lines.extend(explanation.readings.iter().map(|other| {
                format!("{} : {}", self.day(Some(other.date)), cited(&other.text, Some(&other.citation)))
            }));
        }
        let warnings: Vec<Warning> = deadline.warnings.parse().unwrap_or_default();
        lines.extend(warnings.iter().map(|warning| self.words.text(&warning.text)));
        lines
    }

    fn assignments(&self, assignments: Option<&[Assignment]>) -> Vec<Block> {
        let columns = [
            self.words.say("Who", "Titulaire"),
            self.words.say("Role", "Rôle"),
            self.words.say("Status", "État"),
            self.words.say("From", "Début"),
            self.words.say("Until", "Fin"),
        ];
        let row = |held: &Assignment| {
            let group = held.group_id.map(|group| format!("{} {group}", self.words.say("Group", "Groupe")));
            let role = self.source.roles.role(&held.role);
            vec![
                held.user_id.map(|user| self.person(user)).or(group).unwrap_or_default(),
                role.map_or_else(|| held.role.clone(), |role| self.words.text(&role.name)),
                self.words.text(&held.status.name()),
                self.instant(Some(held.from)),
                self.instant(held.until),
            ]
        };
        let rows = assignments.unwrap_or_default().iter().map(row).collect();
        self.table(
            self.words.say("Who held what, and when", "Qui exerçait quel rôle, et quand"),
            &columns,
            rows,
        )
    }

    fn notes(&self) -> Vec<Block> {
        let columns = [
            self.words.say("Written", "Rédigée"),
            self.words.say("By", "Par"),
            self.words.say("Note", "Note"),
        ];
        let row = |note: &Note| {
            let privilege =
                note.privilege.map(|privilege| format!("[{}] ", self.words.text(&privilege.name())));
            vec![
                self.instant(Some(note.created_at)),
                self.person(note.written_by),
                format!("{}{}", privilege.unwrap_or_default(), note.body),
            ]
        };
        let rows = self.source.notes.iter().map(row).collect();
        let caption = self.words.say(
            "The newest notes; notes.ndjson has all",
            "Les notes les plus récentes; notes.ndjson les contient toutes",
        );
        self.table(caption, &columns, rows)
    }

    fn links(&self) -> Vec<Block> {
        let columns = [
            self.words.say("Link", "Lien"),
            self.words.say("File", "Numéro"),
            self.words.say("Case", "Dossier"),
        ];
        let row = |link: &CaseLink| {
            let file = link.file_number.clone().unwrap_or_else(|| link.case_id.to_string());
            vec![self.words.text(&link.kind.name()), file, link.style_of_cause.clone()]
        };
        let rows = self.source.links.iter().map(row).collect();
        self.table(self.words.say("The linked cases", "Les dossiers liés"), &columns, rows)
    }

    fn withheld(&self) -> Vec<Block> {
        if self.source.withheld.is_empty() {
            let nothing = self.words.say(
                "Nothing that this case holds was left out.",
                "Rien de ce que contient ce dossier n'a été omis.",
            );
            return vec![Block::Paragraph(nothing)];
        }
        let columns =
            [self.words.say("How many", "Nombre"), self.words.say("What, and why", "Quoi, et pourquoi")];
        let row = |kind: &WithheldCount| vec![kind.count.to_string(), self.words.text(&kind.why)];
        let rows = self.source.withheld.iter().map(row).collect();
        self.table(
            self.words.say(
                "What whoever exported the case may not see, or another service could not take over",
                "Ce que la personne qui a exporté le dossier ne peut voir, ou qu'un autre service ne pourrait reprendre",
            ),
            &columns,
            rows,
        )
    }

    fn files(&self) -> Vec<Block> {
        let entries = self.source.entries;
        vec![
            Block::Paragraph(self.words.say(
                "case.json, parties.json, docket.json, deadlines.json, assignments.json, notes.ndjson, links.ndjson and documents.ndjson hold the same for programs, and documents/ the files of the documents; another service takes the case over from case.ndjson.",
                "case.json, parties.json, docket.json, deadlines.json, assignments.json, notes.ndjson, links.ndjson et documents.ndjson contiennent la même chose pour les programmes, et documents/ les fichiers des documents; un autre service reprend le dossier à partir de case.ndjson.",
            )),
            Block::Paragraph(match self.words.0 {
                Language::En => format!(
                    "journal.ndjson has {entries} entries: who did what, and when. Each has the hash of the one before it, and proofs/ has, by sequence number, the proof of each that a checkpoint covers. This checks one: greffe journal verify --proof proofs/SEQUENCE.json --public-key journal-keys.json"
                ),
                Language::Fr => format!(
                    "journal.ndjson compte {entries} inscriptions : qui a fait quoi, et quand. Chacune porte l'empreinte de la précédente, et proofs/ contient, par numéro de séquence, la preuve de chacune que couvre un point de contrôle. Pour en vérifier une : greffe journal verify --proof proofs/SEQUENCE.json --public-key journal-keys.json"
                ),
            }),
        ]
    }
}
