//! Whether forms of file numbers read what they say they read, and no two of them the same.

use super::super::file_number::FileNumberForm;
use super::super::wiring::Proceeding;
use super::Checker;

impl Checker<'_, '_> {
    /// Checks that a form reads its own example and spellings, and that no other reads them as
    /// another number.
    pub(super) fn form(&mut self, form: &FileNumberForm, all: &[&FileNumberForm]) {
        let key = format!("file_numbers.{}", form.code);
        self.text(&format!("{key}.name"), &form.name);
        self.text(&format!("{key}.citation"), &form.citation);
        if all.iter().filter(|other| other.code == form.code).count() > 1 {
            self.fault(format!("{key}.code"), "is there twice");
        }
        for (series, year) in form.since.iter().chain(&form.decades) {
            if !(1867..=2099).contains(year) {
                self.fault(format!("{key}.since"), format!("{series}: {year} is no year of a registry"));
            }
        }
        for written in form.spellings.iter().chain([&form.example]) {
            match form.read(written, i32::MAX).and_then(Result::ok) {
                Some(read) if read == form.example => {}
                Some(read) => self.fault(format!("{key}.reads"), format!("reads `{written}` as `{read}`")),
                None => self.fault(format!("{key}.reads"), format!("does not read `{written}`")),
            }
            let reads = |other: &&&FileNumberForm| other.read(written, i32::MAX).and_then(Result::ok);
            let otherwise = all.iter().filter(|other| reads(other).is_some_and(|read| read != form.example));
            for other in otherwise.filter(|other| other.code != form.code) {
                self.fault(format!("{key}.reads"), format!("`{}` reads `{written}` otherwise", other.code));
            }
        }
    }

    /// Checks that the example of a proceeding has the form that it is an example of, and is as its
    /// registry writes it.
    pub(super) fn file_number(&mut self, proceeding: &Proceeding, all: &[&FileNumberForm]) {
        let Some(usual) = &proceeding.file_number else { return };
        let example = &usual.example;
        if !usual.pattern.is_met_by(example) {
            self.fault("proceeding.file_number.example", format!("`{example}` does not fit the pattern"));
        }
        for form in all.iter().filter(|form| form.courts.contains(&proceeding.court)) {
            let read = form.read(example, i32::MAX).and_then(Result::ok);
            if let Some(read) = read.filter(|read| read != example) {
                let code = &form.code;
                self.fault("proceeding.file_number.example", format!("`{code}` reads it as `{read}`"));
            }
        }
    }
}
