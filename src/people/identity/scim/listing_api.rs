//! Lists of users on the wire of SCIM, and what is asked of them (RFC 7644, 3.4.2).

use super::api::ProvisionedUser;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// Users that a directory asked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 0, "startIndex": 1, "itemsPerPage": 0,
    "Resources": []
}))]
pub struct ProvisionedUsers {
    /// `urn:ietf:params:scim:api:messages:2.0:ListResponse`.
    pub schemas: [&'static str; 1],
    /// The number of users in all.
    pub total_results: i64,
    /// The place of the first of these among them, from 1.
    pub start_index: i64,
    /// The number of users in this answer.
    pub items_per_page: i64,
    /// The users, by user name, with the fields that were asked for.
    #[serde(rename = "Resources")]
    #[schema(value_type = Vec<ProvisionedUser>)]
    pub resources: Vec<Value>,
}

/// The query of a directory for users.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ListProvisioned {
    /// Only those for whom it holds (RFC 7644, 3.4.2.2): every field that is shown, every operator,
    /// `and`, `or`, `not`, parentheses and brackets.
    #[param(min_length = 1, max_length = 1000, example = "userName eq \"an.nguyen@example.org\"")]
    pub filter: Option<String>,
    /// The place of the first one, from 1; less than 1 counts as 1.
    pub start_index: Option<i64>,
    /// The greatest number of users: 50, if it is left out, and never more than 200. 0 asks for the
    /// number alone.
    pub count: Option<i64>,
    /// Only these fields, and the id: names with commas between them (RFC 7644, 3.9).
    #[param(min_length = 1, max_length = 1000, example = "userName,name.familyName")]
    pub attributes: Option<String>,
    /// All but these fields.
    #[param(min_length = 1, max_length = 1000, example = "emails")]
    pub excluded_attributes: Option<String>,
}

/// The fields of a user that a directory asks for.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ProvisionedFields {
    /// Only these fields, and the id: names with commas between them (RFC 7644, 3.9).
    #[param(min_length = 1, max_length = 1000, example = "userName,name.familyName")]
    pub attributes: Option<String>,
    /// All but these fields.
    #[param(min_length = 1, max_length = 1000, example = "emails")]
    pub excluded_attributes: Option<String>,
}

/// The same in a body, for whoever keeps names out of addresses (RFC 7644, 3.4.3).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "userName eq \"an.nguyen@example.org\"",
    "attributes": ["userName"], "startIndex": 1, "count": 10
}))]
pub struct UserSearch {
    /// `urn:ietf:params:scim:api:messages:2.0:SearchRequest`.
    #[serde(default)]
    #[schema(max_items = 20)]
    #[expect(dead_code, reason = "documented; there is one kind of body here")]
    schemas: Vec<String>,
    /// As in the query.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000)]
    pub filter: Option<String>,
    /// As in the query.
    #[serde(default)]
    #[schema(nullable = false)]
    pub start_index: Option<i64>,
    /// As in the query.
    #[serde(default)]
    #[schema(nullable = false)]
    pub count: Option<i64>,
    /// Only these fields, and the id.
    #[serde(default)]
    #[schema(nullable = false, max_items = 100)]
    pub attributes: Option<Vec<String>>,
    /// All but these fields.
    #[serde(default)]
    #[schema(nullable = false, max_items = 100)]
    pub excluded_attributes: Option<Vec<String>>,
}

impl UserSearch {
    /// The same as a query.
    #[must_use]
    pub fn as_query(&self) -> ListProvisioned {
        let joined = |names: &Option<Vec<String>>| names.as_ref().map(|names| names.join(","));
        ListProvisioned {
            filter: self.filter.clone(),
            start_index: self.start_index,
            count: self.count,
            attributes: joined(&self.attributes),
            excluded_attributes: joined(&self.excluded_attributes),
        }
    }
}
