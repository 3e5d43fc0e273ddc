//! A file that is kept, on its way to whoever may read it: whole or in part (RFC 9110, 14), and
//! never to be run by a browser.

use super::download::{no_room, pieces, sent};
use super::etag::{ETag, IfNoneMatch};
use crate::blocking::off_the_event_loop;
use crate::error::{Code, Error, Hint, Result};
use crate::version::Version;
use actix_web::body::SizedStream;
use actix_web::dev::Payload;
use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    ContentEncoding, ETAG, HeaderMap, HeaderName, IF_RANGE, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fs::File;
use std::future::{Ready, ready};
use std::io::{Seek as _, SeekFrom};

/// What stands for itself in the extended value of a parameter (RFC 8187, 3.2.1).
const EXTENDED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The part of a file that a client asks for.
#[derive(Clone, Debug, Default)]
pub struct PartWanted {
    range: Option<String>,
    unless_changed: Option<String>,
}

impl PartWanted {
    fn in_headers(headers: &HeaderMap) -> Self {
        let text =
            |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self { range: text(&RANGE), unless_changed: text(&IF_RANGE) }
    }

    /// The first and the last byte; nothing, where all of the file is to be sent: what is no range
    /// of bytes, or several of them, is passed over (RFC 9110, 14.2).
    fn of(&self, length: u64, etag: &str) -> Result<Option<(u64, u64)>> {
        let is_changed = self.unless_changed.as_deref().is_some_and(|seen| seen != etag);
        let Some(range) = self.range.as_deref().filter(|_| !is_changed) else { return Ok(None) };
        let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
            return Ok(None);
        };
        let number = |text: &str| text.trim().parse::<u64>().ok();
        let end = length.saturating_sub(1);
        let (first, last) = match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => (first, last.min(end)),
            (Some(first), None) if last.trim().is_empty() => (first, end),
            (None, Some(last)) if first.trim().is_empty() && last > 0 => (length.saturating_sub(last), end),
            _ => return Ok(None),
        };
        if first < length { Ok(Some((first, last))) } else { Err(no_such_part(length)) }
    }
}

impl FromRequest for PartWanted {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::in_headers(request.headers())))
    }
}

/// The refusal of a part that begins behind the end.
#[must_use]
pub fn no_such_part(length: u64) -> Error {
    Error::new(Code::RangeNotSatisfiable)
        .with_detail(
            format!("The file has {length} bytes. Ask for a part that begins before its end."),
            format!("Le fichier compte {length} octets. Demandez une partie qui commence avant la fin."),
        )
        .with_hint(Hint::WholeLength(length))
}

/// A file that is kept.
pub struct StoredFile {
    /// The file.
    pub file: File,
    /// Its length in bytes.
    pub length: u64,
    /// Its media type, by what is in it.
    pub media_type: String,
    /// The name under which it can be saved.
    pub name: String,
    /// The version of what is in it.
    pub version: Version,
}

impl StoredFile {
    /// 200 with the file, 206 with a part of it, 304 where the client has it.
    ///
    /// # Errors
    /// 416 where it has no such part; 503 where it cannot be read.
    pub async fn answer(self, seen: &IfNoneMatch, part: &PartWanted) -> Result<HttpResponse> {
        let Self { mut file, length, media_type, name, version } = self;
        let etag = ETag(version).to_string();
        if seen.has_seen(version) {
            return Ok(HttpResponse::NotModified().insert_header((ETAG, etag)).finish());
        }
        let part = part.of(length, &etag)?;
        let (first, last) = part.unwrap_or((0, length.saturating_sub(1)));
        let mut answer = if part.is_some() { HttpResponse::PartialContent() } else { HttpResponse::Ok() };
        if part.is_some() {
            answer.insert_header((CONTENT_RANGE, format!("bytes {first}-{last}/{length}")));
        }
        answer
            .insert_header((ETAG, etag))
            .insert_header((ACCEPT_RANGES, "bytes"))
            .insert_header((CONTENT_TYPE, media_type))
            .insert_header((CONTENT_DISPOSITION, disposition(&name)))
            .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"))
            .insert_header((CACHE_CONTROL, "private, no-cache"))
            // A part of it would be another if it were compressed.
            .insert_header(ContentEncoding::Identity);
        let count = last.saturating_add(1).saturating_sub(first).min(length);
        let file = off_the_event_loop(move || {
            file.seek(SeekFrom::Start(first)).map_err(|error| no_room(&error))?;
            Ok(file)
        })
        .await?;
        let (sender, pieces) = pieces();
        actix_web::rt::spawn(async move { sent(file, count, &sender).await });
        Ok(answer.body(SizedStream::new(count, pieces)))
    }
}

/// How a file of this name is saved: by its name in ASCII, and by its own (RFC 6266).
fn disposition(name: &str) -> String {
    let plain = |character: char| {
        let is_plain = character.is_ascii_graphic() || character == ' ';
        if is_plain && !matches!(character, '"' | '\\' | '%') { character } else { '_' }
    };
    let ascii: String = name.chars().map(plain).collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(name, EXTENDED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_the_rfc_has_it() {
        let of = |range: &str| {
            let wanted = PartWanted { range: Some(range.to_owned()), unless_changed: None };
            wanted.of(10, "\"1\"").map_err(|error| error.code())
        };
        assert_eq!(of("bytes=0-3"), Ok(Some((0, 3))));
        assert_eq!(of("bytes=4-"), Ok(Some((4, 9))));
        assert_eq!(of("bytes=-3"), Ok(Some((7, 9))));
        assert_eq!(of("bytes=-30"), Ok(Some((0, 9))));
        assert_eq!(of("bytes=8-80"), Ok(Some((8, 9))));
        for whole in ["bytes=3-2", "bytes=-0", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"] {
            assert_eq!(of(whole), Ok(None), "{whole}");
        }
        assert_eq!(of("bytes=10-"), Err(Code::RangeNotSatisfiable));
        let changed = PartWanted { range: Some("bytes=0-3".into()), unless_changed: Some("\"2\"".into()) };
        assert_eq!(changed.of(10, "\"1\"").unwrap(), None, "another file has another part");
    }

    #[test]
    fn a_name_is_saved_as_it_is_and_breaks_out_of_nothing() {
        assert_eq!(
            disposition("Mémoire \"final\".pdf"),
            "attachment; filename=\"M_moire _final_.pdf\"; filename*=UTF-8''M%C3%A9moire%20%22final%22.pdf"
        );
    }
}
