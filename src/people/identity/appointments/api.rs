//! An appointment on the wire.

use crate::access::classification::Classification;
use crate::access::permissions::Role;
use crate::people::identity::api::UserPatch;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

/// The role and clearance that a user is to have from now on. What is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role": "litigator", "clearance": "protected_b"}))]
pub struct AppointmentInput {
    /// The role of the user in the service.
    #[serde(default)]
    #[schema(nullable = false)]
    pub role: Option<Role>,
    /// Cleared up to here.
    #[serde(default)]
    #[schema(nullable = false)]
    pub clearance: Option<Classification>,
    /// A new password, to be handed to the person: 15 to 256 characters of any kind, not easy to
    /// guess. It is needed if the present one was set by somebody who lacks what is given. It signs
    /// the user out everywhere.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password, nullable = false, min_length = 15, max_length = 256)]
    pub password: Option<SecretString>,
    /// The address to which reminders are mailed.
    #[serde(default)]
    #[schema(
        nullable = false,
        max_length = 254,
        pattern = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
    )]
    pub email: Option<String>,
    /// Whether the user may sign in again.
    #[serde(default)]
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

impl From<AppointmentInput> for UserPatch {
    fn from(appointment: AppointmentInput) -> Self {
        Self {
            role: appointment.role,
            clearance: appointment.clearance,
            password: appointment.password,
            email: appointment.email.map(Some),
            active: appointment.active,
            ..Self::default()
        }
    }
}
