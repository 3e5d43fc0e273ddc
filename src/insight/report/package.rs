//! The package of an Office document: a ZIP file, whose entries carry the instant that the report
//! is of. Neither writer of such documents can be told it: their entries are all of 1 January
//! 1980, and those of a text document are not compressed.

use crate::clock::REGISTRY_ZONE;
use crate::db::types::Instant;
use std::io::{Cursor, copy};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The package with each of its entries dated, as the clocks of the registry showed it: a ZIP file
/// knows no zone. Entries for folders are left out, of which the format wants none.
///
/// # Errors
/// Fails if it is no package.
pub fn dated(package: Vec<u8>, at: Instant) -> ZipResult<Vec<u8>> {
    // An instant before 1980, which no report is of, is that of the format's beginning.
    let at = DateTime::try_from(at.utc().with_timezone(&REGISTRY_ZONE).naive_local()).unwrap_or_default();
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(at);
    let mut entries = ZipArchive::new(Cursor::new(package))?;
    let mut dated = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..entries.len() {
        let mut entry = entries.by_index(index)?;
        if entry.is_file() {
            dated.start_file(entry.name()?.into_owned(), options)?;
            copy(&mut entry, &mut dated)?;
        }
    }
    Ok(dated.finish()?.into_inner())
}
