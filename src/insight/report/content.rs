//! The content of a report. Pure.

use super::model::{Block, Report, ReportSource, ReportedDecision, Section, Table};
use super::words::{self, ReportWords};
use crate::duties::responsibilities::matrices::diff::{NamedCode, ShareChange};
use crate::duties::responsibilities::matrix::{CaseRole, Matrix, Responsibility, Share};
use crate::law::proceedings::{Catalog, Confidence};
use crate::text::Language;

/// Puts the report together, in one language.
#[must_use]
pub fn report(source: &ReportSource, language: Language) -> Report {
    let writer = Writer { source, matrix: &source.matrix, words: ReportWords(language) };
    let own = writer.words.text(&source.title);
    let title = if source.adoption.is_some() { writer.name_of_the_report() } else { own.clone() };
    Report {
        language,
        subtitle: (own != title).then_some(own),
        title,
        author: source
            .organization
            .as_ref()
            .map_or_else(|| "greffe".to_owned(), |name| writer.words.text(name)),
        dated: source.dated,
        short: writer.words.say("Report", "Rapport"),
        facts: writer.facts(),
        contents: writer.words.say("Contents", "Table des matières"),
        sections: writer.sections(),
        shares: writer.shares(),
    }
}

struct Writer<'a> {
    source: &'a ReportSource,
    matrix: &'a Matrix,
    words: ReportWords,
}

impl Writer<'_> {
    fn name_of_the_report(&self) -> String {
        self.words.say(
            "Report of the Working Group on the Management of Immigration Litigation: Roles and Responsibilities",
            "Rapport du groupe de travail sur la gestion des litiges en matière d'immigration\u{a0}: Rôles et responsabilités",
        )
    }

    fn facts(&self) -> Vec<(String, String)> {
        let source = self.source;
        let builtin =
            self.words.say("Built in; for every organisation", "Fourni avec le service; pour tout organisme");
        let mut facts = vec![
            (
                self.words.say("Organisation", "Organisme"),
                source.organization.as_ref().map_or(builtin, |name| self.words.text(name)),
            ),
            (self.words.say("Version", "Version"), source.number.to_string()),
            (self.words.say("Status", "État"), self.words.text(&words::status(source.status))),
        ];
        let mut at = |label: String, at: Option<crate::db::types::Instant>| {
            facts.extend(at.map(|at| (label, self.words.instant(at))));
        };
        at(self.words.say("Adopted on", "Adoptée le"), source.adopted_at);
        at(self.words.say("In force from", "En vigueur à compter du"), source.from);
        at(self.words.say("In force until", "En vigueur jusqu'au"), source.until);
        if let Some(name) = &source.adopted_by {
            facts.push((self.words.say("Adopted by", "Adoptée par"), name.clone()));
        }
        if let Some(adoption) = &source.adoption {
            facts.push((self.words.say("Group", "Groupe"), self.words.text(&adoption.group)));
            facts.push((self.words.say("By decision", "Par la décision"), self.title_of(&adoption.decision)));
        }
        facts
    }

    fn sections(&self) -> Vec<Section> {
        let mut sections = Vec::new();
        let mut add = |id, title: String, short: String, blocks: Vec<Block>| {
            sections.push(Section { id, title, short, blocks });
        };
        if let Some(blocks) = self.group() {
            add("group", self.words.say("The group", "Le groupe"), self.words.say("Group", "Groupe"), blocks);
        }
        add(
            "legend",
            self.words.say("Legend", "Légende"),
            self.words.say("Legend", "Légende"),
            self.legend(),
        );
        add(
            "matrix",
            self.words.say("The matrix, by phase of the work", "La matrice, par étape du travail"),
            self.words.say("Matrix", "Matrice"),
            vec![self.table()],
        );
        add(
            "duties",
            self.words.say("The duties of each role", "Les fonctions de chaque rôle"),
            self.words.say("Duties", "Fonctions"),
            self.duties(),
        );
        if let Some(blocks) = self.decisions() {
            add(
                "decisions",
                self.words.say("Decisions of the group", "Décisions du groupe"),
                self.words.say("Decisions", "Décisions"),
                blocks,
            );
        }
        if let Some((title, blocks)) = self.changes() {
            add("changes", title, self.words.say("Changes", "Modifications"), blocks);
        }
        add(
            "confidence",
            self.words.say("How well this is known", "Degré de certitude"),
            self.words.say("Confidence", "Certitude"),
            self.confidence(),
        );
        sections
    }

    fn group(&self) -> Option<Vec<Block>> {
        let adoption = self.source.adoption.as_ref()?;
        let mut blocks = vec![Block::Paragraph(self.words.text(&adoption.group))];
        if let Some(mandate) = &adoption.mandate {
            blocks.push(Block::Heading(self.words.say("Mandate", "Mandat")));
            blocks.push(Block::Paragraph(self.words.text(mandate)));
        }
        let rows = adoption.members.iter().map(|member| {
            let capacity = self.words.text(&member.capacity.name());
            vec![member.name.clone(), self.words.text(&member.organization), capacity]
        });
        let columns = [
            self.words.say("Name", "Nom"),
            self.words.say("Organisation", "Organisme"),
            self.words.say("Capacity", "Qualité"),
        ];
        let caption = self.words.say(
            "Members of the group when the version was adopted",
            "Membres du groupe lors de l'adoption de la version",
        );
        blocks.push(Block::Heading(self.words.say("Members", "Membres")));
        blocks.push(Block::Table(Table::plain(caption, &columns, rows.collect())));
        Some(blocks)
    }

    fn legend(&self) -> Vec<Block> {
        let shares =
            Share::ALL.into_iter().map(|share| vec![share.code().to_owned(), self.words.text(&share.name())]);
        let columns = [self.words.say("Share", "Part"), self.words.say("Meaning", "Signification")];
        let caption = self.words.say("Shares in a responsibility", "Parts dans une responsabilité");
        let roles = self.roles().map(|role| {
            let kinds = role.held_by.iter().map(|kind| self.words.text(&kind.name())).collect::<Vec<_>>();
            let exclusive =
                if role.exclusive { self.words.say("Yes", "Oui") } else { self.words.say("No", "Non") };
            vec![role.code.clone(), self.words.text(&role.name), kinds.join(", "), exclusive]
        });
        let of_roles = [
            self.words.say("Code", "Code"),
            self.words.say("Role", "Rôle"),
            self.words.say("Held by people of", "Exercé par des membres de"),
            self.words.say("One at a time", "Un seul à la fois"),
        ];
        let roles_caption = self.words.say("Roles", "Rôles");
        vec![
            Block::Table(Table::plain(caption, &columns, shares.collect())),
            Block::Table(Table::plain(roles_caption, &of_roles, roles.collect())),
        ]
    }

    /// The roles that have a share in something, in the order of the matrix.
    fn roles(&self) -> impl Iterator<Item = &CaseRole> {
        let has_share = |role: &&CaseRole| {
            self.matrix.responsibilities().iter().any(|known| known.assign.contains_key(&role.code))
        };
        self.matrix.roles().iter().filter(has_share)
    }

    /// The phases, each with what arises in it; what arises in none that is known comes at the end.
    fn by_phase(&self) -> Vec<(String, Vec<&Responsibility>)> {
        let known = self.matrix.phases();
        let all = self.matrix.responsibilities();
        let of = |code: &str| all.iter().filter(|one| one.phase == code).collect::<Vec<_>>();
        let mut phases: Vec<_> =
            known.iter().map(|phase| (self.words.text(&phase.name), of(&phase.code))).collect();
        let lost = all.iter().filter(|one| self.matrix.phase(&one.phase).is_none()).collect();
        phases.push((self.words.say("No phase", "Aucune étape"), lost));
        phases.retain(|(_, of_phase)| !of_phase.is_empty());
        phases
    }

    fn table(&self) -> Block {
        let roles: Vec<_> = self.roles().collect();
        let mut columns = vec![
            (self.words.say("Code", "Code"), None),
            (self.words.say("Responsibility", "Responsabilité"), None),
        ];
        columns.extend(roles.iter().map(|role| (role.code.clone(), Some(self.words.text(&role.name)))));
        let row = |known: &Responsibility| {
            let mut row = vec![known.code.clone(), self.words.text(&known.name)];
            let share = |role: &&CaseRole| known.assign.get(&role.code).map_or("", |share| share.code());
            row.extend(roles.iter().map(|role| share(role).to_owned()));
            row
        };
        let phases = self.by_phase().into_iter();
        let groups = phases.map(|(name, of_phase)| (Some(name), of_phase.into_iter().map(row).collect()));
        Block::Table(Table {
            caption: self.words.say(
                "Who has which share in each responsibility",
                "Part de chaque rôle dans chaque responsabilité",
            ),
            columns,
            groups: groups.collect(),
            is_matrix: true,
        })
    }

    fn duties(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for role in self.roles() {
            blocks.push(Block::Heading(format!("{} \u{2013} {}", role.code, self.words.text(&role.name))));
            let lists = Share::ALL.into_iter().map(|share| {
                let all = self.matrix.responsibilities().iter();
                let with = all.filter(|known| known.assign.get(&role.code) == Some(&share));
                let names = with.map(|known| self.responsibility(known));
                (format!("{} \u{2013} {}", share.code(), self.words.text(&share.name())), names.collect())
            });
            blocks.push(Block::Lists(lists.filter(|(_, names): &(_, Vec<_>)| !names.is_empty()).collect()));
        }
        blocks
    }

    /// A responsibility by code and name, with the proceedings to which it is limited.
    fn responsibility(&self, known: &Responsibility) -> String {
        let name = format!("{} {}", known.code, self.words.text(&known.name));
        if known.proceedings.is_empty() {
            return name;
        }
        let law = Catalog::current();
        let names = known.proceedings.iter().map(|code| {
            law.proceeding(code).map_or_else(|| code.clone(), |proceeding| self.words.text(&proceeding.name))
        });
        format!("{name} ({})", names.collect::<Vec<_>>().join("; "))
    }

    fn title_of(&self, decision: &ReportedDecision) -> String {
        let number = self.words.say("No.", "n\u{b0}");
        format!("{number}\u{a0}{} \u{2013} {}", decision.number, self.words.text(&decision.title))
    }

    fn decisions(&self) -> Option<Vec<Block>> {
        let adoption = self.source.adoption.as_ref()?;
        let mut blocks = Vec::new();
        let mut tell = |decision: &ReportedDecision, becomes: String| {
            let taken = self.words.day(decision.adopted_on);
            blocks.push(Block::Heading(self.title_of(decision)));
            blocks.push(Block::Paragraph(format!("{taken}. {becomes}")));
            blocks.extend(decision.body.as_ref().map(|body| Block::Paragraph(self.words.text(body))));
        };
        tell(
            &adoption.decision,
            self.words.say(
                "This version was adopted by it.",
                "La présente version a été adoptée par cette décision.",
            ),
        );
        for decision in &adoption.superseded {
            tell(decision, self.words.say("It is superseded.", "Cette décision est remplacée."));
        }
        Some(blocks)
    }

    fn changes(&self) -> Option<(String, Vec<Block>)> {
        let (number, changes) = self.source.before.as_ref()?;
        let title = self.words.say("Changes since version", "Modifications depuis la version");
        let title = format!("{title} {number}");
        if changes.is_empty() {
            let nothing = self.words.say("Nothing was changed.", "Rien n'a été modifié.");
            return Some((title, vec![Block::Paragraph(nothing)]));
        }
        let columns = [
            self.words.say("Code", "Code"),
            self.words.say("Responsibility", "Responsabilité"),
            self.words.say("Role", "Rôle"),
            self.words.say("Before", "Avant"),
            self.words.say("After", "Après"),
        ];
        let code = |share: Option<Share>| share.map_or("\u{2013}", Share::code).to_owned();
        let row = |change: &ShareChange| {
            vec![
                change.responsibility.code.clone(),
                self.words.text(&change.responsibility.name),
                format!("{} \u{2013} {}", change.role.code, self.words.text(&change.role.name)),
                code(change.before),
                code(change.after),
            ]
        };
        let mut groups = Vec::new();
        for (label, list) in [
            (self.words.say("New shares", "Parts ajoutées"), &changes.added),
            (self.words.say("Shares that are gone", "Parts retirées"), &changes.removed),
            (self.words.say("Shares that are others", "Parts modifiées"), &changes.changed),
        ] {
            if !list.is_empty() {
                groups.push((Some(label), list.iter().map(row).collect()));
            }
        }
        let columns = columns.into_iter().map(|column| (column, None)).collect();
        let caption = self.words.say("What changed", "Ce qui a changé");
        let mut blocks = vec![Block::Table(Table { caption, columns, groups, is_matrix: false })];
        let named = |all: &[NamedCode]| {
            let names = all.iter().map(|one| format!("{} {}", one.code, self.words.text(&one.name)));
            names.collect::<Vec<_>>()
        };
        let lists = [
            (
                self.words.say("New responsibilities", "Nouvelles responsabilités"),
                named(&changes.responsibilities_added),
            ),
            (
                self.words.say("Responsibilities that are gone", "Responsabilités retirées"),
                named(&changes.responsibilities_removed),
            ),
            (self.words.say("New roles", "Nouveaux rôles"), named(&changes.roles_added)),
            (self.words.say("Roles that are gone", "Rôles retirés"), named(&changes.roles_removed)),
        ];
        let lists: Vec<_> = lists.into_iter().filter(|(_, names)| !names.is_empty()).collect();
        if !lists.is_empty() {
            blocks.push(Block::Lists(lists));
        }
        Some((title, blocks))
    }

    fn confidence(&self) -> Vec<Block> {
        let with = |wanted: Option<Confidence>| {
            let all = self.matrix.responsibilities().iter().filter(|known| known.confidence == wanted);
            all.map(|known| self.responsibility(known)).collect::<Vec<_>>()
        };
        let lists = [
            (self.words.say("Read in the law", "Lues dans la loi"), with(Some(Confidence::Verified))),
            (
                self.words.say("Read in another published source", "Lues dans une autre source publiée"),
                with(Some(Confidence::VerifiedSecondary)),
            ),
            (
                self.words.say("Put together from fragments", "Reconstituées à partir de fragments"),
                with(Some(Confidence::Reconstructed)),
            ),
            (self.words.say("Added by the organisation", "Ajoutées par l'organisme"), with(None)),
        ];
        let told = self.words.say(
            "The responsibilities that come with the service are marked by how well they are known. The phases of the work are a reconstruction throughout. Shares that the organisation set itself are its own, whatever the mark.",
            "Les responsabilités fournies avec le service portent une indication de leur degré de certitude. Les étapes du travail sont entièrement une reconstitution. Les parts que l'organisme a lui-même attribuées lui sont propres, quelle que soit l'indication.",
        );
        let lists = lists.into_iter().filter(|(_, names)| !names.is_empty()).collect();
        vec![Block::Paragraph(told), Block::Lists(lists)]
    }

    fn shares(&self) -> Vec<Vec<String>> {
        let mut rows = vec![vec![
            self.words.say("Phase", "Étape"),
            self.words.say("Responsibility code", "Code de la responsabilité"),
            self.words.say("Responsibility", "Responsabilité"),
            self.words.say("Role code", "Code du rôle"),
            self.words.say("Role", "Rôle"),
            self.words.say("Share", "Part"),
            self.words.say("Meaning", "Signification"),
        ]];
        for (phase, of_phase) in self.by_phase() {
            for known in of_phase {
                for (role, share) in &known.assign {
                    let name = self.matrix.role(role).map(|role| self.words.text(&role.name));
                    rows.push(vec![
                        phase.clone(),
                        known.code.clone(),
                        self.words.text(&known.name),
                        role.clone(),
                        name.unwrap_or_else(|| role.clone()),
                        share.code().to_owned(),
                        self.words.text(&share.name()),
                    ]);
                }
            }
        }
        rows
    }
}
