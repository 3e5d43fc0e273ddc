//! Tables as spreadsheets read them.

use crate::text::Language;

/// The mark that tells spreadsheets that the text is UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What parts the fields in a language.
#[must_use]
pub const fn delimiter(language: Language) -> u8 {
    match language {
        Language::En => b',',
        Language::Fr => b';',
    }
}

/// A cell that a spreadsheet cannot take for a formula, which it would run.
#[must_use]
pub fn harmless(cell: &str) -> String {
    // Some take the wide forms of these characters for the narrow ones.
    let is_formula = cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_is_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("@SUM(1)"), "'@SUM(1)");
        assert_eq!(harmless("＝1+1"), "'＝1+1");
        assert_eq!(harmless("R05"), "R05");
    }
}
