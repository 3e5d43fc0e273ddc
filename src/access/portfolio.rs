//! A portfolio: every case of an organisation that some criteria fit.

use crate::coded::coded;
use crate::db::schema::{assignments, cases};
use crate::db::stored;
use crate::ids::OrganizationId;
use crate::law::calendars::offices::{KnownOffice, Offices};
use crate::text::Language;
use diesel::prelude::*;

coded! {
    /// The languages of the two columns of a bilingual file, or both at once.
    pub enum FileLanguage {
        /// English.
        En = "en";
        /// French.
        Fr = "fr";
        /// English and French.
        Both = "both";
    }
}
stored!(FileLanguage);

impl From<Language> for FileLanguage {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Fr => Self::Fr,
        }
    }
}

/// A criterion for the cases of an organisation. What is not set fits every case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Queryable, Selectable)]
#[diesel(table_name = assignments)]
pub struct Portfolio {
    /// The organisation whose cases it covers.
    pub organization_id: OrganizationId,
    /// Only cases of this proceeding.
    pub proceeding: Option<String>,
    /// Only cases of this office, as the list of offices writes it.
    pub office: Option<String>,
    /// Only cases of an office in this region: a code of [`Offices::regions`].
    pub region: Option<String>,
    /// Only cases whose file is in this language.
    pub language: Option<FileLanguage>,
}

/// The traits of a case that portfolios go by.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct Traits {
    /// The organisation whose case it is.
    pub organization_id: OrganizationId,
    /// Its proceeding.
    pub proceeding: String,
    /// Its office.
    pub office: Option<String>,
    /// The language of its file.
    pub language: FileLanguage,
    /// The region of its office, where that is one of the organisation's own.
    pub office_region: Option<String>,
}

impl Portfolio {
    /// Whether the case is in it.
    #[must_use]
    pub fn fits(&self, case: &Traits) -> bool {
        let office = case.office.as_deref();
        self.organization_id == case.organization_id
            && self.proceeding.as_ref().is_none_or(|wanted| *wanted == case.proceeding)
            && self
                .office
                .as_deref()
                .is_none_or(|wanted| office.is_some_and(|office| are_one(wanted, office)))
            && self.language.is_none_or(|wanted| wanted == case.language)
            && self.region.as_deref().is_none_or(|region| {
                case.office_region.as_deref() == Some(region)
                    || office.is_some_and(|office| is_in(region, office))
            })
    }

    /// The number of criteria that it sets: of two portfolios that fit a case, the narrower one
    /// says who holds a role.
    #[must_use]
    pub fn narrowness(&self) -> usize {
        let texts = [&self.proceeding, &self.office, &self.region].into_iter().flatten().count();
        texts.saturating_add(usize::from(self.language.is_some()))
    }
}

/// The ways in which the offices of a region may be kept: each as the list writes it, and those in
/// which one may stand that was entered before there was a list; none where there is no such
/// region.
#[must_use]
pub fn offices_of(region: &str) -> Vec<&'static str> {
    let offices = Offices::current().all().iter().filter(|office| office.region == region);
    offices.flat_map(KnownOffice::all_spellings).collect()
}

/// Whether two spellings are of one office.
fn are_one(wanted: &str, office: &str) -> bool {
    wanted == office || Offices::current().kept(wanted) == Offices::current().kept(office)
}

fn is_in(region: &str, office: &str) -> bool {
    Offices::current().find(office).is_some_and(|known| known.region == region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portfolio_fits_what_all_its_criteria_fit() {
        let organization_id = OrganizationId::generate();
        let case = Traits {
            organization_id,
            proceeding: "ALJR".to_owned(),
            office: Some("Montréal".to_owned()),
            language: FileLanguage::Fr,
            office_region: None,
        };
        let all = Portfolio { organization_id, proceeding: None, office: None, region: None, language: None };
        let some = |text: &str| Some(text.to_owned());
        assert!(all.fits(&case) && all.narrowness() == 0);
        let narrow = Portfolio { region: some("quebec"), language: Some(FileLanguage::Fr), ..all.clone() };
        assert!(narrow.fits(&case) && narrow.narrowness() == 2);
        for other in [
            Portfolio { region: some("ontario"), ..narrow.clone() },
            Portfolio { language: Some(FileLanguage::En), ..narrow.clone() },
            Portfolio { office: some("Toronto"), ..narrow.clone() },
            Portfolio { proceeding: some("RAD"), ..narrow.clone() },
            Portfolio { organization_id: OrganizationId::generate(), ..narrow.clone() },
        ] {
            assert!(!other.fits(&case), "{other:?}");
        }
        for written in ["MONTRÉAL", " montreal", "MTL"] {
            let spelled = Traits { office: some(written), ..case.clone() };
            assert!(narrow.fits(&spelled), "{written}");
            let of_office = Portfolio { office: some("Montréal"), ..all.clone() };
            assert!(of_office.fits(&spelled), "{written}");
        }
        let own = Traits { office: some("Val-d'Or"), office_region: some("quebec"), ..case.clone() };
        assert!(narrow.fits(&own), "an office of the organisation's own has its region");
        let nowhere = Traits { office: None, ..case };
        assert!(!narrow.fits(&nowhere) && all.fits(&nowhere));
    }
}
