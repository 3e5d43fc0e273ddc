//! The tables, as diesel sees them. Written once for both backends; a test compares it with what
//! the migrations make.

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
        office -> Nullable<Text>,
        kind -> Text,
        external_id -> Nullable<Text>,
        federated -> Bool,
        password_by -> Nullable<DbUuid>,
        directory -> Nullable<DbJson>,
        removed_as -> Nullable<Text>,
        external_ids -> DbJson,
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
        created_at -> DbTimestamp,
        used_by -> Nullable<Binary>,
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
        confidentiality -> Text,
        office_region -> Nullable<Text>,
        office_as -> Nullable<Text>,
        court_file_id -> Nullable<DbUuid>,
        confidentiality_set -> Text,
        confidentiality_set_at -> Nullable<DbTimestamp>,
        external_ids -> DbJson,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, Date, BigInt};

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
        user_id -> Nullable<DbUuid>,
        date_of_birth -> Nullable<Date>,
        uci -> Nullable<Text>,
        address -> Nullable<Text>,
        aliases -> Nullable<Text>,
        external_ids -> DbJson,
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
        struck_at -> Nullable<DbTimestamp>,
        struck_by -> Nullable<DbUuid>,
        struck_reason -> Nullable<Text>,
        origin_id -> Nullable<DbUuid>,
        moved_to_case_id -> Nullable<DbUuid>,
        moved_to_event_id -> Nullable<DbUuid>,
        motion_case_id -> Nullable<DbUuid>,
        motion_event_id -> Nullable<DbUuid>,
        about_id -> Nullable<DbUuid>,
        external_ids -> DbJson,
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
        responsible_group_id -> Nullable<DbUuid>,
        accountable_group_id -> Nullable<DbUuid>,
        acts -> DbJson,
        moved_from -> Nullable<Date>,
        moved_by -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt};

    assignments (id) {
        id -> DbUuid,
        case_id -> Nullable<DbUuid>,
        user_id -> Nullable<DbUuid>,
        role -> Text,
        from_at -> DbTimestamp,
        until_at -> Nullable<DbTimestamp>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        organization_id -> DbUuid,
        proceeding -> Nullable<Text>,
        office -> Nullable<Text>,
        region -> Nullable<Text>,
        language -> Nullable<Text>,
        group_id -> Nullable<DbUuid>,
        status -> Text,
        delegates -> Nullable<DbUuid>,
        replaces -> Nullable<DbUuid>,
        reason -> Nullable<Text>,
        accepted_at -> Nullable<DbTimestamp>,
        waiver -> Nullable<DbJson>,
        exclusive_key -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt};

    walls (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        user_id -> Nullable<DbUuid>,
        reason -> Text,
        from_at -> DbTimestamp,
        until_at -> Nullable<DbTimestamp>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        group_id -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt};

    notes (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        body -> Text,
        written_by -> DbUuid,
        version -> BigInt,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        privilege -> Nullable<Text>,
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
        digest -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, BigInt, Nullable};

    journal_heads (subject) {
        subject -> Text,
        length -> BigInt,
        hash -> Text,
        last_at -> Nullable<DbTimestamp>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Binary, Text};

    idempotency_keys (user_id, operation, key) {
        user_id -> DbUuid,
        operation -> Text,
        key -> Text,
        fingerprint -> Binary,
        pointer -> Text,
        created_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, Date, BigInt};

    positions (id) {
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
        taken_by -> DbUuid,
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
        group_id -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, Date, SmallInt, BigInt};

    notifications (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        deadline_id -> Nullable<DbUuid>,
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
        hearing_id -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt, Bool, Date, Integer};

    hearings (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        organization_id -> DbUuid,
        code -> Text,
        status -> Text,
        hearing_on -> Date,
        hearing_at -> Nullable<DbTimestamp>,
        zone -> Text,
        minutes -> Nullable<Integer>,
        place -> Nullable<Text>,
        room -> Nullable<Text>,
        remote -> Nullable<Bool>,
        language -> Nullable<Text>,
        judge -> Nullable<Text>,
        responsibility -> Nullable<Text>,
        event_id -> DbUuid,
        remind_on -> Nullable<Date>,
        version -> BigInt,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        days -> DbJson,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, SmallInt, BigInt, Date};

    groups (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        kind -> Text,
        code -> Text,
        name_en -> Text,
        name_fr -> Text,
        mandate_en -> Nullable<Text>,
        mandate_fr -> Nullable<Text>,
        parent_id -> Nullable<DbUuid>,
        quorum -> Nullable<SmallInt>,
        dissolved_on -> Nullable<Date>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        external_ids -> DbJson,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt};

    group_members (id) {
        id -> DbUuid,
        group_id -> DbUuid,
        user_id -> DbUuid,
        capacity -> Text,
        from_at -> DbTimestamp,
        until_at -> Nullable<DbTimestamp>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        stood_until -> Nullable<DbTimestamp>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, Integer, Bool, BigInt};

    group_meetings (id) {
        id -> DbUuid,
        group_id -> DbUuid,
        number -> Integer,
        title -> Text,
        status -> Text,
        starts_at -> DbTimestamp,
        place -> Nullable<Text>,
        agenda -> DbJson,
        attendance -> DbJson,
        quorum_met -> Nullable<Bool>,
        minutes -> Nullable<Text>,
        documents -> DbJson,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, Integer, BigInt, Date};

    group_decisions (id) {
        id -> DbUuid,
        group_id -> DbUuid,
        meeting_id -> Nullable<DbUuid>,
        number -> Integer,
        title_en -> Text,
        title_fr -> Text,
        body_en -> Nullable<Text>,
        body_fr -> Nullable<Text>,
        adopted_on -> Date,
        supersedes_id -> Nullable<DbUuid>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt, Date};

    action_items (id) {
        id -> DbUuid,
        group_id -> DbUuid,
        meeting_id -> Nullable<DbUuid>,
        decision_id -> Nullable<DbUuid>,
        title -> Text,
        owner_id -> DbUuid,
        due_on -> Date,
        status -> Text,
        completed_on -> Nullable<Date>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Bool, BigInt};

    case_roles (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        code -> Text,
        name_en -> Text,
        name_fr -> Text,
        held_by -> DbJson,
        exclusive -> Bool,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, BigInt};

    responsibilities (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        code -> Text,
        name_en -> Text,
        name_fr -> Text,
        phase -> Text,
        proceedings -> DbJson,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, Integer, BigInt};

    matrices (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        number -> Integer,
        title_en -> Text,
        title_fr -> Text,
        status -> Text,
        based_on -> Nullable<DbUuid>,
        decision_id -> Nullable<DbUuid>,
        from_at -> Nullable<DbTimestamp>,
        until_at -> Nullable<DbTimestamp>,
        adopted_by -> Nullable<DbUuid>,
        adopted_at -> Nullable<DbTimestamp>,
        content -> Nullable<DbJson>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, BigInt};

    matrix_entries (id) {
        id -> DbUuid,
        matrix_id -> DbUuid,
        responsibility -> Text,
        role -> Text,
        share -> Text,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{BigInt, Nullable, Text};

    offices (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        code -> Text,
        written -> Text,
        name_en -> Text,
        name_fr -> Text,
        region -> Text,
        zone -> Text,
        calendar -> Nullable<Text>,
        spellings -> DbJson,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{BigInt};

    absences (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        from_at -> DbTimestamp,
        until_at -> DbTimestamp,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable};

    case_names (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        party_id -> Nullable<DbUuid>,
        kind -> Text,
        name -> Text,
        folded -> Text,
        sounds_like -> Text,
    }
}

diesel::table! {
    use crate::db::types::DbUuid;
    use diesel::sql_types::Text;

    name_keys (key, kind, case_name_id) {
        key -> Text,
        kind -> Text,
        case_name_id -> DbUuid,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text};

    job_watermarks (name) {
        name -> Text,
        done_until -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt};

    assignment_versions (assignment_id, version) {
        assignment_id -> DbUuid,
        version -> BigInt,
        status -> Text,
        from_at -> DbTimestamp,
        until_at -> Nullable<DbTimestamp>,
        recorded_at -> DbTimestamp,
        superseded_at -> Nullable<DbTimestamp>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text};

    emergency_accesses (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        user_id -> DbUuid,
        reason -> Text,
        from_at -> DbTimestamp,
        until_at -> DbTimestamp,
        created_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable};

    sessions (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        user_agent -> Nullable<Text>,
        address -> Nullable<Text>,
        created_at -> DbTimestamp,
        last_used_at -> DbTimestamp,
        expires_at -> DbTimestamp,
        revoked_at -> Nullable<DbTimestamp>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, Binary, BigInt};

    service_keys (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        name -> Text,
        key_hash -> Binary,
        scopes -> DbJson,
        expires_at -> DbTimestamp,
        last_used_at -> Nullable<DbTimestamp>,
        revoked_at -> Nullable<DbTimestamp>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        may_give -> Nullable<DbJson>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Binary, Integer, Nullable, Text};

    sign_in_places (account, network) {
        account -> Binary,
        network -> Text,
        failures -> Integer,
        last_failed_at -> Nullable<DbTimestamp>,
        locked_until -> Nullable<DbTimestamp>,
        signed_in_at -> Nullable<DbTimestamp>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text};

    external_identities (issuer, subject) {
        issuer -> Text,
        subject -> Text,
        user_id -> DbUuid,
        created_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, BigInt};

    journal_checkpoints (id) {
        id -> DbUuid,
        number -> BigInt,
        after_sequence -> BigInt,
        through_sequence -> BigInt,
        entries -> BigInt,
        chains -> BigInt,
        root -> Text,
        previous_root -> Text,
        statement -> Text,
        created_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, BigInt};

    legal_holds (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        reason -> Text,
        from_at -> DbTimestamp,
        until_at -> Nullable<DbTimestamp>,
        release_reason -> Nullable<Text>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, BigInt};

    disposals (case_id) {
        case_id -> DbUuid,
        authority -> Text,
        entries -> BigInt,
        disposed_by -> DbUuid,
        disposed_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbTimestamp, DbUuid};
    use diesel::sql_types::{Nullable, Text};

    caseloads (assignment_id) {
        assignment_id -> DbUuid,
        holder_id -> DbUuid,
        case_id -> DbUuid,
        case_status -> Text,
        case_changed_at -> DbTimestamp,
        from_at -> DbTimestamp,
        until_at -> Nullable<DbTimestamp>,
    }
}

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

diesel::table! {
    use crate::db::types::DbUuid;
    use diesel::sql_types::Text;

    external_ids (kind, system, external_id, scope_id) {
        kind -> Text,
        system -> Text,
        external_id -> Text,
        scope_id -> DbUuid,
        subject_id -> DbUuid,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};

    imports (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        created_by -> DbUuid,
        name -> Nullable<Text>,
        format -> Text,
        mode -> Text,
        dry_run -> Bool,
        mapping -> Nullable<DbJson>,
        scopes -> Nullable<DbJson>,
        known_to -> Nullable<DbUuid>,
        status -> Text,
        fault -> Nullable<DbJson>,
        lines -> Integer,
        done -> Integer,
        created -> Integer,
        updated -> Integer,
        unchanged -> Integer,
        failed -> Integer,
        skipped -> Integer,
        version -> BigInt,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        started_at -> Nullable<DbTimestamp>,
        finished_at -> Nullable<DbTimestamp>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbUuid};
    use diesel::sql_types::{Integer, Nullable, Text};

    import_lines (import_id, line) {
        import_id -> DbUuid,
        line -> Integer,
        content -> Nullable<Text>,
        external_ids -> DbJson,
        status -> Text,
        case_id -> Nullable<DbUuid>,
        result -> Nullable<DbJson>,
    }
}

diesel::joinable!(assignments -> cases (case_id));
diesel::joinable!(deadlines -> cases (case_id));
diesel::joinable!(hearings -> cases (case_id));
diesel::joinable!(journal -> cases (case_id));
diesel::joinable!(notifications -> cases (case_id));
diesel::joinable!(notifications -> deadlines (deadline_id));
diesel::joinable!(notifications -> hearings (hearing_id));
diesel::table! {
    use crate::db::types::DbTimestamp;
    use diesel::sql_types::Text;

    finished_works (name) {
        name -> Text,
        finished_at -> DbTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::{SmallInt, Text};

    write_trials (id) {
        id -> SmallInt,
        filler -> Text,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};

    webhooks (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        user_id -> DbUuid,
        scopes -> Nullable<DbJson>,
        known_to -> Nullable<DbUuid>,
        name -> Text,
        url -> Text,
        types -> Nullable<DbJson>,
        case_id -> Nullable<DbUuid>,
        proceeding -> Nullable<Text>,
        status -> Text,
        set_aside_because -> Nullable<Text>,
        set_aside_at -> Nullable<DbTimestamp>,
        place -> BigInt,
        failures -> Integer,
        failing_since -> Nullable<DbTimestamp>,
        quiet_until -> Nullable<DbTimestamp>,
        delivered_at -> Nullable<DbTimestamp>,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
        version -> BigInt,
    }
}

diesel::table! {
    use crate::db::types::{DbTimestamp, DbUuid};
    use diesel::sql_types::{Binary, Nullable};

    webhook_secrets (id) {
        id -> DbUuid,
        webhook_id -> DbUuid,
        hash -> Binary,
        created_at -> DbTimestamp,
        good_until -> Nullable<DbTimestamp>,
    }
}

diesel::table! {
    use crate::db::types::{DbTimestamp, DbUuid};
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};

    webhook_deliveries (id) {
        id -> DbUuid,
        webhook_id -> DbUuid,
        message -> Text,
        position -> BigInt,
        sequence -> Nullable<BigInt>,
        kind -> Text,
        line -> Text,
        status -> Text,
        attempts -> Integer,
        next_at -> DbTimestamp,
        claimed_until -> Nullable<DbTimestamp>,
        created_at -> DbTimestamp,
        finished_at -> Nullable<DbTimestamp>,
        answer_status -> Nullable<Integer>,
        latency_ms -> Nullable<BigInt>,
        answer -> Nullable<Text>,
        problem -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::db::types::{DbJson, DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, Nullable, SmallInt, BigInt, Date};

    documents (id) {
        id -> DbUuid,
        case_id -> DbUuid,
        kind -> Text,
        title -> Text,
        language -> Nullable<Text>,
        author -> Nullable<Text>,
        dated_on -> Nullable<Date>,
        received_on -> Nullable<Date>,
        filed_on -> Nullable<Date>,
        served_on -> Nullable<Date>,
        exhibit_mark -> Nullable<Text>,
        translation_of -> Nullable<DbUuid>,
        redacted_version_of -> Nullable<DbUuid>,
        classification -> SmallInt,
        privilege -> Nullable<Text>,
        file_name -> Nullable<Text>,
        event_ids -> DbJson,
        deadline_ids -> DbJson,
        file_version -> BigInt,
        checked_out_by -> Nullable<DbUuid>,
        checked_out_at -> Nullable<DbTimestamp>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbTimestamp, DbUuid};
    use diesel::sql_types::{Text, BigInt};

    document_versions (document_id, number) {
        document_id -> DbUuid,
        number -> BigInt,
        case_id -> DbUuid,
        sha256 -> Text,
        size -> BigInt,
        media_type -> Text,
        file_name -> Text,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbTimestamp, DbUuid};
    use diesel::sql_types::Text;

    content_erasures (sha256, case_id) {
        sha256 -> Text,
        case_id -> DbUuid,
        asked_at -> DbTimestamp,
    }
}

diesel::table! {
    use crate::db::types::{DbTimestamp, DbUuid};
    use diesel::sql_types::{BigInt, Date, Nullable, Text};

    liaison_officers (id) {
        id -> DbUuid,
        organization_id -> DbUuid,
        name -> Text,
        kind -> Text,
        deploying_authority -> Text,
        host_country -> Text,
        tasks -> Text,
        represents -> Text,
        contact -> Nullable<Text>,
        status -> Text,
        notified_on -> Nullable<Date>,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        version -> BigInt,
        created_by -> DbUuid,
        created_at -> DbTimestamp,
        updated_at -> DbTimestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    external_ids,
    organizations,
    users,
    refresh_tokens,
    cases,
    parties,
    events,
    deadlines,
    hearings,
    assignments,
    walls,
    notes,
    case_links,
    journal,
    journal_heads,
    idempotency_keys,
    positions,
    reminder_policies,
    law_adoptions,
    feeds,
    notifications,
    groups,
    group_members,
    group_meetings,
    group_decisions,
    action_items,
    case_roles,
    responsibilities,
    matrices,
    matrix_entries,
    absences,
    case_names,
    name_keys,
    job_watermarks,
    assignment_versions,
    emergency_accesses,
    sessions,
    service_keys,
    sign_in_places,
    external_identities,
    journal_checkpoints,
    legal_holds,
    disposals,
    caseloads,
    offices,
    webhooks,
    webhook_secrets,
    webhook_deliveries,
    documents,
    document_versions,
    content_erasures,
    liaison_officers
);
