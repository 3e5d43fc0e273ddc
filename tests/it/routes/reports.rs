//! `/v1/matrices/{id}/report`: a version of the matrix as a document, in both languages and every format.

use crate::support::*;
use diesel::prelude::*;
use greffe::db::schema::{group_decisions, group_members, groups};
use greffe::ids::{GroupDecisionId, GroupId, MembershipId, UserId};
use serde_json::{Value, json};
use std::io::Read as _;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A working group of the actor's organisation, to which they belong, and its second decision, which supersedes the first.
fn decided(actor: &Actor<'_>) -> GroupDecisionId {
    let now = actor.api.app.clock.now();
    let user: UserId = actor.id.parse().unwrap();
    let (group, first, second) =
        (GroupId::generate(), GroupDecisionId::generate(), GroupDecisionId::generate());
    let organization: greffe::ids::OrganizationId = actor.organization_id.parse().unwrap();
    let decision = |id: GroupDecisionId, number: i32, supersedes: Option<GroupDecisionId>| {
        (
            group_decisions::id.eq(id),
            group_decisions::group_id.eq(group),
            group_decisions::number.eq(number),
            group_decisions::title_en.eq(format!("Roles <{number}> & responsibilities")),
            group_decisions::title_fr.eq(format!("Rôles <{number}> et responsabilités")),
            group_decisions::body_en.eq(Some("It is so decided.")),
            group_decisions::body_fr.eq(Some("Il en est ainsi décidé.")),
            group_decisions::adopted_on
                .eq(chrono::NaiveDate::from_ymd_opt(2026, 10, number.unsigned_abs()).unwrap()),
            group_decisions::supersedes_id.eq(supersedes),
            group_decisions::version.eq(1_i64),
            group_decisions::created_by.eq(user),
            group_decisions::created_at.eq(now),
            group_decisions::updated_at.eq(now),
        )
    };
    let made = actor.api.db.write_now(|connection| {
        diesel::insert_into(groups::table)
            .values((
                groups::id.eq(group),
                groups::organization_id.eq(organization),
                groups::kind.eq("working_group"),
                groups::code.eq(format!("WG-{group}")),
                groups::name_en.eq("Working Group on the Management of Immigration Litigation"),
                groups::name_fr.eq("Groupe de travail sur la gestion des litiges en matière d'immigration"),
                groups::mandate_en.eq(Some("To say who does what.")),
                groups::mandate_fr.eq(Some("Préciser qui fait quoi.")),
                groups::version.eq(1_i64),
                groups::created_by.eq(user),
                groups::created_at.eq(now),
                groups::updated_at.eq(now),
            ))
            .execute(connection)?;
        diesel::insert_into(group_members::table)
            .values((
                group_members::id.eq(MembershipId::generate()),
                group_members::group_id.eq(group),
                group_members::user_id.eq(user),
                group_members::capacity.eq("chair"),
                group_members::from_at.eq(now),
                group_members::version.eq(1_i64),
                group_members::created_by.eq(user),
                group_members::created_at.eq(now),
                group_members::updated_at.eq(now),
            ))
            .execute(connection)?;
        diesel::insert_into(group_decisions::table).values(decision(first, 1, None)).execute(connection)?;
        let superseding = decision(second, 2, Some(first));
        diesel::insert_into(group_decisions::table).values(superseding).execute(connection)?;
        Ok(())
    });
    made.unwrap();
    second
}

/// A version that a group adopted, with a role that people named on purpose: the address of its report.
fn adopted(administrator: &Actor<'_>) -> String {
    let name = json!({"en": "=1+1 <b>Translators</b>", "fr": "=1+1 <b>Traducteurs</b>"});
    let role = json!({"code": "TRA", "name": name, "held_by": ["other"]});
    administrator.post("/v1/roles", role).must(201);
    let title = json!({"title": {"en": "Roles 2026", "fr": "Rôles 2026"}});
    let made = administrator.post("/v1/matrices", title).must(201);
    let matrix = format!("/v1/matrices/{}", made["id"].as_str().unwrap());
    let entry = json!({"responsibility": "R05", "role": "TRA", "share": "I"});
    administrator.post(&format!("{matrix}/entries"), entry).must(201);
    let decision = decided(administrator).to_string();
    administrator.post(&format!("{matrix}/adopt"), json!({"decision_id": decision})).must(200);
    format!("{matrix}/report")
}

/// A file of a package.
fn part(bytes: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The values of an attribute, wherever it stands.
fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
    let parts = text.split(attribute).skip(1);
    parts.map(|rest| rest.strip_prefix("=\"").unwrap().split('"').next().unwrap()).collect()
}

/// A package is of the instant at which the version was adopted: in its properties, and in the date of each entry,
/// which is by the clock of the registry and even to two seconds.
#[track_caller]
fn is_of_the_adoption(administrator: &Actor<'_>, report: &str, bytes: &[u8]) {
    let version = administrator.get(report.strip_suffix("/report").unwrap()).must(200);
    let adopted: chrono::DateTime<chrono::Utc> = version["adopted_at"].as_str().unwrap().parse().unwrap();
    let properties = part(bytes, "docProps/core.xml");
    let written = adopted.format("%Y-%m-%dT%H:%M:%SZ</dcterms:").to_string();
    assert_eq!(properties.matches(&written).count(), 2, "created and modified, {written}: {properties}");
    let there = adopted.with_timezone(&greffe::clock::REGISTRY_ZONE).naive_local();
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for index in 0..package.len() {
        let entry = package.by_index(index).unwrap();
        let dated = chrono::NaiveDateTime::try_from(entry.last_modified().unwrap()).unwrap();
        let apart = there.signed_duration_since(dated);
        assert!((0..2_000).contains(&apart.num_milliseconds()), "{}: {dated}", entry.name().unwrap());
    }
}

#[track_caller]
fn says(text: &str, all: &[&str]) {
    for wanted in all {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
}

fn the_page_says_all_in_the_language_that_is_asked_for(api: &Api) {
    let administrator = api.administrator();
    let report = adopted(&administrator);
    let page = administrator.get(&report);
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(page.header("content-language"), Some("en"));
    let disposition = page.header("content-disposition").unwrap();
    assert_eq!(disposition, "inline; filename=\"roles-and-responsibilities-1-en.html\"");
    says(
        &page.text,
        &[
            "<html lang=\"en-CA\">",
            "Report of the Working Group on the Management of Immigration Litigation: Roles and Responsibilities",
            "Roles 2026",
            "To say who does what.",
            "Chair",
            "No.\u{a0}2 \u{2013} Roles &lt;2&gt; &amp; responsibilities",
            "No.\u{a0}1 \u{2013} Roles &lt;1&gt;",
            "It is superseded.",
            "Changes since version 0",
            "<abbr title=\"Justice counsel of record\">JCO</abbr>",
            "<th scope=\"rowgroup\" colspan=\"16\">Intake</th>",
            "=1+1 &lt;b&gt;Translators&lt;/b&gt;",
            "Read in the law",
        ],
    );
    assert!(!page.text.contains("<b>Translators"), "what people wrote is no markup");
    for outside in ["http://", "https://", "src=", "url("] {
        assert!(!page.text.contains(outside), "the page asks for {outside}");
    }
    let levels: Vec<_> = page
        .text
        .match_indices("<h")
        .filter_map(|(at, _)| page.text[at + 2..].chars().next()?.to_digit(10))
        .collect();
    assert_eq!(levels[0], 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "a heading is skipped: {levels:?}");
    let french = administrator.get(&format!("{report}?lang=fr"));
    assert_eq!(french.header("content-language"), Some("fr"));
    says(
        &french.text,
        &[
            "<html lang=\"fr-CA\">",
            "Rapport du groupe de travail sur la gestion des litiges en matière d&#39;immigration\u{a0}: Rôles et responsabilités",
            "Préciser qui fait quoi.",
            "Modifications depuis la version 0",
            "Avocat inscrit au dossier, Justice",
        ],
    );
    let negotiated = administrator.accept_language("fr-CA").get(&report);
    assert_eq!(
        (negotiated.text, negotiated.headers["etag"].clone()),
        (french.text, french.headers["etag"].clone())
    );
    administrator
        .get(&format!("{report}?format=pdf"))
        .refused(400, "invalid_query")
        .at("/format", "invalid_value");
    administrator
        .get(&format!("{report}?lang=de"))
        .refused(400, "invalid_query")
        .at("/lang", "invalid_value");
}

fn the_text_document_has_headings_and_lists_and_says_its_language(api: &Api) {
    let administrator = api.administrator();
    let report = adopted(&administrator);
    for (language, tag, title, heading) in [
        ("en", "en-CA", "Report of the Working Group", "The duties of each role"),
        ("fr", "fr-CA", "Rapport du groupe de travail", "Les fonctions de chaque rôle"),
    ] {
        let answer = administrator.get(&format!("{report}.docx?lang={language}"));
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(DOCX)));
        assert!(answer.header("content-disposition").unwrap().starts_with("attachment; filename=\"roles-"));
        says(&part(&answer.bytes, "word/styles.xml"), &[&format!("<w:lang w:val=\"{tag}\""), "Heading1"]);
        says(&part(&answer.bytes, "docProps/core.xml"), &[&format!("<dc:title>{title}")]);
        let document = part(&answer.bytes, "word/document.xml");
        says(&document, &["w:pStyle w:val=\"Heading1\"", heading, "=1+1 &lt;b&gt;Tra"]);
        let tables = document.matches("<w:tbl>").count();
        assert_eq!(document.matches("<w:tblHeader").count(), tables);
        assert_eq!(document.matches("<w:tblCaption w:val=\"").count(), tables);
        let styles = part(&answer.bytes, "word/styles.xml");
        let known = values(&styles, "w:styleId");
        assert!(values(&document, "w:pStyle w:val").iter().all(|style| known.contains(style)), "{known:?}");
        assert_eq!(known.iter().filter(|style| **style == "Normal").count(), 1, "{known:?}");
        says(&styles, &["<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"]);
        let lists = values(&document, "w:numId w:val");
        assert_eq!(lists.len(), document.matches("w:pStyle w:val=\"ListBullet\"").count());
        assert!(lists.len() > 100 && !document.contains('\u{2022}'), "a bullet is typed");
        let numbering = part(&answer.bytes, "word/numbering.xml");
        says(&numbering, &[&format!("<w:num w:numId=\"{}\">", lists[0]), "<w:numFmt w:val=\"bullet\""]);
        is_of_the_adoption(&administrator, &report, &answer.bytes);
        let again = administrator.get(&format!("{report}.docx?lang={language}"));
        assert_eq!(answer.etag(), again.etag());
    }
}

fn the_workbook_has_a_sheet_a_section(api: &Api) {
    let administrator = api.administrator();
    let report = adopted(&administrator);
    for (language, sheets) in [("en", ["Matrix", "Duties"]), ("fr", ["Matrice", "Fonctions"])] {
        let answer = administrator.get(&format!("{report}.xlsx?lang={language}"));
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(XLSX)));
        let workbook = part(&answer.bytes, "xl/workbook.xml");
        says(&workbook, &sheets.map(|sheet| format!("name=\"{sheet}\"")).each_ref().map(String::as_str));
        says(&workbook, &["_xlnm.Print_Titles"]);
        is_of_the_adoption(&administrator, &report, &answer.bytes);
        for number in 1..=8 {
            let sheet = part(&answer.bytes, &format!("xl/worksheets/sheet{number}.xml"));
            says(
                &sheet,
                &["fitToPage=\"1\"", "paperSize=\"1\"", "orientation=\"landscape\"", "fitToHeight=\"0\""],
            );
            // A phase stands across the whole of the table.
            assert!(number != 4 || sheet.contains("<mergeCell ref=\"A2:P2\"/>"), "{sheet}");
            assert!(!sheet.contains("<f>"), "a cell is a formula");
            assert!(number == 1 || sheet.contains("state=\"frozen\""), "the heading of sheet {number} stays");
        }
    }
}

fn the_table_is_for_spreadsheets_and_runs_nothing(api: &Api) {
    let administrator = api.administrator();
    let report = adopted(&administrator);
    for (language, delimiter, heading, name) in [
        ("en", b',', "Phase,Responsibility code", "Translators"),
        ("fr", b';', "Étape;Code de la responsabilité", "Traducteurs"),
    ] {
        let answer = administrator.get(&format!("{report}.csv?lang={language}"));
        assert!(answer.header("content-type").unwrap().starts_with("text/csv"));
        let before = administrator.get(&format!("{report}?format=csv&lang={language}"));
        assert_eq!(
            (&before.text, before.etag()),
            (&answer.text, answer.etag()),
            "as it was asked for before"
        );
        let text = answer.text.strip_prefix('\u{feff}').expect("a byte order mark");
        assert!(text.starts_with(heading), "{text}");
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert!(rows.len() > 100, "{}", rows.len());
        let added = rows.iter().find(|row| &row[3] == "TRA").unwrap();
        assert_eq!((&added[1], &added[4], &added[5]), ("R05", &*format!("'=1+1 <b>{name}</b>"), "I"));
    }
}

fn a_draft_and_what_is_built_in_have_reports_under_their_own_names(api: &Api) {
    let administrator = api.administrator();
    let (viewer, stranger) = (api.administrator(), api.organization().viewer());
    let builtin = viewer.get("/v1/matrices/00000000-0000-7000-8000-000000000001/report?lang=fr");
    assert_eq!(builtin.status, 200);
    says(&builtin.text, &["<h1>Rôles et responsabilités, tels que fournis</h1>"]);
    assert!(!builtin.text.contains("Modifications depuis"));
    let title = json!({"title": {"en": "Roles 2026", "fr": "Rôles 2026"}});
    let made: Value = administrator.post("/v1/matrices", title).must(201);
    let report = format!("/v1/matrices/{}/report", made["id"].as_str().unwrap());
    says(
        &administrator.get(&report).text,
        &["<h1>Roles 2026</h1>", "Draft: it binds nobody", "Nothing was changed."],
    );
    stranger.get(&report).refused(404, "not_found");
}

on_both!(
    the_page_says_all_in_the_language_that_is_asked_for,
    the_text_document_has_headings_and_lists_and_says_its_language,
    the_workbook_has_a_sheet_a_section,
    the_table_is_for_spreadsheets_and_runs_nothing,
    a_draft_and_what_is_built_in_have_reports_under_their_own_names,
);
