//! Code lists on the wire.

use super::lists;
use crate::http::page::page_of;
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
}

impl From<&lists::CodeList> for CodeListView {
    fn from(list: &lists::CodeList) -> Self {
        let items = list.items.iter();
        Self {
            name: list.name,
            title: list.title.clone(),
            items: items
                .map(|(code, name)| CodeListItem { code: code.clone(), name: name.clone() })
                .collect(),
        }
    }
}
