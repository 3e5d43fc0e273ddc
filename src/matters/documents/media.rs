//! The types of files that are taken, told by what is in them and not by their name.

use super::{compound, packed};
use std::io::{Read, Seek};

/// The types of files that are taken: documents, pictures, and recordings of hearings.
pub const TAKEN: [&str; 18] = [
    "application/msword",
    "application/pdf",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.ms-outlook",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "audio/m4a",
    "audio/mpeg",
    "audio/x-wav",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "text/plain",
    "text/rtf",
    "video/mp4",
];

/// The type of a file that begins like this, if it is one that is taken.
pub fn of(head: &[u8], file: impl Read + Seek) -> Option<&'static str> {
    let taken = |found: &str| TAKEN.into_iter().find(|taken| *taken == found);
    if packed::is_archive(head) {
        return taken(&packed::media_type(file)?);
    }
    if compound::is_compound(head) {
        return taken(compound::media_type(file)?);
    }
    match infer::get(head) {
        Some(known) => taken(known.mime_type()),
        None if is_text(head) => taken("text/plain"),
        None => None,
    }
}

/// Whether this is the beginning of a text: UTF-8, whose last character may be cut, and nothing
/// that a terminal would obey.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            let whole = head.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(whole).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty()
        && text.chars().all(|character| !character.is_control() || matches!(character, '\n' | '\r' | '\t'))
}

/// The usual ending of a file of this type.
#[must_use]
pub fn ending(media_type: &str) -> &'static str {
    match media_type {
        "application/msword" => "doc",
        "application/pdf" => "pdf",
        "application/rtf" | "text/rtf" => "rtf",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.ms-outlook" => "msg",
        "application/vnd.oasis.opendocument.text" => "odt",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "audio/m4a" => "m4a",
        "audio/mpeg" => "mp3",
        "audio/x-wav" => "wav",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/tiff" => "tif",
        "video/mp4" => "mp4",
        _ => "txt",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_type_is_told_by_what_is_in_a_file() {
        let of = |bytes: &[u8]| super::of(bytes, std::io::Cursor::new(bytes));
        assert_eq!(of(b"%PDF-1.7\n"), Some("application/pdf"));
        assert_eq!(of("Re : délai\r\n".as_bytes()), Some("text/plain"));
        let cut = "délai".as_bytes().get(..2).unwrap();
        assert_eq!(of(cut), Some("text/plain"), "the last character is cut");
        for refused in [&b"MZ\x90\0\x03"[..], b"<!DOCTYPE html><script>", b"\x1b[2J", b"\xff\xfe\x00", b""] {
            assert_eq!(of(refused), None, "{refused:?}");
        }
    }
}
