//! A party on the wire.

use super::store::PartyRow;
use crate::access::fields::View;
use crate::db::types::Instant;
use crate::external_ids::model::{ExternalId, ExternalIds};
use crate::http::page::{Include, page_of, page_params};
use crate::http::patch::nullable;
use crate::ids::{CaseId, PartyId, UserId};
use crate::matters::cases::party::{PartyCapacity, PartyKind, aliases};
use crate::teams::conflicts::api::Finding;
use crate::text::Language;
use crate::version::Version;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A party to a case.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "kind": "person", "capacity": "applicant", "name": "Jane Doe", "language": "en", "date_of_birth": "1990-05-17",
    "uci": "1122334455", "counsel": {"name": "Maître Élise Gagnon", "firm": "Gagnon et associés"}, "version": 1,
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct Party {
    /// The id of the party.
    pub id: PartyId,
    /// The case.
    pub case_id: CaseId,
    /// The kind: a code of the list `party_kinds`.
    #[schema(value_type = String)]
    pub kind: PartyKind,
    /// The capacity in which it takes part: a code of the list `party_capacities`.
    #[schema(value_type = String)]
    pub capacity: PartyCapacity,
    /// Its name; of a person in a case under a confidentiality order the initials, for whoever may
    /// not see names in it.
    pub name: String,
    /// The other names under which it is known, if there are any: names elsewhere are compared with
    /// them, too. Left out for whoever may not see names in the case.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The official language that it chose, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The day on which the person was born. Left out for whoever may not see what identifies
    /// persons (`identifiers.read`), as are `uci` and `address`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<NaiveDate>,
    /// The unique client identifier that IRCC gave the person, without hyphens: 8 or 10 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uci: Option<String>,
    /// The address where it can be reached by mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The counsel who represents it, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counsel: Option<Counsel>,
    /// The person's account here, where the person is a user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The ids that other systems have given to it, if there are any; left out for whoever may not
    /// see what identifies persons.
    #[serde(skip_serializing_if = "ExternalIds::is_empty")]
    #[schema(value_type = Vec<ExternalId>, required = false)]
    pub external_ids: ExternalIds,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The instant at which it was entered.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
    /// The places where the name, or that of the counsel, is found elsewhere: in the answer to what
    /// enters or changes the party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<Vec<Finding>>,
    /// Whether part of it is kept from its reader.
    #[serde(skip)]
    pub(super) is_partial: bool,
}

impl Party {
    /// The party, for a reader with this view of the case.
    #[must_use]
    pub fn redacted_for(mut self, view: &View) -> Self {
        let is_person = self.kind == PartyKind::Person;
        let identifies = self.date_of_birth.is_some()
            || self.uci.is_some()
            || self.address.is_some()
            || !self.external_ids.is_empty();
        if identifies && !view.identifiers {
            (self.date_of_birth, self.uci, self.address) = (None, None, None);
            self.external_ids = ExternalIds::default();
            self.is_partial = true;
        }
        if !view.shows_name(is_person, self.capacity.code()) {
            self.name = view.name(is_person, self.capacity.code(), &self.name).into_owned();
            self.user_id = None;
            self.aliases = Vec::new();
            self.is_partial = true;
        }
        self
    }

    /// The version of what is shown.
    #[must_use]
    pub const fn version(&self) -> Version {
        Version::partly(self.version, self.is_partial)
    }

    /// Whether part of it is kept from its reader.
    #[must_use]
    pub const fn is_partial(&self) -> bool {
        self.is_partial
    }
}

impl From<PartyRow> for Party {
    fn from(row: PartyRow) -> Self {
        let firm = row.counsel_firm;
        let aliases = aliases(row.aliases.as_deref()).map(str::to_owned).collect();
        Self {
            id: row.id,
            case_id: row.case_id,
            kind: row.kind,
            capacity: row.capacity,
            name: row.name,
            aliases,
            language: row.language,
            counsel: row.counsel_name.map(|name| Counsel { name, firm }),
            user_id: row.user_id,
            date_of_birth: row.date_of_birth,
            uci: row.uci,
            address: row.address,
            external_ids: row.external_ids,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            conflicts: None,
            is_partial: false,
        }
    }
}

/// The counsel who represents a party.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Counsel {
    /// The counsel's name.
    #[schema(min_length = 1, max_length = 300, pattern = r"^\s*\S.*$")]
    pub name: String,
    /// The firm, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_length = 1, max_length = 300, pattern = r"^\s*\S.*$")]
    pub firm: Option<String>,
}

page_of!(
    /// A page of the parties of a case, in the order in which they were entered.
    PartyPage,
    Party
);

/// The query of a list of the parties of a case.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParties {
    /// Only the one with this id in another system, as `SYSTEM:ID`: for whoever may see what
    /// identifies persons in the case.
    #[param(pattern = "^[^:]+:.+$", example = "GCMS:A123")]
    pub external_id: Option<String>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListParties);

/// Another name under which a party is known.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, min_length = 1, max_length = 300, pattern = r"^\s*\S.*$", example = "Jane Roe")]
pub struct PartyAlias(pub String);

/// A party to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "person", "capacity": "applicant", "name": "Jane Doe", "language": "en", "date_of_birth": "1990-05-17",
    "uci": "11-2233-4455", "address": "12 Fictional Street, Toronto ON  M5V 2T6",
    "counsel": {"name": "Maître Élise Gagnon", "firm": "Gagnon et associés"}
}))]
pub struct PartyInput {
    /// The kind.
    pub kind: PartyKind,
    /// The capacity in which it takes part.
    pub capacity: PartyCapacity,
    /// The name of the party.
    #[schema(min_length = 1, max_length = 300, pattern = r"^\s*\S.*$")]
    pub name: String,
    /// The other names under which it is known: a name at birth, another spelling.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub aliases: Vec<PartyAlias>,
    /// The official language that it chose.
    #[serde(default)]
    #[schema(nullable = false)]
    pub language: Option<Language>,
    /// The counsel who represents it.
    #[serde(default)]
    #[schema(nullable = false)]
    pub counsel: Option<Counsel>,
    /// The person's account here, where the person is a user: a decision-maker, an affiant.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user_id: Option<UserId>,
    /// The day on which the person was born: not in the future.
    #[serde(default)]
    #[schema(nullable = false)]
    pub date_of_birth: Option<NaiveDate>,
    /// The unique client identifier that IRCC gave the person: 8 or 10 digits, which hyphens and
    /// spaces may part.
    #[serde(default)]
    #[schema(nullable = false, max_length = 30, pattern = r"^[\s-]*(\d[\s-]*){8}((\d[\s-]*){2})?$")]
    pub uci: Option<String>,
    /// The address where it can be reached by mail, on one line or several.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 500, pattern = r"\S")]
    pub address: Option<String>,
    /// The ids that other systems have given to the party.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_ids: Vec<ExternalId>,
}

/// The changes to a party.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"counsel": {"firm": null}, "language": "fr"}))]
pub struct PartyPatch {
    /// The kind.
    #[serde(default)]
    #[schema(nullable = false)]
    pub kind: Option<PartyKind>,
    /// The capacity in which it takes part.
    #[serde(default)]
    #[schema(nullable = false)]
    pub capacity: Option<PartyCapacity>,
    /// The new name of the party.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 300, pattern = r"^\s*\S.*$")]
    pub name: Option<String>,
    /// The other names under which it is known, in place of those before; `null` if there are none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Vec<PartyAlias>>, max_items = 10)]
    pub aliases: Option<Option<Vec<PartyAlias>>>,
    /// The official language that it chose.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Language>)]
    pub language: Option<Option<Language>>,
    /// The counsel who represents it: what is named in it is changed, the rest stays; `null` if
    /// nobody does any more.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<CounselPatch>)]
    pub counsel: Option<Option<CounselPatch>>,
    /// The person's account here; `null` removes it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<UserId>)]
    pub user_id: Option<Option<UserId>>,
    /// The day on which the person was born: not in the future.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub date_of_birth: Option<Option<NaiveDate>>,
    /// The unique client identifier that IRCC gave the person: 8 or 10 digits, which hyphens and
    /// spaces may part.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, max_length = 30, pattern = r"^[\s-]*(\d[\s-]*){8}((\d[\s-]*){2})?$")]
    pub uci: Option<Option<String>>,
    /// The address where it can be reached by mail.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 500, pattern = r"\S")]
    pub address: Option<Option<String>>,
    /// The ids that other systems have given to the party, in place of those before; `null` if
    /// there are none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Vec<ExternalId>>, max_items = 20)]
    pub external_ids: Option<Option<Vec<ExternalId>>>,
}

/// The changes to the counsel who represents a party.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CounselPatch {
    /// The counsel's name; needed where the party had no counsel.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 300, pattern = r"^\s*\S.*$")]
    pub name: Option<String>,
    /// The firm.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300, pattern = r"^\s*\S.*$")]
    pub firm: Option<Option<String>>,
}
