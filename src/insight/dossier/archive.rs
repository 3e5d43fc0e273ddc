//! The ZIP into which the parts of a case go, one after the other, on its way to a file.

use crate::clock::REGISTRY_ZONE;
use crate::db::types::Instant;
use crate::error::{Error, Result};
use crate::http::download::{Download, no_room};
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A ZIP in the making.
pub struct CaseArchive {
    zip: ZipWriter<BufWriter<File>>,
    options: SimpleFileOptions,
}

impl CaseArchive {
    /// A ZIP without anything in it, whose files will be of this instant.
    ///
    /// # Errors
    /// 503 where there is no room for it.
    pub fn new(now: Instant) -> Result<Self> {
        // A ZIP knows no zone: it says what the clocks of the registry show.
        let at = now.utc().with_timezone(&REGISTRY_ZONE).naive_local();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::try_from(at).unwrap_or_default());
        Ok(Self { zip: ZipWriter::new(BufWriter::new(Download::room()?)), options })
    }

    /// Begins the next file: what is written goes into it.
    ///
    /// # Errors
    /// 503 where there is no room for it.
    pub fn begin(&mut self, name: &str) -> Result<()> {
        self.zip.start_file(name, self.options).map_err(failed)
    }

    /// A file as it is kept elsewhere, of whatever length.
    ///
    /// # Errors
    /// 503 where it cannot be read, or there is no room for it.
    pub fn copy(&mut self, name: &str, mut file: File) -> Result<()> {
        self.zip.start_file(name, self.options.large_file(true)).map_err(failed)?;
        std::io::copy(&mut file, &mut self.zip).map_err(|error| no_room(&error))?;
        Ok(())
    }

    /// A file with one value as JSON.
    ///
    /// # Errors
    /// 503 where there is no room for it.
    pub fn json(&mut self, name: &str, value: &impl Serialize) -> Result<()> {
        self.begin(name)?;
        self.write(&serde_json::to_vec_pretty(value)?)?;
        self.write(b"\n")
    }

    /// A line of JSON in the file that was begun.
    ///
    /// # Errors
    /// 503 where there is no room for it.
    pub fn line(&mut self, value: &impl Serialize) -> Result<()> {
        self.write(&serde_json::to_vec(value)?)?;
        self.write(b"\n")
    }

    /// Text in the file that was begun.
    ///
    /// # Errors
    /// 503 where there is no room for it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.zip.write_all(bytes).map_err(|error| no_room(&error))
    }

    /// The ZIP, whole.
    ///
    /// # Errors
    /// 503 where there is no room for it.
    pub fn finish(self) -> Result<File> {
        let written = self.zip.finish().map_err(failed)?.into_inner();
        written.map_err(|error| no_room(error.error()))
    }
}

fn failed(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => no_room(&error),
        error => Error::internal(format!("the archive: {error}")),
    }
}
