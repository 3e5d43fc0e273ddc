//! What must be done, by whom and by when: responsibilities, deadlines, and the notifications of
//! both.

pub mod deadlines;
pub mod notifications;
pub mod responsibilities;
