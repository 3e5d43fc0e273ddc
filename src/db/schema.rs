//! The tables, as diesel sees them. Written once for both backends; a test compares it with what the migrations make.

#![expect(missing_docs, reason = "the columns are documented where they are used: in each feature's model")]

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, BigInt};

    organizations (id) {
        id -> DbUuid,
        code -> Text,
        name_en -> Text,
        name_fr -> Text,
        kind -> Text,
        version -> BigInt,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, SmallInt, Bool, BigInt};

    users (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        username -> Text,
        display_name -> Text,
        language -> Text,
        role -> Text,
        clearance -> SmallInt,
        password_hash -> Text,
        active -> Bool,
        version -> BigInt,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        email -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Binary, Nullable};

    refresh_tokens (id) {
        id -> DbUuid,
        family_id -> DbUuid,
        user_id -> DbUuid,
        token_hash -> Binary,
        expires_at -> DbTimestamp,
        used_at -> Nullable<DbTimestamp>,
        revoked_at -> Nullable<DbTimestamp>,
        created_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, SmallInt, Date, BigInt};

    cases (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        proceeding -> Text,
        file_number -> Nullable<Text>,
        style_of_cause -> Text,
        stage -> Text,
        status -> Text,
        classification -> SmallInt,
        language -> Text,
        office -> Nullable<Text>,
        decision_body -> Nullable<Text>,
        decided_on -> Nullable<Date>,
        notified_on -> Nullable<Date>,
        decision_location -> Nullable<Text>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        side -> Text,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt};

    parties (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        kind -> Text,
        capacity -> Text,
        name -> Text,
        language -> Nullable<Text>,
        counsel_name -> Nullable<Text>,
        counsel_firm -> Nullable<Text>,
        version -> BigInt,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Integer, Text, Date, Nullable, BigInt};

    events (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        position -> Integer,
        #[sql_name = "type"]
        event_type -> Text,
        occurred_on -> Date,
        served_on -> Nullable<Date>,
        service_method -> Nullable<Text>,
        facts -> DbJson,
        ordered -> DbJson,
        note -> Nullable<Text>,
        recorded_by -> DbUuid,
        recorded_at -> DbTimestamp,
        version -> BigInt,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, Date, Bool, BigInt};

    deadlines (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        organization_id -> DbUuid,
        rule -> Text,
        rule_version -> Text,
        actor -> Text,
        trigger_event_id -> Nullable<DbUuid>,
        trigger_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        due_at -> Nullable<Text>,
        sort_on -> Date,
        not_before_on -> Nullable<Date>,
        safe_on -> Nullable<Date>,
        arguable_latest_on -> Nullable<Date>,
        no_fixed_date -> Bool,
        status -> Text,
        pinned -> Bool,
        pinned_by -> Nullable<Text>,
        closed_on -> Nullable<Date>,
        closed_by_event_id -> Nullable<DbUuid>,
        closing_note -> Nullable<Text>,
        explanation -> DbJson,
        warnings -> DbJson,
        previous_dates -> DbJson,
        responsibility -> Nullable<Text>,
        responsible_user_id -> Nullable<DbUuid>,
        responsible_role -> Nullable<Text>,
        accountable_user_id -> Nullable<DbUuid>,
        accountable_role -> Nullable<Text>,
        version -> BigInt,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        trigger_at -> Nullable<Text>,
        nominal_on -> Nullable<Date>,
        basis -> Nullable<Text>,
        watch_on -> Date,
        remind_on -> Nullable<Date>,
        closed_by_hand -> Bool,
        closed_by_user_id -> Nullable<DbUuid>,
        closed_by_document_id -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt};

    assignments (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        user_id -> DbUuid,
        role -> Text,
        from_at -> DbTimestamp,
        until_at -> Nullable<DbTimestamp>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt};

    walls (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        user_id -> DbUuid,
        reason -> Text,
        from_at -> DbTimestamp,
        until_at -> Nullable<DbTimestamp>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, BigInt};

    notes (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        body -> Text,
        written_by -> DbUuid,
        version -> BigInt,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, BigInt};

    case_links (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        other_case_id -> DbUuid,
        kind -> Text,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{BigInt, Text, Nullable};

    journal (sequence) {
        sequence -> BigInt,
        subject -> Text,
        case_id -> Nullable<DbUuid>,
        action -> Text,
        actor -> Text,
        request_id -> Text,
        at -> DbTimestamp,
        kind -> Text,
        before -> Nullable<DbJson>,
        after -> Nullable<DbJson>,
        position -> BigInt,
        previous_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, BigInt};

    journal_heads (subject) {
        subject -> Text,
        length -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Binary, SmallInt, Nullable, BigInt};

    idempotency_keys (user_id, operation, key) {
        user_id -> DbUuid,
        operation -> Text,
        key -> Text,
        fingerprint -> Binary,
        status -> SmallInt,
        etag -> Nullable<BigInt>,
        location -> Nullable<Text>,
        body -> Text,
        created_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, Date, BigInt};

    settlements (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        kind -> Text,
        code -> Text,
        rule -> Nullable<Text>,
        position -> Text,
        reason -> Text,
        group_name -> Nullable<Text>,
        decision_number -> Nullable<Text>,
        decided_on -> Nullable<Date>,
        settled_by -> DbUuid,
        from_at -> DbTimestamp,
        until_at -> Nullable<DbTimestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Bool, BigInt};

    reminder_policies (organization_id) {
        organization_id -> DbUuid,
        responsible_days -> DbJson,
        accountable_days -> DbJson,
        overdue_responsible -> Bool,
        overdue_accountable -> Bool,
        version -> BigInt,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt};

    law_adoptions (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        law_version -> Text,
        adopted_by -> Nullable<DbUuid>,
        adopted_at -> DbTimestamp,
        moved -> BigInt,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, Binary, BigInt};

    feeds (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        scope -> Text,
        case_id -> Nullable<DbUuid>,
        language -> Text,
        token_hash -> Binary,
        created_at -> DbTimestamp,
        revoked_at -> Nullable<DbTimestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, Date, SmallInt, BigInt};

    notifications (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        deadline_id -> DbUuid,
        case_id -> DbUuid,
        kind -> Text,
        watch_on -> Date,
        step -> SmallInt,
        created_at -> DbTimestamp,
        read_at -> Nullable<DbTimestamp>,
        snoozed_until -> Nullable<DbTimestamp>,
        mail_state -> Text,
        mail_attempts -> SmallInt,
        mail_next_at -> Nullable<DbTimestamp>,
        version -> BigInt,
    }
}

diesel::joinable!(deadlines -> cases (case_id));
diesel::joinable!(notifications -> cases (case_id));
diesel::joinable!(notifications -> deadlines (deadline_id));
diesel::allow_tables_to_appear_in_same_query!(
    organizations,
    users,
    refresh_tokens,
    cases,
    parties,
    events,
    deadlines,
    assignments,
    walls,
    notes,
    case_links,
    journal,
    journal_heads,
    idempotency_keys,
    settlements,
    reminder_policies,
    law_adoptions,
    feeds,
    notifications
);
