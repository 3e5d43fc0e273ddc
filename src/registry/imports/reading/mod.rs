//! Taking a file apart into the cases that its lines say.

pub mod cells;
pub mod encoding;
pub mod mapping;
pub mod ndjson;
pub mod table;
pub mod workbook;

use crate::error::{Code, Error, Result};
use serde_json::Value;
use std::io::BufRead;

/// The longest line that is read, in bytes: as much as a request may hold.
pub const LONGEST_LINE: usize = 1024 * 1024;
/// The most lines that a file may have.
pub const MOST_LINES: i32 = 1_000_000;

/// A line that was read: its number in the file, and the case that it says, if it can be read.
pub struct ReadLine {
    /// The number, from 1.
    pub number: i32,
    /// The case.
    pub case: std::result::Result<Value, Error>,
}

/// Takes what each line says.
pub type Taker<'a> = &'a mut dyn FnMut(ReadLine) -> Result<()>;

/// Reads to the end of a line, and keeps nothing of it.
fn pass_line(file: &mut impl BufRead) -> Result<()> {
    loop {
        let waiting = file.fill_buf().map_err(|error| unreadable(&error))?;
        let end = waiting.iter().position(|byte| *byte == b'\n');
        let passed = end.map_or(waiting.len(), |end| end.saturating_add(1));
        let is_over = end.is_some() || waiting.is_empty();
        file.consume(passed);
        if is_over {
            return Ok(());
        }
    }
}

/// The refusal of a file that ends in the middle, or is no text.
fn unreadable(error: &std::io::Error) -> Error {
    Error::new(Code::InvalidBody).with_cause(error.to_string()).with_detail(
        "The file cannot be read to its end. Send it again.",
        "Le fichier ne peut être lu jusqu'au bout. Envoyez-le de nouveau.",
    )
}
