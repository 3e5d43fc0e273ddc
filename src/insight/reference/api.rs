//! Code lists on the wire.

use super::lists;
use crate::http::page::page_of;
use crate::ids::OfficeId;
use crate::law::calendars::offices::KnownOffice;
use crate::people::offices::api::OwnOfficeView;
use crate::text::Text;
use serde::Serialize;
use utoipa::ToSchema;

/// A code list, in short.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"name": "party_kinds", "title": {"en": "Kinds of parties", "fr": "Types de parties"}}))]
pub struct CodeListSummary {
    /// The name under which it is asked for.
    pub name: &'static str,
    /// The title of the list.
    pub title: Text,
}

impl From<&lists::CodeList> for CodeListSummary {
    fn from(list: &lists::CodeList) -> Self {
        Self { name: list.name, title: list.title.clone() }
    }
}

page_of!(
    /// A page of code lists, by name.
    CodeListPage,
    CodeListSummary
);

/// A code list.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "name": "party_kinds", "title": {"en": "Kinds of parties", "fr": "Types de parties"},
    "items": [{"code": "person", "name": {"en": "Person", "fr": "Personne physique"}}]
}))]
#[schema(as = CodeList)]
pub struct CodeListView {
    /// The name under which it is asked for.
    pub name: &'static str,
    /// The title of the list.
    pub title: Text,
    /// The codes, in the order in which a person would want them.
    pub items: Vec<CodeListItem>,
}

/// A code and what it is called.
#[derive(Serialize, ToSchema)]
pub struct CodeListItem {
    /// The code of the entry.
    pub code: String,
    /// The name of the entry, in both languages.
    pub name: Text,
    /// The region of an office: a code of the list `regions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The time zone of an office, as the IANA names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Every way of writing an office; case, accents, blanks and hyphens make no difference. What
    /// names one has it in the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spellings: Vec<String>,
    /// The id of an office that your organisation has of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<OfficeId>,
}

impl From<(String, Text)> for CodeListItem {
    fn from((code, name): (String, Text)) -> Self {
        Self { code, name, region: None, zone: None, spellings: Vec::new(), id: None }
    }
}

impl From<&KnownOffice> for CodeListItem {
    fn from(office: &KnownOffice) -> Self {
        Self {
            region: Some(office.region.clone()),
            zone: Some(office.zone.name().to_owned()),
            spellings: office.all_spellings().map(str::to_owned).collect(),
            ..Self::from((office.code.clone(), office.name.clone()))
        }
    }
}

impl CodeListItem {
    /// An office of an organisation's own.
    #[must_use]
    pub fn own(office: OwnOfficeView) -> Self {
        let mut spellings = vec![office.written, office.code.clone()];
        spellings.extend(office.spellings);
        Self {
            region: Some(office.region),
            zone: Some(office.zone),
            spellings,
            id: Some(office.id),
            ..Self::from((office.code, office.name))
        }
    }
}

impl From<&lists::CodeList> for CodeListView {
    fn from(list: &lists::CodeList) -> Self {
        let items = list.items.iter();
        Self {
            name: list.name,
            title: list.title.clone(),
            items: items.cloned().map(CodeListItem::from).collect(),
        }
    }
}
