//! Which column of a table is what of a case.

use super::cells::{self, Cell, CellKind};
use super::encoding::FileEncoding;
use crate::error::{Error, Fault, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Which column of a CSV file, or of a sheet, is what of a case. A row is one case. Places are JSON
/// pointers into a case as `POST /v1/imports` takes it from a line of JSON: `/file_number`,
/// `/decision/notified_on`, `/parties/0/name`, `/events/2/occurred_on`.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "columns": [
        {"column": "GCMS", "to": "/external_ids/0/id"},
        {"column": "Cause", "to": "/style_of_cause"},
        {"column": "Type", "to": "/proceeding", "codes": {"JR": "ALJR"}},
        {"column": "Notified", "to": "/decision/notified_on", "dates": ["%d/%m/%Y"]},
        {"column": "Filed", "to": "/events/0/occurred_on"}
    ],
    "constants": [
        {"to": "/external_ids/0/system", "value": "GCMS"}, {"to": "/language", "value": "en"},
        {"to": "/events/0/type", "value": "application_filed"}
    ]
}))]
pub struct ImportMapping {
    /// The encoding of a CSV file; it is found out, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub encoding: Option<FileEncoding>,
    /// What parts the cells of a CSV file: `,`, `;` or a tab. It is found out from the first row,
    /// if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_length = 1, pattern = "^[,;\\t|]$")]
    pub delimiter: Option<String>,
    /// The sheet of a workbook; its first, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_length = 1, max_length = 31)]
    pub sheet: Option<String>,
    /// The row that names the columns, from 1; the first, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 1000)]
    pub header_row: Option<i32>,
    /// The columns that are read.
    #[schema(min_items = 1, max_items = 300)]
    pub columns: Vec<MappedColumn>,
    /// What holds for every row. A constant within a list (`/parties/0/kind`) holds where a column
    /// says something of the same item.
    #[serde(default)]
    #[schema(max_items = 300)]
    pub constants: Vec<MappedConstant>,
}

/// A column that is read.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"column": "Notified", "to": "/decision/notified_on", "dates": ["%d/%m/%Y"]}))]
pub struct MappedColumn {
    /// Its name in the row that names the columns.
    #[schema(min_length = 1, max_length = 200)]
    pub column: String,
    /// What it is of a case, as a JSON pointer.
    #[schema(min_length = 2, max_length = 200, pattern = "^(/[a-z0-9_]+)+$")]
    pub to: String,
    /// What its cells hold; dates where the place is one, and otherwise text, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub kind: Option<CellKind>,
    /// What its values are called here: `{"SAR": "rad"}`. A value that is not named stays as it is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(nullable = false)]
    pub codes: BTreeMap<String, String>,
    /// How its dates are written, the likelier first: `%d/%m/%Y`. Dates that can be read in one way
    /// only, such as 2026-03-09 or 9 mars 2026, need none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5)]
    pub dates: Vec<DatePattern>,
}

/// How a date is written: `%d` the day, `%m` the month, `%Y` the year.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, min_length = 2, max_length = 40, example = "%d/%m/%Y")]
pub struct DatePattern(pub String);

/// What holds for every row.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": "/language", "value": "en"}))]
pub struct MappedConstant {
    /// What it is of a case, as a JSON pointer.
    #[schema(min_length = 2, max_length = 200, pattern = "^(/[a-z0-9_]+)+$")]
    pub to: String,
    /// The value.
    #[schema(min_length = 1, max_length = 2000)]
    pub value: String,
    /// What it is; text, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub kind: Option<CellKind>,
}

/// A mapping, for the columns that a file has.
pub struct BoundMapping<'a> {
    mapping: &'a ImportMapping,
    /// The place of each mapped column in a row.
    places: Vec<usize>,
}

impl ImportMapping {
    /// The places that it names: where in the mapping, and which of a case.
    pub fn places(&self) -> impl Iterator<Item = (String, &str)> {
        let columns = self.columns.iter().enumerate();
        let columns = columns.map(|(index, column)| (format!("columns/{index}"), column.to.as_str()));
        let constants = self.constants.iter().enumerate();
        columns.chain(constants.map(|(index, constant)| (format!("constants/{index}"), constant.to.as_str())))
    }

    /// The places that say what another one before says too, or something within it: where in the
    /// mapping, which of a case, and where that other one stands.
    #[must_use]
    pub fn overlapping(&self) -> Vec<(String, &str, String)> {
        let is_within = |one: &str, other: &str| {
            one.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let (mut before, mut found): (Vec<(String, &str)>, _) = (Vec::new(), Vec::new());
        for (at, to) in self.places() {
            let other = before.iter().find(|(_, past)| is_within(to, past) || is_within(past, to));
            found.extend(other.map(|(other, _)| (at.clone(), to, other.clone())));
            before.push((at, to));
        }
        found
    }
}

/// A case with nothing but this place, the only item of each list that it lies in.
#[must_use]
pub fn case_with(place: &str, value: Value) -> Value {
    let mut case = CaseNode::default();
    case.put(place, value);
    case.into_value()
}

impl<'a> BoundMapping<'a> {
    /// The mapping, for a file with these columns.
    ///
    /// # Errors
    /// 422 that names each column that the file does not have, or has twice.
    pub fn bind(mapping: &'a ImportMapping, header: &[String]) -> Result<Self> {
        let places_of = |name: &str| {
            let all = header.iter().enumerate().filter(|(_, column)| column.trim() == name.trim());
            all.map(|(place, _)| place).take(2).collect::<Vec<_>>()
        };
        let (mut places, mut faults) = (Vec::new(), Vec::new());
        for (index, column) in mapping.columns.iter().enumerate() {
            match *places_of(&column.column) {
                [place] => places.push(place),
                [] => faults.push(no_such_column(index, &column.column, header)),
                _ => faults.push(ambiguous_column(index, &column.column)),
            }
        }
        if faults.is_empty() { Ok(Self { mapping, places }) } else { Err(Error::invalid(faults)) }
    }

    /// The case that a row says; nothing, if all that is read of it is empty.
    ///
    /// # Errors
    /// 422 that names each cell that cannot be read.
    pub fn case(&self, row: &[Cell]) -> Result<Option<Value>> {
        let (mut case, mut faults) = (CaseNode::default(), Vec::new());
        for (column, place) in self.mapping.columns.iter().zip(&self.places) {
            let Some(cell) = row.get(*place).filter(|cell| !cell.is_empty()) else { continue };
            match cells::value(cell, column) {
                Ok(value) => case.put(&column.to, value),
                Err(text) => faults.push(Fault::body(
                    column.to.clone(),
                    "unreadable_cell",
                    format!("Column {}: {}", column.column, text.en),
                    format!("Colonne {} : {}", column.column, text.fr),
                )),
            }
        }
        if !faults.is_empty() {
            return Err(Error::invalid(faults));
        }
        if case.0.is_empty() {
            return Ok(None);
        }
        for constant in &self.mapping.constants {
            if case.has_item_of(&constant.to) {
                let value = cells::constant(&constant.value, constant.kind);
                case.put(&constant.to, value);
            }
        }
        Ok(Some(case.into_value()))
    }
}

fn no_such_column(index: usize, name: &str, header: &[String]) -> Fault {
    let known = header.iter().map(|column| column.trim()).filter(|column| !column.is_empty());
    let known = known.take(40).collect::<Vec<_>>().join(", ");
    Fault::body(
        format!("/mapping/columns/{index}/column"),
        "unknown_column",
        format!("The file has no column {name}. It has: {known}."),
        format!("Le fichier n'a pas de colonne {name}. Il a : {known}."),
    )
}

fn ambiguous_column(index: usize, name: &str) -> Fault {
    Fault::body(
        format!("/mapping/columns/{index}/column"),
        "ambiguous_column",
        format!("The file has more than one column {name}. Give each a name of its own."),
        format!("Le fichier a plus d'une colonne {name}. Donnez à chacune son propre nom."),
    )
}

/// A case while it is put together: its items by the numbers that the mapping gives them.
#[derive(Default)]
struct CaseNode(BTreeMap<String, CaseEntry>);

enum CaseEntry {
    Value(Value),
    Node(CaseNode),
}

impl CaseNode {
    fn put(&mut self, pointer: &str, value: Value) {
        let rest = pointer.strip_prefix('/').unwrap_or(pointer);
        match rest.split_once('/') {
            None => {
                self.0.insert(rest.to_owned(), CaseEntry::Value(value));
            }
            Some((first, deeper)) => {
                let entry =
                    self.0.entry(first.to_owned()).or_insert_with(|| CaseEntry::Node(Self::default()));
                if let CaseEntry::Node(node) = entry {
                    node.put(&format!("/{deeper}"), value);
                }
            }
        }
    }

    /// Whether a column has said something of the item of a list in which a place lies; so it is of
    /// a place that lies in none.
    fn has_item_of(&self, pointer: &str) -> bool {
        let names: Vec<_> = pointer.split('/').skip(1).collect();
        let Some(item) = names.iter().rposition(|name| name.parse::<u32>().is_ok()) else { return true };
        let mut node = self;
        for name in names.iter().take(item.saturating_add(1)) {
            match node.0.get(*name) {
                Some(CaseEntry::Node(deeper)) => node = deeper,
                Some(CaseEntry::Value(_)) => return true,
                None => return false,
            }
        }
        true
    }

    fn into_value(self) -> Value {
        let is_list = self.0.keys().all(|key| key.parse::<u32>().is_ok());
        let mut entries: Vec<_> = self
            .0
            .into_iter()
            .map(|(key, entry)| match entry {
                CaseEntry::Value(value) => (key, value),
                CaseEntry::Node(node) => (key, node.into_value()),
            })
            .collect();
        if is_list {
            entries.sort_by_key(|(key, _)| key.parse::<u32>().unwrap_or(u32::MAX));
            return Value::Array(entries.into_iter().map(|(_, value)| value).collect());
        }
        Value::Object(entries.into_iter().collect::<Map<_, _>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn mapping(columns: &Value, constants: &Value) -> ImportMapping {
        serde_json::from_value(json!({"columns": columns, "constants": constants})).unwrap()
    }

    fn row(cells: &[&str]) -> Vec<Cell> {
        cells.iter().map(|cell| Cell::Text((*cell).to_owned())).collect()
    }

    #[test]
    fn a_row_becomes_a_case() {
        let mapping = mapping(
            &json!([
                {"column": "No", "to": "/external_ids/0/id"},
                {"column": "Type", "to": "/proceeding", "codes": {"JR": "ALJR"}},
                {"column": "Client", "to": "/parties/0/name"},
                {"column": "Other", "to": "/parties/10/name"},
                {"column": "Filed", "to": "/events/0/occurred_on", "dates": ["%d/%m/%Y"]},
                {"column": "Reasons", "to": "/events/0/facts/reasons_received", "kind": "boolean"}
            ]),
            &json!([
                {"to": "/external_ids/0/system", "value": "GCMS"}, {"to": "/language", "value": "fr"},
                {"to": "/parties/0/kind", "value": "person"}, {"to": "/parties/10/kind", "value": "person"},
                {"to": "/events/0/type", "value": "application_filed"}
            ]),
        );
        let header = ["No", "Client", "Other", "Type", "Filed", "Reasons"].map(str::to_owned);
        let bound = BoundMapping::bind(&mapping, &header).unwrap();
        let case = bound.case(&row(&["A1", "Jane Doe", "", "JR", "09/03/2026", "oui"])).unwrap().unwrap();
        assert_eq!(
            case,
            json!({
                "external_ids": [{"system": "GCMS", "id": "A1"}], "language": "fr", "proceeding": "ALJR",
                "parties": [{"kind": "person", "name": "Jane Doe"}],
                "events": [{"type": "application_filed", "occurred_on": "2026-03-09",
                    "facts": {"reasons_received": true}}]
            })
        );
        assert_eq!(bound.case(&row(&["", " ", "", "", "", ""])).unwrap(), None, "an empty row says nothing");
    }

    #[test]
    fn every_column_that_is_not_there_is_named() {
        let mapping =
            mapping(&json!([{"column": "No", "to": "/a"}, {"column": "Nom", "to": "/b"}]), &json!([]));
        let refused = BoundMapping::bind(&mapping, &["Client".to_owned()]).err().unwrap();
        let pointers: Vec<_> = refused.faults().iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/mapping/columns/0/column", "/mapping/columns/1/column"]);
        let twice = ["No", "Nom", "Nom "].map(str::to_owned);
        let refused = BoundMapping::bind(&mapping, &twice).err().unwrap();
        let faults: Vec<_> =
            refused.faults().iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
        assert_eq!(faults, [("ambiguous_column", "/mapping/columns/1/column")]);
    }
}
