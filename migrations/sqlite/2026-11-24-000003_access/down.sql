drop trigger journal_checkpoints_are_not_replaced;
drop trigger journal_checkpoints_are_not_deleted;
drop trigger journal_checkpoints_are_append_only;
drop trigger journal_is_not_replaced;
drop trigger journal_is_not_deleted;
drop trigger journal_is_append_only;
drop table disposals;
drop table legal_holds;
drop index journal_by_kind;
drop index journal_by_actor;
drop table journal_checkpoints;
-- Entries that only the new formula can verify are no longer verifiable: their digest is lost.
alter table journal drop column digest;
drop table external_identities;
drop table sign_in_failures;
drop table service_keys;
alter table refresh_tokens add column revoked_at text;
update refresh_tokens set revoked_at = (select s.revoked_at from sessions s where s.id = refresh_tokens.family_id);
drop table sessions;
drop index users_by_external_id;
alter table users drop column external_id;
alter table users drop column kind;
-- Notifications of what is no deadline are lost.
create table notifications_before (
    id text primary key not null,
    user_id text not null references users (id),
    deadline_id text not null references deadlines (id),
    case_id text not null references cases (id),
    kind text not null,
    watch_on date not null,
    step smallint not null,
    created_at text not null,
    read_at text,
    snoozed_until text,
    mail_state text not null,
    mail_attempts smallint not null,
    mail_next_at text,
    version bigint not null,
    unique (deadline_id, user_id, watch_on, step)
);
insert into notifications_before select id, user_id, deadline_id, case_id, kind, watch_on, step, created_at, read_at,
    snoozed_until, mail_state, mail_attempts, mail_next_at, version from notifications where deadline_id is not null;
drop table notifications;
alter table notifications_before rename to notifications;
create index notifications_of_user on notifications (user_id, created_at, id);
create index notifications_to_mail on notifications (mail_state, mail_next_at);
drop table emergency_accesses;
-- Walls around groups are lost.
drop view screens;
create table walls_before (
    id text primary key not null,
    case_id text not null references cases (id),
    user_id text not null references users (id),
    reason text not null,
    from_at text not null,
    until_at text,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null
);
insert into walls_before
    select id, case_id, user_id, reason, from_at, until_at, version, created_by, created_at, updated_at
    from walls where user_id is not null;
drop table walls;
alter table walls_before rename to walls;
create index walls_of_user on walls (user_id, case_id, from_at, until_at);
create index walls_of_case on walls (case_id, id);
alter table notes drop column privilege;
alter table parties drop column address;
alter table parties drop column uci;
alter table parties drop column date_of_birth;
alter table cases drop column confidentiality;
