//! *greffe*: a court registry for immigration litigation.
//!
//! # The domain in one page
//!
//! A **case** ([`cases`]) is one proceeding before one court, about one decision. Its **docket** ([`docket`]) is the list of what
//! happened; recording an event is the only way in which a case moves. What may happen, which stage follows, and which
//! time limits start, is not code but data: a **proceeding** ([`proceedings`]) is a TOML file with its law, each rule with
//! citation, both languages, in-force dates and a mark of how sure it is. From a rule, a trigger and a **calendar**
//! ([`calendars`]) the **engine** ([`crate::law::engine`]) computes a date and the steps that led to it; where the law can be
//! read in more than one way it gives the safe date and the last arguable one, too, unless the organisation took a position
//! ([`profiles`]). The **deadlines** ([`deadlines`]) of a case are those dates with what became of them, and with who holds
//! them through **assignments** in time, on the case or on a portfolio, and the R/A/C/I matrix in versions
//! ([`responsibilities`]); names are checked between cases before somebody is assigned ([`conflicts`]), and who is away is known
//! ([`absences`]). A date moves only when what it rests on does:
//! the docket, a position, or a new state of the law that the organisation adopts ([`law`]). People are told in time
//! ([`notifications`]) and may subscribe to calendars ([`feeds`]). Working groups, teams and units, with what
//! they decided and what they asked of whom, are **groups** ([`groups`]). Who may see and do what is one rule ([`access`]), shown and explained
//! by [`policy`]. Every
//! write appends to one **journal** ([`journal`]), chained by hash, and so does reading what is sensitive. A closed case is kept
//! for as long as the schedule says, or a **hold** stands, and then disposed of ([`retention`]). An operator copies all of it
//! while it is served, and brings it back ([`backup`]).
//!
//! # Reading order
//!
//! [`proceedings`] and its catalog, [`calendars`], [`crate::law::engine`]: pure, and most of what greffe exists for. Then
//! [`crate::law::docket::replay`], from a docket to the state of a case and its running clocks; [`deadlines::plan`], from those to what must
//! be written; and [`docket::service`], which joins them in one transaction. [`deadlines::recalculation`] is the same for all
//! cases at once. [`responsibilities::resolution`] says who holds what at any time. [`http`] and [`db`] are the conventions that everything stands on;
//! [`identity`] is the shortest feature folder, and the others are built like it: `model`, `store`, `service`, `api`, `routes`.

pub mod access;
pub mod app;
pub mod backup;
pub mod blocking;
pub mod chronology;
pub mod cli;
pub mod clock;
pub mod db;
pub mod duties;
pub mod error;
pub mod http;
pub mod ids;
pub mod insight;
pub mod journal;
pub mod lanes;
pub mod law;
pub mod matters;
pub mod people;
pub mod periodic;
pub mod private;
pub mod registry;
pub mod server;
pub mod signing;
pub mod teams;
pub mod text;
pub mod unparsed;
pub mod version;
