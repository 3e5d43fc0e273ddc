//! The types of files in the form of the older office programs ([MS-CFB]): told by the class of
//! their root, or by the streams that stand first in them.
//!
//! # Quirks
//! The directory of such a file may lie anywhere in it: what begins it does not say what it is.

use std::io::{Read, Seek, SeekFrom};

/// The beginning of such a file ([MS-CFB] 2.2).
const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// The size of an entry of the directory ([MS-CFB] 2.6).
const ENTRY: usize = 128;
/// The end of the classes that Microsoft gave to its documents.
const OF_MICROSOFT: [u8; 12] = [0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];

/// The beginning of the class of a root, a stream that only such a file has, and its type.
const KNOWN: [(u32, &str, &str); 4] = [
    (0x0002_0906, "WordDocument", "application/msword"),
    (0x0002_0820, "Workbook", "application/vnd.ms-excel"),
    (0x0002_0810, "Book", "application/vnd.ms-excel"),
    (0x0002_0D0B, "__properties_version1.0", "application/vnd.ms-outlook"),
];

/// Whether a file that begins like this has the form.
#[must_use]
pub fn is_compound(head: &[u8]) -> bool {
    head.starts_with(&SIGNATURE)
}

/// The type of a file of this form, if it is one that is known.
pub fn media_type(mut file: impl Read + Seek) -> Option<&'static str> {
    let mut header = [0; 512];
    file.rewind().ok()?;
    file.read_exact(&mut header).ok()?;
    let shift = u16::from_le_bytes(header.get(30..32)?.try_into().ok()?);
    let first = u32::from_le_bytes(header.get(48..52)?.try_into().ok()?);
    let sector = 1_u64.checked_shl(u32::from(shift)).filter(|size| (512..=4096).contains(size))?;
    let directory = u64::from(first).checked_add(1)?.checked_mul(sector)?;
    file.seek(SeekFrom::Start(directory)).ok()?;
    let mut entries = Vec::new();
    file.take(sector).read_to_end(&mut entries).ok()?;
    let (begin, end) = entries.get(80..96)?.split_at_checked(4)?;
    let class = u32::from_le_bytes(begin.try_into().ok()?);
    if end == OF_MICROSOFT {
        return KNOWN.into_iter().find(|(known, ..)| *known == class).map(|(.., media_type)| media_type);
    }
    // Not every program writes the class.
    let names: Vec<_> = entries.chunks_exact(ENTRY).filter_map(name).collect();
    let known = KNOWN.into_iter().find(|(_, stream, _)| names.iter().any(|name| name == stream));
    known.map(|(.., media_type)| media_type)
}

/// The name of an entry: UTF-16, with its length in bytes, of which the last two are 0.
fn name(entry: &[u8]) -> Option<String> {
    let length = u16::from_le_bytes(entry.get(64..66)?.try_into().ok()?);
    let letters = entry.get(..usize::from(length).checked_sub(2)?.min(62))?;
    let units = letters
        .chunks_exact(2)
        .map(|pair| pair.iter().rev().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A file whose directory lies behind a hundred sectors, with this class and these streams.
    fn file(class: Option<u32>, streams: &[&str]) -> Vec<u8> {
        let mut bytes = vec![0; 512 * 103];
        bytes[..8].copy_from_slice(&SIGNATURE);
        bytes[30..32].copy_from_slice(&9_u16.to_le_bytes());
        bytes[48..52].copy_from_slice(&100_u32.to_le_bytes());
        let directory = 512 * 101;
        for (nth, name) in std::iter::once(&"Root Entry").chain(streams).enumerate() {
            let entry = &mut bytes[directory + nth * ENTRY..][..ENTRY];
            let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            entry[..units.len()].copy_from_slice(&units);
            entry[64..66].copy_from_slice(&u16::try_from(units.len() + 2).unwrap().to_le_bytes());
        }
        if let Some(class) = class {
            bytes[directory + 80..][..4].copy_from_slice(&class.to_le_bytes());
            bytes[directory + 84..][..12].copy_from_slice(&OF_MICROSOFT);
        }
        bytes
    }

    #[test]
    fn a_file_is_what_its_root_says_or_its_streams() {
        let told = |class, streams: &[&str]| media_type(Cursor::new(file(class, streams)));
        assert_eq!(told(Some(0x0002_0906), &[]), Some("application/msword"));
        assert_eq!(told(Some(0x0002_0820), &[]), Some("application/vnd.ms-excel"));
        assert_eq!(told(Some(0x0002_0D0B), &[]), Some("application/vnd.ms-outlook"));
        assert_eq!(told(None, &["Data", "WordDocument"]), Some("application/msword"));
        assert_eq!(told(None, &["Workbook"]), Some("application/vnd.ms-excel"));
        // An installer, and something else.
        assert_eq!(told(Some(0x000C_1084), &["WordDocument"]), None);
        assert_eq!(told(None, &["Contents"]), None);
    }

    #[test]
    fn a_file_that_is_cut_off_is_of_no_type() {
        let whole = file(Some(0x0002_0906), &[]);
        for length in [0, 8, 511, 512, 512 * 101, 512 * 101 + 90] {
            assert_eq!(media_type(Cursor::new(&whole[..length])), None, "{length}");
        }
    }
}
