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
    /// Something else.
    Other,
}

/// Opens a file as UTF-8 text, from its beginning. Where nothing is said of its encoding it is
/// found out: by its first bytes, else UTF-8 where all of it is valid, else Windows-1252.
///
/// # Errors
/// 422 where it is written otherwise than was said.
pub fn open(mut file: File, said: Option<FileEncoding>) -> Result<Box<dyn BufRead>> {
    let found = look(&mut file).map_err(|error| unreadable(&error))?;
    let encoding: &'static Encoding = match (said, found) {
        (None | Some(FileEncoding::Utf16), BytesFound::Utf16) => UTF_16LE,
        (None, BytesFound::Other)
        | (Some(FileEncoding::Windows1252), BytesFound::Other | BytesFound::Ascii) => WINDOWS_1252,
        (None | Some(FileEncoding::Utf8), BytesFound::Ascii | BytesFound::Utf8) => UTF_8,
        (Some(said), _) => return Err(another(said, found)),
    };
    file.rewind().map_err(|error| unreadable(&error))?;
    // The mark at its beginning is looked at, and left out.
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
    let (mut rest, mut is_ascii, mut is_first) = (Vec::new(), true, true);
    loop {
        let read = file.read(&mut buffer)?;
        let bytes = buffer.get(..read).unwrap_or_default();
        if is_first && (bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")) {
            return Ok(BytesFound::Utf16);
        }
        is_first = false;
        if read == 0 {
            let is_whole = rest.is_empty();
            return Ok(match (is_whole, is_ascii) {
                (true, true) => BytesFound::Ascii,
                (true, false) => BytesFound::Utf8,
                (false, _) => BytesFound::Other,
            });
        }
        is_ascii &= bytes.is_ascii();
        // A letter may be cut by the end of the buffer.
        rest.extend_from_slice(bytes);
        let valid = match std::str::from_utf8(&rest) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(BytesFound::Other),
        };
        rest.drain(..valid);
    }
}

fn another(said: FileEncoding, found: BytesFound) -> Error {
    let (said, is) = (said.code(), found.name());
    Error::new(Code::InvalidBody).with_detail(
        format!("The file is not {said}: it looks like {is}. Say the encoding that it has, or none, so that it is found out."),
        format!("Le fichier n'est pas en {said} : il semble être en {is}. Indiquez son encodage, ou aucun, pour qu'il soit détecté."),
    )
}

impl BytesFound {
    const fn name(self) -> &'static str {
        match self {
            Self::Utf16 => "utf-16",
            Self::Ascii => "ascii",
            Self::Utf8 => "utf-8",
            Self::Other => "windows-1252",
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
    fn a_file_of_another_encoding_than_was_said_is_refused() {
        assert_eq!(text(b"\xc9va", Some(FileEncoding::Utf8)), None);
        assert_eq!(text("Éva".as_bytes(), Some(FileEncoding::Windows1252)), None);
        assert_eq!(text("Éva".as_bytes(), Some(FileEncoding::Utf16)), None);
        assert_eq!(text(b"Eva", Some(FileEncoding::Windows1252)).as_deref(), Some("Eva"));
    }
}
