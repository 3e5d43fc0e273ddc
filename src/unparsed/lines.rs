//! Lines of a text, of which no more than one is held, and none that is longer than any that is
//! meant.

use std::io::{BufRead, Read as _, Result};

/// A line that was read: its bytes are in the buffer that was lent, without its end, and
/// without the mark of UTF-8 at the beginning of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberedLine {
    /// The number of the line, from 1.
    pub number: i32,
    /// Whether it is longer than any that is read: the rest of it was passed over.
    pub is_too_long: bool,
}

/// The lines of a text.
pub struct NumberedLines<R> {
    text: R,
    longest: usize,
    read: i32,
}

impl<R: BufRead> NumberedLines<R> {
    /// The lines of a text, none of which may be longer than this many bytes.
    pub const fn of(text: R, longest: usize) -> Self {
        Self { text, longest, read: 0 }
    }

    /// Reads the next line that is not empty into a buffer; nothing where there is none.
    ///
    /// # Errors
    /// Fails where the text cannot be read.
    pub fn next_into(&mut self, line: &mut Vec<u8>) -> Result<Option<NumberedLine>> {
        loop {
            line.clear();
            let limit = u64::try_from(self.longest).unwrap_or(u64::MAX).saturating_add(1);
            if self.text.by_ref().take(limit).read_until(b'\n', line)? == 0 {
                return Ok(None);
            }
            self.read = self.read.saturating_add(1);
            if self.read == 1 && line.starts_with(b"\xef\xbb\xbf") {
                line.drain(..3);
            }
            let number = self.read;
            if !line.ends_with(b"\n") && line.len() > self.longest {
                pass_line(&mut self.text)?;
                return Ok(Some(NumberedLine { number, is_too_long: true }));
            }
            line.truncate(line.trim_ascii_end().len());
            if !line.is_empty() {
                return Ok(Some(NumberedLine { number, is_too_long: false }));
            }
        }
    }
}

/// Reads to the end of a line, and keeps nothing of it.
///
/// # Errors
/// Fails where the text cannot be read.
pub fn pass_line(text: &mut impl BufRead) -> Result<()> {
    loop {
        let waiting = text.fill_buf()?;
        let end = waiting.iter().position(|byte| *byte == b'\n');
        let passed = end.map_or(waiting.len(), |end| end.saturating_add(1));
        let is_over = end.is_some() || waiting.is_empty();
        text.consume(passed);
        if is_over {
            return Ok(());
        }
    }
}
