//! The tags under which the `OpenAPI` document groups its operations.

use utoipa::openapi::tag::{Tag, TagBuilder};

/// The tags, in the order in which the documentation shows them.
#[must_use]
pub fn tags() -> Vec<Tag> {
    let described = [
        ("service", "The service about itself."),
        ("auth", "Signing in, and who you are."),
        ("sessions", "Where a user is signed in."),
        ("users", "The people who work with greffe, and what they may do."),
        ("organizations", "The departments and agencies to which cases and people belong."),
        ("service-accounts", "The systems that work with greffe, and their keys."),
        ("provisioning", "Users as the directory of an organisation keeps them (SCIM 2.0)."),
        ("reference", "Proceedings, rules of law, calendars and code lists."),
        ("offices", "The offices of courts and tribunals: their hours, their zone and their days."),
        ("cases", "Cases, their links, and who is kept from them."),
        ("imports", "Cases from another system: files that bring them in and keep them in step."),
        ("parties", "The parties to a case and their counsel."),
        ("conflicts", "Where else a name is found, and what stands in the way of an assignment."),
        ("docket", "What happened in a case: the one thing that moves it."),
        ("deadlines", "What is due when, why, and who has it."),
        ("law", "What an organisation goes by where the law is open, and which state of the law it adopted."),
        ("feeds", "Calendars of deadlines to subscribe to."),
        ("roles", "The roles that people hold in a case."),
        ("responsibilities", "The duties of a case, who has them, and where nobody does."),
        (
            "matrices",
            "The matrix of responsibilities in its versions: who is responsible, accountable, consulted and informed.",
        ),
        ("assignments", "Who holds which role in which case, and since when."),
        ("groups", "Working groups, teams and units: members, meetings, decisions and action items."),
        (
            "network",
            "The liaison network: the instruments under which officers are sent abroad, what is owed under them, and the officers.",
        ),
        ("absences", "When people are away."),
        ("notifications", "What you were told of deadlines."),
        ("documents", "The documents of a case, and the versions of their files."),
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
