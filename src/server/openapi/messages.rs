//! What the service sends to others, as the document describes it: its webhooks.

use crate::integration::webhooks::payload::{WebhookMessage, WebhookMessageData};
use utoipa::PartialSchema as _;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, Paths, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::{
    Components, ContentBuilder, ObjectBuilder, PathItem, Ref, Required, ResponseBuilder, Type,
};

/// The headers of a message, and what each holds.
const HEADERS: [(&str, &str); 3] = [
    ("webhook-id", "What tells the message from others: the same each time it is sent."),
    ("webhook-timestamp", "When it is sent: seconds since 1970."),
    (
        "webhook-signature",
        "The signatures, with blanks between them: `v1,` and `v1a,`, each with base64 after it; of both secrets while they overlap.",
    ),
];

/// The messages that are sent to webhooks.
pub(super) fn sent(components: &mut Components) -> Paths {
    let schemas = &mut components.schemas;
    schemas.insert("WebhookMessage".to_owned(), WebhookMessage::schema());
    schemas.insert("WebhookMessageData".to_owned(), WebhookMessageData::schema());
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("WebhookMessage"))).build();
    let body = RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True));
    let text = || ObjectBuilder::new().schema_type(Type::String).build();
    let header = |(name, description): (&str, &str)| {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some(description))
            .schema(Some(text()))
            .build()
    };
    let operation = OperationBuilder::new()
        .operation_id(Some("receive_change"))
        .tag("webhooks")
        .summary(Some("Tells of a change."))
        .description(Some(
            "Sent to the address of a webhook, signed by the Standard Webhooks specification 1.0.",
        ))
        .parameters(Some(HEADERS.map(header)))
        .request_body(Some(body.build()))
        .response("2XX", ResponseBuilder::new().description("Taken: it is not sent again.").build())
        .response("410", ResponseBuilder::new().description("Nothing is sent any more.").build())
        .build();
    PathsBuilder::new().path("change", PathItem::new(HttpMethod::Post, operation)).build()
}
