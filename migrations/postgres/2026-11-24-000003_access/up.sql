-- Who may see and do what, and a record that proves it: confidentiality, walls around groups, emergency access, sessions,
-- service accounts, checkpoints of the journal, legal holds, disposal.

-- What a court has ordered to be kept from the public in a case: none, anonymised or sealed.
alter table cases add column confidentiality text not null default 'none';

-- What identifies a person beyond the name: shown only to who needs it.
alter table parties add column date_of_birth date;
alter table parties add column uci text;
alter table parties add column address text;

-- The privilege that a note is under; not set where there is none.
alter table notes add column privilege text;

-- A wall keeps out a person or the members of a group.
alter table walls alter column user_id drop not null;
alter table walls add column group_id uuid references groups (id);
create index walls_of_group on walls (group_id, case_id);

-- Whom a wall keeps from a case, and when: itself, or as a member of the group that it is around. Who leaves the group is kept
-- out none the less; who had left before the wall was put up is not.
create view screens as
    select w.case_id, w.user_id, w.from_at, w.until_at, w.created_at from walls w where w.user_id is not null
    union all
    select w.case_id, m.user_id, greatest(w.from_at, m.from_at), w.until_at, w.created_at
    from walls w join group_members m on m.group_id = w.group_id and (m.until_at is null or m.until_at > w.from_at);

-- Access in an emergency to what a wall closes, or an assignment does not open: until the end of the day.
create table emergency_accesses (
    id uuid primary key not null,
    case_id uuid not null references cases (id),
    user_id uuid not null references users (id),
    reason text not null,
    from_at timestamptz not null,
    until_at timestamptz not null,
    created_at timestamptz not null
);
create index emergency_accesses_of_user on emergency_accesses (user_id, until_at);
create index emergency_accesses_of_case on emergency_accesses (case_id, id);

-- A notification need not be of a deadline.
alter table notifications alter column deadline_id drop not null;

-- person or service: a service account is a user without a password, who signs in with keys.
alter table users add column kind text not null default 'person';
-- What the directory of the organisation calls the user.
alter table users add column external_id text;
create unique index users_by_external_id on users (organization_id, external_id);

-- A sign-in that lasts: its id is that of the family of refresh tokens that it began.
create table sessions (
    id uuid primary key not null,
    user_id uuid not null references users (id),
    user_agent text,
    address text,
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);
create index sessions_of_user on sessions (user_id, id);
insert into sessions (id, user_id, created_at, last_used_at, expires_at, revoked_at)
    select family_id, user_id, min(created_at), max(created_at), max(expires_at), min(revoked_at)
    from refresh_tokens group by family_id, user_id;
-- The session says it for all its tokens.
alter table refresh_tokens drop column revoked_at;

-- A key with which a service account signs in, kept as a hash.
create table service_keys (
    id uuid primary key not null,
    user_id uuid not null references users (id),
    name text not null,
    key_hash bytea not null unique,
    scopes json not null,
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index service_keys_of_user on service_keys (user_id, id);

-- Failed sign-ins, by the hash of what was typed as the user name: an unknown one is locked as a known one is.
create table sign_in_failures (
    account bytea primary key not null,
    failures integer not null,
    last_failed_at timestamptz not null,
    locked_until timestamptz
);

-- Who a user is for an identity provider.
create table external_identities (
    issuer text not null,
    subject text not null,
    user_id uuid not null references users (id),
    created_at timestamptz not null,
    primary key (issuer, subject)
);
-- A user is one person for a provider.
create unique index external_identities_of_user on external_identities (user_id, issuer);

-- The hash of what an entry says, its before and after; not set in those from before, whose hash covers that directly.
alter table journal add column digest text;
-- Chains are walked, and leaves are sorted, in one order on every installation: that of the bytes.
alter table journal alter column subject type text collate "C";
alter table journal_heads alter column subject type text collate "C";

-- A signed statement of where the chains stood that had moved since the one before.
create table journal_checkpoints (
    id uuid primary key not null,
    number bigint not null unique,
    -- It covers the entries after the first and up to the last of these sequence numbers.
    after_sequence bigint not null,
    through_sequence bigint not null,
    entries bigint not null,
    chains bigint not null,
    root text not null,
    previous_root text not null,
    statement text not null,
    created_at timestamptz not null
);

-- While a hold stands, a case is not disposed of.
create table legal_holds (
    id uuid primary key not null,
    case_id uuid not null references cases (id),
    reason text not null,
    from_at timestamptz not null,
    until_at timestamptz,
    release_reason text,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index legal_holds_of_case on legal_holds (case_id, id);

-- The journal across cases is asked for by who acted, and by the kind of act.
create index journal_by_actor on journal (actor, sequence);
create index journal_by_kind on journal (kind, sequence);

-- What is left of a case that was disposed of, beside its row and its chain.
create table disposals (
    case_id uuid primary key not null references cases (id),
    authority text not null,
    -- How many entries its chain had then: those have lost what they said, not that they were made.
    entries bigint not null,
    disposed_by uuid not null references users (id),
    disposed_at timestamptz not null
);

-- What is written in the journal stays. The one exception: the entries of a case that was disposed of lose what they said,
-- not that they were made.
create function journal_is_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and tg_table_name = 'journal' then
        if new.before is null and new.after is null
            and (new.sequence, new.subject, new.action, new.actor, new.request_id, new.at, new.kind, new.position, new.previous_hash, new.hash)
                = (old.sequence, old.subject, old.action, old.actor, old.request_id, old.at, old.kind, old.position, old.previous_hash, old.hash)
            and new.case_id is not distinct from old.case_id and new.digest is not distinct from old.digest
            and old.subject = 'case:' || old.case_id::text
            and exists (select 1 from public.disposals d where d.case_id = old.case_id and old.position <= d.entries)
        then
            return new;
        end if;
    end if;
    raise exception 'the journal is append-only';
end $$;
create trigger journal_is_append_only before update or delete on journal
    for each row execute function journal_is_append_only();
create trigger journal_is_not_truncated before truncate on journal
    for each statement execute function journal_is_append_only();
create trigger journal_checkpoints_are_append_only before update or delete on journal_checkpoints
    for each row execute function journal_is_append_only();
create trigger journal_checkpoints_are_not_truncated before truncate on journal_checkpoints
    for each statement execute function journal_is_append_only();

-- Takes from the entries of a case that was disposed of what they said: for a role that may not update the journal. The
-- path is fixed, so that no table of the caller's stands in for one of ours.
create function empty_journal_of(disposed uuid) returns bigint language sql security definer
    set search_path = public, pg_temp as $$
    with emptied as (
        update journal j set before = null, after = null from disposals d
        where d.case_id = disposed and j.case_id = d.case_id and j.subject = 'case:' || d.case_id::text
            and j.position <= d.entries and (j.before is not null or j.after is not null)
        returning 1
    )
    select count(*) from emptied
$$;
revoke all on function empty_journal_of(uuid) from public;
