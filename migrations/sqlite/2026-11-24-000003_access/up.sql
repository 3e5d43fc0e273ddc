-- Who may see and do what, and a record that proves it: confidentiality, walls around groups, emergency access, sessions,
-- service accounts, checkpoints of the journal, legal holds, disposal.

-- What a court has ordered to be kept from the public in a case: none, anonymised or sealed.
alter table cases add column confidentiality text not null default 'none';

-- What identifies a person beyond the name: shown only to who needs it.
alter table parties add column date_of_birth text;
alter table parties add column uci text;
alter table parties add column address text;

-- The privilege that a note is under; not set where there is none.
alter table notes add column privilege text;

-- A wall keeps out a person or the members of a group.
create table walls_after (
    id text primary key not null,
    case_id text not null references cases (id),
    user_id text references users (id),
    reason text not null,
    from_at text not null,
    until_at text,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null,
    group_id text references groups (id)
);
insert into walls_after
    select id, case_id, user_id, reason, from_at, until_at, version, created_by, created_at, updated_at, null from walls;
drop table walls;
alter table walls_after rename to walls;
create index walls_of_user on walls (user_id, case_id, from_at, until_at);
create index walls_of_case on walls (case_id, id);
create index walls_of_group on walls (group_id, case_id);

-- Whom a wall keeps from a case, and when: itself, or as a member of the group that it is around. Who leaves the group is kept
-- out none the less; who had left before the wall was put up is not.
create view screens as
    select w.case_id, w.user_id, w.from_at, w.until_at, w.created_at from walls w where w.user_id is not null
    union all
    select w.case_id, m.user_id, max(w.from_at, m.from_at), w.until_at, w.created_at
    from walls w join group_members m on m.group_id = w.group_id and (m.until_at is null or m.until_at > w.from_at);

-- Access in an emergency to what a wall closes, or an assignment does not open: until the end of the day.
create table emergency_accesses (
    id text primary key not null,
    case_id text not null references cases (id),
    user_id text not null references users (id),
    reason text not null,
    from_at text not null,
    until_at text not null,
    created_at text not null
);
create index emergency_accesses_of_user on emergency_accesses (user_id, until_at);
create index emergency_accesses_of_case on emergency_accesses (case_id, id);

-- A notification need not be of a deadline.
create table notifications_after (
    id text primary key not null,
    user_id text not null references users (id),
    deadline_id text references deadlines (id),
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
insert into notifications_after select id, user_id, deadline_id, case_id, kind, watch_on, step, created_at, read_at,
    snoozed_until, mail_state, mail_attempts, mail_next_at, version from notifications;
drop table notifications;
alter table notifications_after rename to notifications;
create index notifications_of_user on notifications (user_id, created_at, id);
create index notifications_to_mail on notifications (mail_state, mail_next_at);

-- person or service: a service account is a user without a password, who signs in with keys.
alter table users add column kind text not null default 'person';
-- What the directory of the organisation calls the user.
alter table users add column external_id text;
create unique index users_by_external_id on users (organization_id, external_id);

-- A sign-in that lasts: its id is that of the family of refresh tokens that it began.
create table sessions (
    id text primary key not null,
    user_id text not null references users (id),
    user_agent text,
    address text,
    created_at text not null,
    last_used_at text not null,
    expires_at text not null,
    revoked_at text
);
create index sessions_of_user on sessions (user_id, id);
insert into sessions (id, user_id, created_at, last_used_at, expires_at, revoked_at)
    select family_id, user_id, min(created_at), max(created_at), max(expires_at), min(revoked_at)
    from refresh_tokens group by family_id, user_id;
-- The session says it for all its tokens.
alter table refresh_tokens drop column revoked_at;

-- A key with which a service account signs in, kept as a hash.
create table service_keys (
    id text primary key not null,
    user_id text not null references users (id),
    name text not null,
    key_hash blob not null unique,
    scopes text not null,
    expires_at text not null,
    last_used_at text,
    revoked_at text,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null
);
create index service_keys_of_user on service_keys (user_id, id);

-- Failed sign-ins, by the hash of what was typed as the user name: an unknown one is locked as a known one is.
create table sign_in_failures (
    account blob primary key not null,
    failures integer not null,
    last_failed_at text not null,
    locked_until text
);

-- Who a user is for an identity provider.
create table external_identities (
    issuer text not null,
    subject text not null,
    user_id text not null references users (id),
    created_at text not null,
    primary key (issuer, subject)
);
-- A user is one person for a provider.
create unique index external_identities_of_user on external_identities (user_id, issuer);

-- The hash of what an entry says, its before and after; not set in those from before, whose hash covers that directly.
alter table journal add column digest text;

-- A signed statement of where the chains stood that had moved since the one before.
create table journal_checkpoints (
    id text primary key not null,
    number bigint not null unique,
    -- It covers the entries after the first and up to the last of these sequence numbers.
    after_sequence bigint not null,
    through_sequence bigint not null,
    entries bigint not null,
    chains bigint not null,
    root text not null,
    previous_root text not null,
    statement text not null,
    created_at text not null
);

-- While a hold stands, a case is not disposed of.
create table legal_holds (
    id text primary key not null,
    case_id text not null references cases (id),
    reason text not null,
    from_at text not null,
    until_at text,
    release_reason text,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null
);
create index legal_holds_of_case on legal_holds (case_id, id);

-- The journal across cases is asked for by who acted, and by the kind of act.
create index journal_by_actor on journal (actor, sequence);
create index journal_by_kind on journal (kind, sequence);

-- What is left of a case that was disposed of, beside its row and its chain.
create table disposals (
    case_id text primary key not null references cases (id),
    authority text not null,
    -- How many entries its chain had then: those have lost what they said, not that they were made.
    entries bigint not null,
    disposed_by text not null references users (id),
    disposed_at text not null
);

-- What is written in the journal stays. The one exception: the entries of a case that was disposed of lose what they said,
-- not that they were made.
create trigger journal_is_append_only before update on journal
when not (
    new.before is null and new.after is null
    and (new.sequence, new.subject, new.action, new.actor, new.request_id, new.at, new.kind, new.position, new.previous_hash, new.hash)
        = (old.sequence, old.subject, old.action, old.actor, old.request_id, old.at, old.kind, old.position, old.previous_hash, old.hash)
    and new.case_id is old.case_id and new.digest is old.digest
    and old.subject = 'case:' || old.case_id
    and exists (select 1 from disposals d where d.case_id = old.case_id and old.position <= d.entries)
)
begin
    select raise(abort, 'the journal is append-only');
end;
create trigger journal_is_not_deleted before delete on journal
begin
    select raise(abort, 'the journal is append-only');
end;
-- `insert or replace` deletes without asking the trigger above.
create trigger journal_is_not_replaced before insert on journal
when exists (select 1 from journal j where j.sequence = new.sequence)
    or exists (select 1 from journal j where j.subject = new.subject and j.position = new.position)
begin
    select raise(abort, 'the journal is append-only');
end;
create trigger journal_checkpoints_are_append_only before update on journal_checkpoints
begin
    select raise(abort, 'the journal is append-only');
end;
create trigger journal_checkpoints_are_not_deleted before delete on journal_checkpoints
begin
    select raise(abort, 'the journal is append-only');
end;
create trigger journal_checkpoints_are_not_replaced before insert on journal_checkpoints
when exists (select 1 from journal_checkpoints c where c.id = new.id or c.number = new.number)
begin
    select raise(abort, 'the journal is append-only');
end;
