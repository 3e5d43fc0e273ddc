//! The views, as diesel sees them: what several features ask of more than one table.

#![expect(missing_docs, reason = "the columns are documented where the view is made: in the migrations")]

diesel::table! {
    use crate::db::types::{DbTimestamp, DbUuid};
    use diesel::sql_types::Nullable;

    walled_users (case_id, user_id) {
        case_id -> DbUuid,
        user_id -> DbUuid,
        from_at -> DbTimestamp,
        until_at -> Nullable<DbTimestamp>,
        created_at -> DbTimestamp,
    }
}
