//! The text of a file, in whichever encoding it was written.

use super::unreadable;
use crate::coded::coded;
use crate::error::{Code, Error, Result};
use encoding_rs::{Encoding, UTF_8, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};

coded! {
    /// How the text of a file is written.
    pub enum FileEncoding {
        /// UTF-8.
        Utf8 = "utf-8", "UTF-8", "UTF-8";
        /// UTF-16, in the order that its first bytes say.
        Utf16 = "utf-16", "UTF-16", "UTF-16";
        /// Windows-1252, as western Windows programs wrote it.
        Windows1252 = "windows-1252", "Windows-1252", "Windows-1252";
    }
}

/// What the bytes of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BytesFound {
    /// It begins with the mark of UTF-16.
    Utf16,
    /// ASCII alone.
    Ascii,
    /// Valid UTF-8, beyond ASCII.
    Utf8,
    /// UTF-8 with letters beyond ASCII, and with bytes that are not, the first of which stands in
    /// this line.
    Damaged(u64),
    /// Something else: bytes that are no UTF-8, the first of which stands in this line.
    Other(u64),
}

/// Opens a file as UTF-8 text, from its beginning. Where nothing is said of its encoding it is
/// found out: by its first bytes, else UTF-8 where all of it is valid, else Windows-1252. One that
/// is UTF-8 but for a few bytes is neither: to read all of it as Windows-1252 would spoil its
/// names.
///
/// # Errors
/// 422 where it is written otherwise than was said, or is UTF-8 with bytes that are not.
pub fn open(mut file: File, said: Option<FileEncoding>) -> Result<Box<dyn BufRead>> {
    let found = look(&mut file).map_err(|error| unreadable(&error))?;
    let encoding = match (said, found) {
        (None | Some(FileEncoding::Utf16), BytesFound::Utf16) => UTF_16LE,
        (None, BytesFound::Other(_))
        | (
            Some(FileEncoding::Windows1252),
            BytesFound::Other(_) | BytesFound::Ascii | BytesFound::Damaged(_),
        ) => WINDOWS_1252,
        (None | Some(FileEncoding::Utf8), BytesFound::Ascii | BytesFound::Utf8) => UTF_8,
        (None | Some(FileEncoding::Utf8), BytesFound::Damaged(line)) => return Err(damaged(line)),
        (Some(said), _) => return Err(another(said, found)),
    };
    decoded(file, encoding)
}

/// Opens a file of JSON as UTF-8 text, from its beginning: it is UTF-8 (RFC 8259, 8.1), or UTF-16
/// with its mark.
///
/// # Errors
/// 422 where it holds bytes that are not.
pub fn open_json(mut file: File) -> Result<Box<dyn BufRead>> {
    match look(&mut file).map_err(|error| unreadable(&error))? {
        BytesFound::Utf16 => decoded(file, UTF_16LE),
        BytesFound::Ascii | BytesFound::Utf8 => decoded(file, UTF_8),
        BytesFound::Damaged(line) | BytesFound::Other(line) => Err(not_utf8(line)),
    }
}

/// The text of a file in this encoding, but for the mark at its beginning.
fn decoded(mut file: File, encoding: &'static Encoding) -> Result<Box<dyn BufRead>> {
    file.rewind().map_err(|error| unreadable(&error))?;
    // The mark says the order of the bytes.
    let text = DecodeReaderBytesBuilder::new()
        .encoding(Some(encoding))
        .bom_override(true)
        .strip_bom(true)
        .build(file);
    Ok(Box::new(BufReader::with_capacity(64 * 1024, text)))
}

fn look(file: &mut File) -> std::io::Result<BytesFound> {
    file.rewind()?;
    let mut buffer = vec![0; 64 * 1024];
    let mut tally = Utf8Tally::default();
    let mut is_first = true;
    loop {
        let read = file.read(&mut buffer)?;
        let bytes = buffer.get(..read).unwrap_or_default();
        if is_first && (bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")) {
            return Ok(BytesFound::Utf16);
        }
        is_first = false;
        if read == 0 {
            return Ok(tally.found());
        }
        tally.count(bytes);
    }
}

/// The letters beyond ASCII of a file, and the bytes that are no UTF-8.
#[derive(Default)]
struct Utf8Tally {
    letters: u64,
    wrong: u64,
    lines: u64,
    /// The line of the first byte that is wrong.
    first_wrong: u64,
    /// A letter may be cut by the end of the buffer.
    rest: Vec<u8>,
}

impl Utf8Tally {
    fn count(&mut self, bytes: &[u8]) {
        let mut all = std::mem::take(&mut self.rest);
        all.extend_from_slice(bytes);
        let mut chunks = all.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            let text = chunk.valid();
            if !text.is_ascii() {
                let letters = text.chars().filter(|letter| !letter.is_ascii()).count();
                self.letters = self.letters.saturating_add(u64::try_from(letters).unwrap_or(u64::MAX));
            }
            let lines = text.bytes().filter(|byte| *byte == b'\n').count();
            self.lines = self.lines.saturating_add(u64::try_from(lines).unwrap_or(u64::MAX));
            let wrong = chunk.invalid();
            let may_go_on = std::str::from_utf8(wrong).is_err_and(|error| error.error_len().is_none());
            if chunks.peek().is_none() && may_go_on {
                self.rest = wrong.to_vec();
            } else if !wrong.is_empty() {
                self.is_wrong();
            }
        }
    }

    fn is_wrong(&mut self) {
        if self.wrong == 0 {
            self.first_wrong = self.lines.saturating_add(1);
        }
        self.wrong = self.wrong.saturating_add(1);
    }

    fn found(mut self) -> BytesFound {
        if !self.rest.is_empty() {
            self.is_wrong();
        }
        match (self.letters, self.wrong) {
            (0, 0) => BytesFound::Ascii,
            (_, 0) => BytesFound::Utf8,
            (0, _) => BytesFound::Other(self.first_wrong),
            _ => BytesFound::Damaged(self.first_wrong),
        }
    }
}

fn another(said: FileEncoding, found: BytesFound) -> Error {
    let (said, is) = (said.code(), found.name());
    Error::new(Code::InvalidBody).with_detail(
        format!("The file is not {said}: it looks like {is}. Say the encoding that it has, or none, so that it is found out."),
        format!("Le fichier n'est pas en {said} : il semble être en {is}. Indiquez son encodage, ou aucun, pour qu'il soit détecté."),
    )
}

fn not_utf8(line: u64) -> Error {
    Error::new(Code::InvalidBody).with_detail(
        format!("JSON is UTF-8, and the file has bytes that are not, the first in line {line}. Write it as UTF-8 and send it again."),
        format!("Le JSON est en UTF-8, et le fichier contient des octets qui n'en sont pas, dont le premier à la ligne {line}. Écrivez-le en UTF-8 et envoyez-le de nouveau."),
    )
}

fn damaged(line: u64) -> Error {
    Error::new(Code::InvalidBody).with_detail(
        format!("The file is UTF-8, but for bytes that are not, the first in line {line}. Mend them. A table that is Windows-1252 after all says so in its mapping: `encoding`."),
        format!("Le fichier est en UTF-8, sauf des octets qui n'en sont pas, dont le premier à la ligne {line}. Corrigez-les. Un tableau qui est malgré tout en Windows-1252 l'indique dans sa correspondance : `encoding`."),
    )
}

impl BytesFound {
    const fn name(self) -> &'static str {
        match self {
            Self::Utf16 => "utf-16",
            Self::Ascii => "ascii",
            Self::Utf8 | Self::Damaged(_) => "utf-8",
            Self::Other(_) => "windows-1252",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn text(bytes: &[u8], said: Option<FileEncoding>) -> Option<String> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let mut text = String::new();
        open(file, said).ok()?.read_to_string(&mut text).unwrap();
        Some(text)
    }

    #[test]
    fn an_encoding_is_found_out() {
        let utf16: Vec<u8> = "\u{feff}Éva".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16_be: Vec<u8> = "\u{feff}Éva".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in ["Éva".as_bytes(), "\u{feff}Éva".as_bytes(), b"\xc9va", &utf16, &utf16_be] {
            assert_eq!(text(bytes, None).as_deref(), Some("Éva"), "{bytes:?}");
        }
    }

    #[test]
    fn a_letter_may_lie_across_two_buffers() {
        let long = format!("{}é", "a".repeat(64 * 1024 - 1));
        assert_eq!(text(long.as_bytes(), None), Some(long));
    }

    #[test]
    fn utf8_with_a_byte_that_is_none_is_not_read_as_another_encoding() {
        let bytes = b"\xc3\x89va;Zo\xc3\xab\nJos\xe9\n";
        assert_eq!(text(bytes, None), None);
        assert_eq!(text(bytes, Some(FileEncoding::Utf8)), None);
        assert!(text(bytes, Some(FileEncoding::Windows1252)).is_some(), "who says so knows");
        let mut tally = Utf8Tally::default();
        bytes.chunks(1).for_each(|byte| tally.count(byte));
        assert_eq!(tally.found(), BytesFound::Damaged(2));
        let mut tally = Utf8Tally::default();
        tally.count(b"\xc3\xa9\xc3\xa9\xc3");
        assert_eq!(tally.found(), BytesFound::Damaged(1), "it ends within a letter");
        let json = |bytes: &[u8]| {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(bytes).unwrap();
            open_json(file).is_ok()
        };
        assert!(json("{\"a\": \"é\"}".as_bytes()) && !json(b"{\"a\": \"\xe9\"}"), "JSON is UTF-8");
    }

    #[test]
    fn a_file_of_another_encoding_than_was_said_is_refused() {
        assert_eq!(text(b"\xc9va", Some(FileEncoding::Utf8)), None);
        assert_eq!(text("Éva".as_bytes(), Some(FileEncoding::Windows1252)), None);
        assert_eq!(text("Éva".as_bytes(), Some(FileEncoding::Utf16)), None);
        assert_eq!(text(b"Eva", Some(FileEncoding::Windows1252)).as_deref(), Some("Eva"));
    }
}
