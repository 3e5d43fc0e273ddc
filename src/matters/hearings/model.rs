//! Where a hearing stands.

use crate::coded::coded;
use crate::db::stored;

coded! {
    /// Where a hearing stands.
    pub enum HearingStatus {
        /// It is to be held on its day.
        Scheduled = "scheduled", "Scheduled", "Fixée";
        /// It was held.
        Held = "held", "Held", "Tenue";
        /// It is not held on that day: adjourned, or the case went another way.
        Vacated = "vacated", "Vacated", "Annulée";
    }
}
stored!(HearingStatus);
