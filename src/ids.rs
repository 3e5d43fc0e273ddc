//! The ids of everything that is stored: one type for each entity, so that a case's id cannot be
//! passed for a party's.
//!
//! All are `UUIDv7`: they sort by the time of their making, which keeps indexes compact and makes
//! them the last part of every keyset.

use crate::db::types::DbUuid;
use diesel::deserialize::{self, FromSql};
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow, utoipa::ToSchema)]
        #[diesel(sql_type = DbUuid)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, later than every id made before it.
            #[must_use]
            pub fn generate() -> Self {
                Self(Uuid::now_v7())
            }

            /// The id as a plain UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl ToSql<DbUuid, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(self.0.as_bytes())?;
                Ok(IsNull::No)
            }
        }

        impl ToSql<DbUuid, Sqlite> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.0.hyphenated().to_string());
                Ok(IsNull::No)
            }
        }

        impl FromSql<DbUuid, Pg> for $name {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                Ok(Self(Uuid::from_slice(value.as_bytes())?))
            }
        }

        impl FromSql<DbUuid, Sqlite> for $name {
            fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
                Ok(Self(value.read_text().parse()?))
            }
        }

        crate::db::types::on_both_backends!(DbUuid, $name);
    )+};
}

ids! {
    /// An office that an organisation has of its own.
    OfficeId,
    /// An organisation: a department, an agency, a tribunal.
    OrganizationId,
    /// A person who signs in.
    UserId,
    /// A refresh token, one use each.
    RefreshTokenId,
    /// A sign-in that lasts, with the line of refresh tokens that it began.
    SessionId,
    /// A case: one proceeding before one court.
    CaseId,
    /// A party to a case.
    PartyId,
    /// An entry of a case's docket.
    EventId,
    /// A deadline of a case.
    DeadlineId,
    /// A hearing of a case: the event that set it first.
    HearingId,
    /// An assignment of a user to a role on a case.
    AssignmentId,
    /// A note on a case.
    NoteId,
    /// A link between two cases.
    LinkId,
    /// A wall that keeps a person or a group from a case.
    WallId,
    /// Access in an emergency to a case that is closed to a person.
    EmergencyAccessId,
    /// A key of a service account.
    ServiceKeyId,
    /// A signed statement of where the chains of the journal stand.
    CheckpointId,
    /// A legal hold on a case.
    HoldId,
    /// The position of an organisation on an open question of law.
    PositionId,
    /// The adoption of a state of the law by an organisation.
    AdoptionId,
    /// A calendar to subscribe to.
    FeedId,
    /// Something that a person was told.
    NotificationId,
    /// A group: a working group, a network's governance, a litigation team, a unit.
    GroupId,
    /// The holder of an assignment: a user or a group.
    HolderId,
    /// A person's membership of a group.
    MembershipId,
    /// A meeting of a group.
    MeetingId,
    /// A decision of a group.
    GroupDecisionId,
    /// Something that a group asked somebody to do.
    ActionItemId,
    /// A role on a case that an organisation added.
    CaseRoleId,
    /// A responsibility that an organisation added.
    ResponsibilityId,
    /// A version of a matrix of responsibilities.
    MatrixId,
    /// An entry of a matrix.
    MatrixEntryId,
    /// A time for which somebody is away.
    AbsenceId,
    /// The id of a liaison officer.
    LiaisonOfficerId,
    /// A name in a case, as it is looked up.
    CaseNameId,
    /// A file that brings cases in.
    ImportId,
    /// A document, wherever it is stored.
    DocumentId,
    /// Whatever is known by an external id, or the scope in which it is.
    ExternalSubjectId,
    /// An address to which changes are sent.
    WebhookId,
    /// A secret that signs what is sent there.
    WebhookSecretId,
    /// Something that is sent there, or was.
    WebhookDeliveryId,
}
