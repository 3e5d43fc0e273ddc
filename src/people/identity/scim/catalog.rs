//! The service's statements about itself to directories (RFC 7643, sections 5 to 7): what it can
//! do, and how it describes the fields of users.

use super::api::{ENTERPRISE, EXTENSION, LIST, ScimMeta, USER, location};
use crate::text::{Language, Text};
use serde::Serialize;
use utoipa::ToSchema;

/// The most users that one answer holds.
pub const MOST: i64 = 200;

/// Whether something is supported.
#[derive(Serialize, ToSchema)]
pub struct ScimFeature {
    /// Whether it is supported.
    pub supported: bool,
}

/// Filters.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScimFilters {
    /// Whether there are filters.
    pub supported: bool,
    /// The most users that one answer holds.
    pub max_results: i64,
}

/// Many operations in one request.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScimBulk {
    /// Whether that is supported.
    pub supported: bool,
    /// The greatest number of operations.
    pub max_operations: i64,
    /// The greatest number of bytes.
    pub max_payload_size: i64,
}

/// A way in which a directory signs in.
#[derive(Serialize, ToSchema)]
pub struct ScimAuthentication {
    /// `oauthbearertoken`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The name, in the language asked for.
    pub name: String,
    /// The description, in the language asked for.
    pub description: String,
    /// Whether it is the one to use.
    pub primary: bool,
}

/// The capabilities of this service in SCIM.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"], "patch": {"supported": true},
    "bulk": {"supported": false, "maxOperations": 0, "maxPayloadSize": 0}, "filter": {"supported": true, "maxResults": 200},
    "changePassword": {"supported": false}, "sort": {"supported": false}, "etag": {"supported": true},
    "authenticationSchemes": [{"type": "oauthbearertoken", "name": "Bearer token", "primary": true,
                               "description": "An access token of this service, or of the identity provider that it trusts."}],
    "meta": {"resourceType": "ServiceProviderConfig", "location": "https://greffe.example/v1/scim/v2/ServiceProviderConfig"}
}))]
pub struct ServiceProviderConfig {
    /// `urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig`.
    pub schemas: [&'static str; 1],
    /// PATCH.
    pub patch: ScimFeature,
    /// Many operations in one request.
    pub bulk: ScimBulk,
    /// Filters.
    pub filter: ScimFilters,
    /// Passwords that a directory sets.
    pub change_password: ScimFeature,
    /// Lists in an order that the directory chooses.
    pub sort: ScimFeature,
    /// Versions.
    pub etag: ScimFeature,
    /// The ways in which a directory signs in.
    pub authentication_schemes: Vec<ScimAuthentication>,
    /// The metadata of this resource.
    pub meta: ScimMeta,
}

/// A schema that goes beside another.
#[derive(Serialize, ToSchema)]
pub struct SchemaExtension {
    /// The name of the schema.
    pub schema: &'static str,
    /// Whether it has to be sent.
    pub required: bool,
}

/// A kind of resource.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"], "id": "User", "name": "User",
    "description": "A person of the organisation.", "endpoint": "/Users",
    "schema": "urn:ietf:params:scim:schemas:core:2.0:User",
    "schemaExtensions": [{"schema": "urn:greffe:scim:schemas:extension:2.0:User", "required": false},
                         {"schema": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "required": false}],
    "meta": {"resourceType": "ResourceType", "location": "https://greffe.example/v1/scim/v2/ResourceTypes/User"}
}))]
pub struct ResourceType {
    /// `urn:ietf:params:scim:schemas:core:2.0:ResourceType`.
    pub schemas: [&'static str; 1],
    /// `User`.
    pub id: &'static str,
    /// `User`.
    pub name: &'static str,
    /// The description, in the language asked for.
    pub description: String,
    /// Its address below `/v1/scim/v2`.
    pub endpoint: &'static str,
    /// Its schema.
    pub schema: &'static str,
    /// The schemas beside it.
    pub schema_extensions: Vec<SchemaExtension>,
    /// The metadata of this resource.
    pub meta: ScimMeta,
}

/// The kinds of resources.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 1, "startIndex": 1, "itemsPerPage": 1,
    "Resources": [{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"], "id": "User", "name": "User",
                   "description": "A person of the organisation.", "endpoint": "/Users",
                   "schema": "urn:ietf:params:scim:schemas:core:2.0:User",
                   "schemaExtensions": [{"schema": "urn:greffe:scim:schemas:extension:2.0:User", "required": false},
                         {"schema": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "required": false}],
                   "meta": {"resourceType": "ResourceType", "location": "https://greffe.example/v1/scim/v2/ResourceTypes/User"}}]
}))]
pub struct ResourceTypes {
    /// `urn:ietf:params:scim:api:messages:2.0:ListResponse`.
    pub schemas: [&'static str; 1],
    /// The number of items in all.
    pub total_results: usize,
    /// 1: all of them are here.
    pub start_index: usize,
    /// The number of items in this answer.
    pub items_per_page: usize,
    /// The kinds.
    #[serde(rename = "Resources")]
    pub resources: Vec<ResourceType>,
}

/// A field of a schema of SCIM.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScimAttribute {
    /// The name of the field.
    pub name: &'static str,
    /// `string`, `boolean` or `complex`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Whether there may be several.
    pub multi_valued: bool,
    /// The description, in the language asked for.
    pub description: String,
    /// Whether it has to be sent.
    pub required: bool,
    /// Whether case counts.
    pub case_exact: bool,
    /// `readWrite`.
    pub mutability: &'static str,
    /// `default`: shown if it is set.
    pub returned: &'static str,
    /// `none`, or `server` if no two may have the same.
    pub uniqueness: &'static str,
    /// The values that are known, if there are only these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub canonical_values: Vec<&'static str>,
    /// The fields in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    pub sub_attributes: Vec<ScimAttribute>,
}

/// A schema of SCIM.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": "urn:greffe:scim:schemas:extension:2.0:User",
    "name": "User", "description": "What this service adds.", "attributes": [{
        "name": "office", "type": "string", "multiValued": false, "description": "The office.", "required": false,
        "caseExact": true, "mutability": "readWrite", "returned": "default", "uniqueness": "none"}],
    "meta": {"resourceType": "Schema",
             "location": "https://greffe.example/v1/scim/v2/Schemas/urn:greffe:scim:schemas:extension:2.0:User"}
}))]
pub struct ScimSchema {
    /// `urn:ietf:params:scim:schemas:core:2.0:Schema`.
    pub schemas: [&'static str; 1],
    /// The name of the schema.
    pub id: &'static str,
    /// The name of the kind that it describes.
    pub name: &'static str,
    /// The description, in the language asked for.
    pub description: String,
    /// Its fields.
    pub attributes: Vec<ScimAttribute>,
    /// The metadata of this resource.
    pub meta: ScimMeta,
}

/// The schemas that users have.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 1, "startIndex": 1, "itemsPerPage": 1,
    "Resources": [{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": "urn:greffe:scim:schemas:extension:2.0:User",
                   "name": "User", "description": "What this service adds.", "attributes": [{
                       "name": "office", "type": "string", "multiValued": false, "description": "The office.", "required": false,
                       "caseExact": true, "mutability": "readWrite", "returned": "default", "uniqueness": "none"}],
                   "meta": {"resourceType": "Schema", "location": "https://greffe.example/v1/scim/v2/Schemas/urn:greffe:scim:schemas:extension:2.0:User"}}]
}))]
pub struct ScimSchemas {
    /// `urn:ietf:params:scim:api:messages:2.0:ListResponse`.
    pub schemas: [&'static str; 1],
    /// The number of items in all.
    pub total_results: usize,
    /// 1: all of them are here.
    pub start_index: usize,
    /// The number of items in this answer.
    pub items_per_page: usize,
    /// The schemas.
    #[serde(rename = "Resources")]
    pub resources: Vec<ScimSchema>,
}

/// The metadata of what the service says of itself.
#[must_use]
pub fn meta(base: &str, resource_type: &'static str, place: &str) -> ScimMeta {
    let location = location(base, place);
    ScimMeta { resource_type, created: None, last_modified: None, location, version: None }
}

/// The capabilities of this service.
#[must_use]
pub fn config(base: &str, language: Language) -> ServiceProviderConfig {
    let name = Text::new("Bearer token", "Jeton au porteur");
    let description = Text::new(
        "An access token of this service, of a service account for instance, or of the identity provider that it trusts.",
        "Un jeton d'accès de ce service, par exemple d'un compte de service, ou du fournisseur d'identité auquel il se fie.",
    );
    ServiceProviderConfig {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        patch: ScimFeature { supported: true },
        bulk: ScimBulk { supported: false, max_operations: 0, max_payload_size: 0 },
        filter: ScimFilters { supported: true, max_results: MOST },
        change_password: ScimFeature { supported: false },
        sort: ScimFeature { supported: false },
        etag: ScimFeature { supported: true },
        authentication_schemes: vec![ScimAuthentication {
            kind: "oauthbearertoken",
            name: name.in_language(language).to_owned(),
            description: description.in_language(language).to_owned(),
            primary: true,
        }],
        meta: meta(base, "ServiceProviderConfig", "ServiceProviderConfig"),
    }
}

/// The kinds of resources.
#[must_use]
pub fn resource_types(base: &str, language: Language) -> ResourceTypes {
    let description = Text::new("A person of the organisation.", "Une personne de l'organisme.");
    let user = ResourceType {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        id: "User",
        name: "User",
        description: description.in_language(language).to_owned(),
        endpoint: "/Users",
        schema: USER,
        schema_extensions: [EXTENSION, ENTERPRISE]
            .map(|schema| SchemaExtension { schema, required: false })
            .into(),
        meta: meta(base, "ResourceType", "ResourceTypes/User"),
    };
    ResourceTypes {
        schemas: [LIST],
        total_results: 1,
        start_index: 1,
        items_per_page: 1,
        resources: vec![user],
    }
}
