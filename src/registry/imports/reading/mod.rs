//! Taking a file apart into the cases that its lines say.

pub mod cells;
pub mod encoding;
pub mod mapping;
pub mod ndjson;
pub mod table;
pub mod workbook;

use crate::error::{Code, Error, Result};
use serde_json::Value;

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

/// The refusal of a file that ends in the middle, or is no text.
fn unreadable(error: &std::io::Error) -> Error {
    Error::new(Code::InvalidBody).with_cause(error.to_string()).with_detail(
        "The file cannot be read to its end. Send it again.",
        "Le fichier ne peut être lu jusqu'au bout. Envoyez-le de nouveau.",
    )
}
