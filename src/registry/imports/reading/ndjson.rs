//! Files of which each line is a case as JSON.

use super::{LONGEST_LINE, ReadLine, Taker, unreadable};
use crate::error::{Error, Fault, Result};
use crate::unparsed::json;
use crate::unparsed::lines::NumberedLines;
use std::io::BufRead;

/// Reads the lines, one after the other; empty ones are passed over.
///
/// # Errors
/// What `take` returns; 422 where the file cannot be read.
pub fn read(file: impl BufRead, take: Taker<'_>) -> Result<()> {
    let (mut lines, mut line) = (NumberedLines::of(file, LONGEST_LINE), Vec::new());
    while let Some(read) = lines.next_into(&mut line).map_err(|error| unreadable(&error))? {
        let case = if read.is_too_long {
            Err(too_long())
        } else {
            json::read(&line).map_err(|unread| crate::unparsed::refused(&unread))
        };
        take(ReadLine { number: read.number, case })?;
    }
    Ok(())
}

fn too_long() -> Error {
    Error::invalid(vec![Fault::body(
        "",
        "line_too_long",
        "The line is longer than 1 MiB: no case is. Check that each case stands on a line of its own.",
        "La ligne dépasse 1 Mio : aucun dossier n'est aussi long. Vérifiez que chaque dossier occupe sa propre ligne.",
    )])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(file: &[u8]) -> Vec<(i32, std::result::Result<String, &'static str>)> {
        let mut lines = Vec::new();
        let mut take = |line: ReadLine| {
            let case = line.case.map(|case| case.to_string());
            lines.push((line.number, case.map_err(|error| error.code().as_str())));
            Ok(())
        };
        read(file, &mut take).unwrap();
        lines
    }

    #[test]
    fn each_line_is_read_by_itself() {
        let file = b"\xef\xbb\xbf{\"a\":1}\n\n{\"a\":\r\n{\"a\":2}";
        let read = lines(file);
        assert_eq!(read[0], (1, Ok("{\"a\":1}".to_owned())));
        assert_eq!(read[1], (3, Err("malformed_body")));
        assert_eq!(read[2], (4, Ok("{\"a\":2}".to_owned())));
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let mut file = vec![b'x'; 10 * LONGEST_LINE];
        file.extend(b"\n{}");
        assert_eq!(lines(&file), [(1, Err("invalid_body")), (2, Ok("{}".to_owned()))]);
    }
}
