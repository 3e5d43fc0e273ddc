//! *greffe*: a court registry for immigration litigation.
//!
//! # The domain in one page
//!
//! A **case** ([`matters::cases`]) is one proceeding before one court, about one decision. Its
//! **docket** ([`matters::docket`]) is the list of what happened; recording an event
//! ([`registry::docket`]) is the only way in which a case moves. What may happen, which stage
//! follows and which time limits start is not code but data: a **proceeding**
//! ([`law::proceedings`]) is a TOML file with its law, each rule with its citation, both languages,
//! in-force dates and a mark of how sure it is. From a rule, a trigger and a **calendar**
//! ([`law::calendars`]) the **engine** ([`law::engine`]) computes a date and the steps that led to
//! it; where the law can be read in more than one way it gives the safe date and the last arguable
//! one too, unless the organisation took a position ([`people::profiles`]).
//!
//! The **deadlines** ([`duties::deadlines`]) of a case are those dates with what became of them,
//! and with who holds them through **assignments** ([`teams::assignments`]) in time, on the case or
//! on a portfolio, and the R/A/C/I matrix in versions ([`duties::responsibilities`]). Names are
//! compared between cases before somebody is assigned ([`teams::conflicts`]), and absences are
//! known ([`teams::absences`]). A date moves only when what it rests on does: the docket, a
//! position, or a new state of the law that the organisation adopts ([`registry::amendments`]).
//! People are told in time ([`duties::notifications`]) and may subscribe to calendars
//! ([`insight::feeds`]); other systems follow the changes, or are sent them
//! ([`integration::webhooks`]). Working groups, teams and units, with what they decided and what
//! they asked of whom, are **groups** ([`teams::groups`]).
//! Under which **instruments** officers are sent abroad, and what is owed under them on a day, is
//! data too ([`network::instruments`]).
//!
//! Who may see and do what is one rule ([`access`]), shown and explained by [`insight::policy`].
//! Every write appends to one **journal** ([`journal`]), chained by hash, and so does reading what
//! is sensitive. A closed case is kept for as long as the schedule says, or a **hold** stands, and
//! then disposed of ([`matters::retention`]). An operator copies all of it while it is served, and
//! brings it back ([`backup`]).
//!
//! # The code map
//!
//! The modules are declared below in the order of dependence: each wing uses only what stands
//! above it. A wing is either one idea ([`db`], [`access`], [`journal`], [`http`]) or a folder of
//! **features** of one form: those of `model`, `store`, `service`, `api` and `routes` that it
//! needs. Whoever knows one feature knows them all; `matters/links` is a short one that has each.
//!
//! | wing | what it holds |
//! |---|---|
//! | [`text`] to [`lanes`] | one idea each, without a feature: languages, dates, codes, errors, ids, the clock, where requests of our own may go |
//! | [`db`] | one connection over SQLite and PostgreSQL, transactions, turns, the schema |
//! | [`external_ids`] | what other systems call what is kept here |
//! | [`law`] | the law, pure: calendars, proceedings, the engine, the state machine of a docket |
//! | [`access`] | the policy, what it lets through as SQL, and what of a record is shown |
//! | [`signing`] | the keys that sign tokens and statements |
//! | [`journal`] | the record: appending, chaining, verifying, checkpoints |
//! | [`contents`] | the files of documents, kept by what is in them, and their erasure |
//! | [`http`] | the conventions of the API; it knows no application and no operation |
//! | [`app`] | what requests share, and what a request takes from it: its caller, its turn, its replay |
//! | [`people`] | organisations with their positions on the law, users, sessions, service accounts |
//! | [`matters`] | cases, their links, dockets, documents and notes, and how long they are kept |
//! | [`duties`] | responsibilities, deadlines, and the notifications of both |
//! | [`teams`] | groups, assignments, absences, walls, conflicts, workload and gaps |
//! | [`network`] | the liaison network: its instruments, the duties that they lay down, and its officers |
//! | [`registry`] | the acts, each a transaction over more than one feature: on cases, dockets, parties and members, adopting a matrix, amending the law, emergency access |
//! | [`insight`] | what is read across features: the journal, the policy, the law as reference, reports, agendas, feeds, a case whole |
//! | [`integration`] | other systems that are told of what is done: webhooks, and how far they are behind |
//! | [`backup`] | copies of the database that can be proved |
//! | [`server`] | the router, the OpenAPI document, the settings, and what runs beside requests |
//! | [`cli`] | the commands |
//!
//! An operation is found by its address, which stands above its handler in a `routes.rs`:
//! `POST /v1/cases` is an act and lies in [`registry::cases`], though the rows are
//! [`matters::cases`]; `GET /v1/cases/{id}/notes` is a feature's own and lies in
//! [`matters::notes`].
//! A status and its names in both languages are one `coded!` in the feature's `model`.
//!
//! # Invariants
//!
//! Each names the test that holds it, in `tests/it`.
//!
//! **A wing uses only what stands above it, and no circle ties two features.** State stands below,
//! the router above; who calls is a port ([`app::principals`]) that [`people::identity`] fills.
//! `architecture::a_wing_uses_only_what_stands_above_it`,
//! `architecture::no_circle_between_features`.
//!
//! **The law knows neither SQL nor HTTP, nor what time it is.** `architecture::the_law_is_pure`.
//!
//! **Handlers never touch the database, rows never touch HTTP, and diesel is named in stores.**
//! `architecture::handlers_never_touch_the_database_and_rows_never_touch_http`,
//! `architecture::diesel_is_named_in_stores_only`.
//!
//! **The state of a case is a function of its docket.** No act writes a stage or a date that a
//! replay would not give; a date that somebody moved stands beside the docket, and whichever came
//! last holds. `routes::events`, `routes::taken_back`, and `law::engine`'s own tests by hand.
//!
//! **Every write is authorised, journalled and in one transaction, in a turn of its own.**
//! `acts_at_once::of_two_acts_at_once_one_comes_first`, `tampering`.
//!
//! **Whoever may not see a case cannot tell it from one that does not exist.** `leaks`, `detours`.
//!
//! **Both databases hold the same schema and answer alike.** `schema`, and every test that runs
//! `on_both!`.
//!
//! **What is committed as the API's document is what the server answers.** `openapi`,
//! `conventions`.
//!
//! # Reading order
//!
//! [`law::proceedings`] and its catalog, [`law::calendars`], [`law::engine`]: most of what greffe
//! exists for. Then [`law::docket::replay`], from a docket to the state of a case and its running
//! time limits; [`duties::deadlines::plan`], from those to what must be written; and
//! [`registry::docket`], which joins them in one transaction. [`duties::deadlines::recalculation`]
//! is the same for all cases at once. [`duties::responsibilities::resolution`] says who holds what
//! at any time.
#![doc = include_str!("glossary.md")]

pub mod text;

pub mod translations;

pub mod spreadsheets;

pub mod chronology;

pub mod coded;

pub mod error;

pub mod blocking;

pub mod private;

pub mod periodic;

pub mod unparsed;

pub mod version;

pub mod db;

pub mod ids;

pub mod clock;

pub mod egress;

pub mod lanes;

pub mod external_ids;

pub mod law;

pub mod access;

pub mod signing;

pub mod journal;

pub mod contents;

pub mod http;

pub mod app;

pub mod people;

pub mod matters;

pub mod duties;

pub mod teams;

pub mod network;

pub mod registry;

pub mod insight;

pub mod integration;

pub mod backup;

pub mod server;

pub mod cli;
