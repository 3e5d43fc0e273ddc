//! Who works on what with whom: groups, assignments, absences, walls, conflicts, workload and gaps.

pub mod absences;
pub mod assignments;
pub mod conflicts;
pub mod gaps;
pub mod groups;
pub mod walls;
pub mod workload;
