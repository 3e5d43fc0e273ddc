//! The tags under which the `OpenAPI` document groups its operations.

use utoipa::openapi::tag::{Tag, TagBuilder};

/// The tags, in the order in which the documentation shows them.
#[must_use]
pub fn tags() -> Vec<Tag> {
    let described = [
        ("service", "The service about itself."),
        ("identity", "Organisations, users, and how they sign in."),
        ("provisioning", "Users as the directory of an organisation keeps them (SCIM 2.0)."),
        ("reference", "Proceedings, rules of law, calendars, roles and code lists."),
        ("cases", "Cases, their links, and who is kept from them."),
        ("imports", "Cases from another system: files that bring them in and keep them in step."),
        ("parties", "The parties to a case and their counsel."),
        ("conflicts", "Where else a name is found, and what stands in the way of an assignment."),
        ("docket", "What happened in a case: the one thing that moves it."),
        ("deadlines", "What is due when, why, and who has it."),
        ("law", "What an organisation goes by where the law is open, and which state of the law it adopted."),
        ("feeds", "Calendars of deadlines to subscribe to."),
        ("responsibilities", "Who is responsible, accountable, consulted and informed, and since when."),
        ("groups", "Working groups, teams and units: members, meetings, decisions and action items."),
        ("absences", "When people are away."),
        ("notifications", "What you were told of deadlines."),
        ("notes", "Notes on a case."),
        ("walls", "Who is kept from a case, and why; opening one in an emergency."),
        ("policy", "Who may see and do what, and why."),
        ("retention", "How long cases are kept, what holds them longer, and their disposal."),
        ("journal", "Who did what, and when."),
        ("changes", "What was done since you last looked, for systems that keep in step."),
        ("webhooks", "Changes that are sent to other systems, signed, and what came of it."),
    ];
    let tag = |(name, description): (&str, &str)| {
        TagBuilder::new().name(name).description(Some(description)).build()
    };
    described.into_iter().map(tag).collect()
}
