//! The types of office documents, which are archives: told by what the archive says of itself.
//!
//! # Quirks
//! infer 0.19.0 goes by the names of the first parts, and takes most Word documents for archives of
//! no type: those of python-docx and docx-rs, whose parts stand in another order than Word's.

use std::io::{Read, Seek, SeekFrom};
use zip::ZipArchive;

/// The largest directory that an archive may have, in bytes: it is read whole.
const LARGEST_DIRECTORY: u32 = 4 * 1024 * 1024;
/// The bytes at the end among which an archive says where its directory is: 22, and a remark.
const END: u64 = 22 + 65_535;
/// The most of a part that is read.
const MOST: u64 = 1024 * 1024;

/// What the main part of an Office Open XML document is (ECMA-376, part 1, annex A), and its type.
const MAIN_PARTS: [(&str, &str); 3] = [
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
];

/// Whether a file that begins like this is an archive.
#[must_use]
pub fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// The type that an archive says it is of; nothing where it says none, or is broken.
pub fn media_type(mut file: impl Read + Seek) -> Option<String> {
    if directory_size(&mut file)? > LARGEST_DIRECTORY {
        return None;
    }
    let mut archive = ZipArchive::new(file).ok()?;
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).ok()?.take(MOST).read_to_string(&mut text).ok()?;
        Some(text)
    };
    if let Some(types) = part("[Content_Types].xml") {
        let main = MAIN_PARTS.into_iter().find(|(main, _)| types.contains(main));
        return main.map(|(_, media_type)| media_type.to_owned());
    }
    // OpenDocument 1.3, part 2, 3.3.
    part("mimetype")
}

/// The size of the directory of an archive, as its end says; nothing where it has none, or is too
/// large for the form that all office programs write.
fn directory_size(file: &mut (impl Read + Seek)) -> Option<u32> {
    let size = file.seek(SeekFrom::End(0)).ok()?;
    file.seek(SeekFrom::Start(size.saturating_sub(END))).ok()?;
    let mut end = Vec::new();
    file.take(END).read_to_end(&mut end).ok()?;
    let record = end.windows(4).rposition(|bytes| bytes == b"PK\x05\x06")?;
    let written = end.get(record.checked_add(12)?..record.checked_add(16)?)?;
    let directory = u32::from_le_bytes(written.try_into().ok()?);
    file.rewind().ok()?;
    (directory != u32::MAX).then_some(directory)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write as _};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn packed(parts: &[(&str, &str)]) -> Cursor<Vec<u8>> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        let mut file = archive.finish().unwrap();
        file.rewind().unwrap();
        file
    }

    #[test]
    fn a_document_is_one_in_whatever_order_its_parts_stand() {
        let types = format!("<Types><Override ContentType=\"{}\"/></Types>", MAIN_PARTS[0].0);
        let parts = [
            ("docProps/app.xml", "<Properties/>"),
            ("[Content_Types].xml", types.as_str()),
            ("customXml/item1.xml", "<x/>"),
            ("word/document.xml", "<w:document/>"),
        ];
        for turn in 0..parts.len() {
            let mut turned = parts;
            turned.rotate_left(turn);
            assert_eq!(media_type(packed(&turned)).as_deref(), Some(MAIN_PARTS[0].1), "{turned:?}");
        }
        let text = "application/vnd.oasis.opendocument.text";
        assert_eq!(media_type(packed(&[("mimetype", text)])).as_deref(), Some(text));
    }

    #[test]
    fn an_archive_that_is_no_document_is_of_no_type() {
        let macros = "<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>";
        assert_eq!(media_type(packed(&[("[Content_Types].xml", macros)])), None);
        assert_eq!(media_type(packed(&[("program.exe", "MZ")])), None);
        assert_eq!(media_type(Cursor::new(b"PK\x03\x04 and no more".to_vec())), None);
        let mut cut = packed(&[("mimetype", "application/pdf")]).into_inner();
        cut.truncate(cut.len() - 10);
        assert_eq!(media_type(Cursor::new(cut)), None);
    }
}
