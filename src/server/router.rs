//! Every operation of the API.

use utoipa_actix_web::service_config::ServiceConfig;

/// Every operation of the API, registered once: route and documentation together.
pub fn operations(config: &mut ServiceConfig<'_>) {
    // An address is compared with one pattern after the other: what is asked most goes first.
    // The agenda before the deadlines, whose ids its literal address would be taken for.
    crate::insight::agenda::routes::routes(config);
    // Before the case of any id: it is none.
    crate::registry::exports::routes::routes(config);
    crate::registry::cases::routes::routes(config);
    crate::registry::imports::routes::routes(config);
    crate::registry::docket::routes::routes(config);
    crate::duties::deadlines::routes::routes(config);
    crate::app::health::routes(config);
    crate::people::identity::routes::routes(config);
    crate::insight::policy::routes::routes(config);
    crate::people::identity::scim::routes::routes(config);
    crate::insight::reference::proceedings::routes::routes(config);
    crate::insight::reference::calendars::routes::routes(config);
    crate::insight::reference::routes::routes(config);
    crate::registry::offices::routes::routes(config);
    crate::registry::parties::routes::routes(config);
    crate::teams::conflicts::routes::routes(config);
    crate::matters::hearings::routes::routes(config);
    crate::matters::documents::routes::routes(config);
    crate::matters::notes::routes::routes(config);
    crate::teams::walls::routes::routes(config);
    crate::registry::emergency::routes::routes(config);
    crate::registry::amendments::routes::routes(config);
    crate::insight::feeds::routes::routes(config);
    crate::teams::workload::routes::routes(config);
    crate::duties::responsibilities::routes::routes(config);
    crate::teams::assignments::routes::routes(config);
    crate::teams::gaps::routes::routes(config);
    crate::registry::adoption::routes::routes(config);
    crate::insight::report::routes::routes(config);
    // After them: its addresses end in a code, and what is literal goes before.
    crate::duties::responsibilities::catalogue::routes::routes(config);
    crate::teams::groups::routes::routes(config);
    crate::registry::members::routes::routes(config);
    crate::network::instruments::routes::routes(config);
    crate::network::officers::routes::routes(config);
    crate::teams::absences::routes::routes(config);
    crate::duties::notifications::routes::routes(config);
    crate::insight::audit::routes::routes(config);
    crate::insight::audit::changes::routes::routes(config);
    crate::integration::webhooks::routes::routes(config);
    crate::integration::status::routes::routes(config);
    crate::matters::retention::routes::routes(config);
    crate::insight::audit::checkpoints::routes::routes(config);
    crate::insight::dossier::routes::routes(config);
}
