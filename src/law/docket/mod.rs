//! The state machine of a docket: from what was recorded to the stage of a case and its running
//! time limits.

pub mod abeyance;
pub mod causes;
mod decided;
pub mod heard;
pub mod hearings;
pub mod model;
pub mod motion_filers;
mod motion_times;
pub mod motion_warnings;
pub mod motions;
pub mod replay;
pub mod time_limits;
pub mod undecided;
