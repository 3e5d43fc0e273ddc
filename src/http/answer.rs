//! The answer of a handler: always an object, always with what the conventions ask beside it.

use super::etag::ETag;
use crate::error::Result;
use crate::text::Language;
use crate::version::Version;
use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;
use utoipa::ToSchema;

/// The header of an answer that is given a second time.
pub const REPLAYED: &str = "idempotency-replayed";

/// The media type of an answer's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    /// Its media type.
    pub kind: &'static str,
    /// The name under which it can be saved, where it is a file.
    pub file: Option<&'static str>,
}

impl Media {
    /// The media type of nearly every answer.
    pub const JSON: Self = Self { kind: "application/json", file: None };
}

/// A document in one of the official languages, whose bytes need not be text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its media type.
    pub kind: &'static str,
    /// The name under which it can be saved: ASCII, without quotes.
    pub name: String,
    /// Whether it is to be saved rather than shown.
    pub is_attachment: bool,
    /// The language that it is in.
    pub language: Language,
    /// The bytes of the content.
    pub bytes: Vec<u8>,
}

/// An answer that has been decided on but not sent: it can be stored and given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The version of the one resource that it shows.
    pub etag: Option<Version>,
    /// The address where the resource that was made can be read.
    pub location: Option<String>,
    /// The address of the next page.
    pub link: Option<String>,
    /// The body; empty for 204 and 304.
    pub body: String,
    /// The media type of the body.
    pub media: Media,
    /// The document that is sent in place of the body, if the answer is one.
    pub document: Option<Document>,
    /// Whether it is given a second time (RFC draft `Idempotency-Key`).
    pub replayed: bool,
}

impl Answer {
    fn json(status: StatusCode, body: &impl Serialize) -> Result<Self> {
        Ok(Self { status, body: text_of(body)?, ..Self::no_content() })
    }

    /// 200 with a body.
    ///
    /// # Errors
    /// Fails if the body has no JSON form.
    pub fn ok(body: &impl Serialize) -> Result<Self> {
        Self::json(StatusCode::OK, body)
    }

    /// 201 with what was made and where it can be read.
    ///
    /// # Errors
    /// Fails if the body has no JSON form.
    pub fn created(location: String, body: &impl Serialize) -> Result<Self> {
        Ok(Self { location: Some(location), ..Self::json(StatusCode::CREATED, body)? })
    }

    /// 204: done, nothing to say.
    #[must_use]
    pub const fn no_content() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            etag: None,
            location: None,
            link: None,
            body: String::new(),
            media: Media::JSON,
            document: None,
            replayed: false,
        }
    }

    /// 304: what you have is what there is.
    #[must_use]
    pub fn not_modified(etag: Version) -> Self {
        Self { status: StatusCode::NOT_MODIFIED, etag: Some(etag), ..Self::no_content() }
    }

    /// 200 with a file. It has no version of its own: its `ETag` is made from what it says.
    #[must_use]
    pub fn file(media: Media, body: String) -> Self {
        let etag = Some(Version::of_content(&body));
        Self { status: StatusCode::OK, etag, body, media, ..Self::no_content() }
    }

    /// 200 with a document. Its `ETag` is made from its bytes.
    #[must_use]
    pub fn document(document: Document) -> Self {
        let etag = Some(Version::of_content(&document.bytes));
        Self { status: StatusCode::OK, etag, document: Some(document), ..Self::no_content() }
    }

    /// The same answer with another body.
    ///
    /// # Errors
    /// Fails if the body has no JSON form.
    pub fn showing(self, body: &impl Serialize) -> Result<Self> {
        Ok(Self { body: text_of(body)?, ..self })
    }

    /// Adds the version of the resource.
    #[must_use]
    pub const fn tagged(mut self, etag: Version) -> Self {
        self.etag = Some(etag);
        self
    }
}

fn text_of(body: &impl Serialize) -> Result<String> {
    let mut text = Vec::with_capacity(4096);
    serde_json::to_writer(&mut text, body)?;
    String::from_utf8(text).map_err(|error| crate::error::Error::internal(error.to_string()))
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        if let Some(version) = self.etag {
            answer.insert_header((header::ETAG, ETag(version).to_string()));
        }
        if let Some(location) = self.location {
            answer.insert_header((header::LOCATION, location));
        }
        if let Some(link) = self.link {
            answer.insert_header((header::LINK, link));
        }
        if self.replayed {
            answer.insert_header((REPLAYED, "true"));
        }
        answer.insert_header((header::CACHE_CONTROL, "private, no-cache"));
        if let Some(document) = self.document {
            let how = if document.is_attachment { "attachment" } else { "inline" };
            let disposition = format!("{how}; filename=\"{}\"", document.name);
            answer.insert_header((header::CONTENT_DISPOSITION, disposition));
            answer.insert_header((header::CONTENT_LANGUAGE, document.language.code()));
            return answer.content_type(document.kind).body(document.bytes);
        }
        if self.body.is_empty() {
            return answer.finish();
        }
        if let Some(name) = self.media.file {
            answer.insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")));
        }
        answer.content_type(self.media.kind).body(self.body)
    }
}

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary, example = "UEsDBBQAAAAIAA==")]
#[expect(dead_code, reason = "the shape is documented here and written by `Answer`")]
pub struct FileBytes(Vec<u8>);
