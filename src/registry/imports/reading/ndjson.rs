//! Files of which each line is a case as JSON.

use super::{LONGEST_LINE, ReadLine, Taker, unreadable};
use crate::error::{Code, Error, Fault, Result};
use crate::unparsed;
use crate::unparsed::json::{self, Unread};
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
            json::read(&line).map_err(|unread| refused(&unread))
        };
        take(ReadLine { number: read.number, case })?;
    }
    Ok(())
}

/// The refusal of a line that was not read. A line is one line: that it is the first of one says
/// nothing.
fn refused(unread: &Unread) -> Error {
    let Unread::Malformed(error) = unread else { return unparsed::refused(unread) };
    let column = error.column();
    Error::new(Code::MalformedBody).with_detail(
        format!("The line is not JSON (column {column}). Each line holds one case as a JSON object, in UTF-8 and without a break."),
        format!("La ligne n'est pas du JSON (colonne {column}). Chaque ligne contient un dossier sous forme d'objet JSON, en UTF-8 et sans saut de ligne."),
    )
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
        let mut said = Vec::new();
        let mut take = |line: ReadLine| {
            said.extend(line.case.err().and_then(|error| error.detail().cloned()));
            Ok(())
        };
        super::read(b"{\"a\":\r\n".as_slice(), &mut take).unwrap();
        let [detail] = said.as_slice() else { panic!("{said:?}") };
        assert!(detail.en.contains("(column 5)") && !detail.en.contains("line 2"), "{}", detail.en);
        assert_eq!(read[2], (4, Ok("{\"a\":2}".to_owned())));
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let mut file = vec![b'x'; 10 * LONGEST_LINE];
        file.extend(b"\n{}");
        assert_eq!(lines(&file), [(1, Err("invalid_body")), (2, Ok("{}".to_owned()))]);
    }
}
