//! The report.
/// R.
pub mod routes { /// R.
pub fn routes(_: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {} }
