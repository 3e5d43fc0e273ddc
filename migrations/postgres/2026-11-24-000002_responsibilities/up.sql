-- Roles and responsibilities in time: groups, versions of the matrix, portfolios, offers, delegations, absences, names.

-- A group: a working group, the governance of a network, a litigation team, a unit of an organisation.
create table groups (
    id uuid primary key not null,
    organization_id uuid not null references organizations (id),
    kind text not null,
    code text not null unique,
    name_en text not null,
    name_fr text not null,
    mandate_en text,
    mandate_fr text,
    parent_id uuid references groups (id),
    -- How many members make a quorum; not set where the group has none.
    quorum smallint,
    dissolved_on date,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index groups_of_organization on groups (organization_id, code);
create index groups_of_parent on groups (parent_id);

create table group_members (
    id uuid primary key not null,
    group_id uuid not null references groups (id),
    user_id uuid not null references users (id),
    capacity text not null,
    from_at timestamptz not null,
    until_at timestamptz,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index group_members_of_group on group_members (group_id, from_at, id);
create index group_members_of_user on group_members (user_id, group_id, from_at, until_at);

create table group_meetings (
    id uuid primary key not null,
    group_id uuid not null references groups (id),
    number integer not null,
    title text not null,
    status text not null,
    starts_at timestamptz not null,
    place text,
    agenda json not null,
    attendance json not null,
    quorum_met boolean,
    minutes text,
    documents json not null,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (group_id, number)
);

create table group_decisions (
    id uuid primary key not null,
    group_id uuid not null references groups (id),
    meeting_id uuid references group_meetings (id),
    number integer not null,
    title_en text not null,
    title_fr text not null,
    body_en text,
    body_fr text,
    adopted_on date not null,
    supersedes_id uuid references group_decisions (id),
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (group_id, number)
);
create index group_decisions_superseding on group_decisions (supersedes_id);

create table action_items (
    id uuid primary key not null,
    group_id uuid not null references groups (id),
    meeting_id uuid references group_meetings (id),
    decision_id uuid references group_decisions (id),
    title text not null,
    owner_id uuid not null references users (id),
    due_on date not null,
    status text not null,
    completed_on date,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index action_items_of_group on action_items (group_id, due_on, id);
create index action_items_of_owner on action_items (owner_id, status, due_on, id);

-- What an organisation adds to the roles and responsibilities that are built in.
create table case_roles (
    id uuid primary key not null,
    organization_id uuid not null references organizations (id),
    code text not null,
    name_en text not null,
    name_fr text not null,
    held_by json not null,
    exclusive boolean not null,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (organization_id, code)
);

create table responsibilities (
    id uuid primary key not null,
    organization_id uuid not null references organizations (id),
    code text not null,
    name_en text not null,
    name_fr text not null,
    phase text not null,
    proceedings json not null,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (organization_id, code)
);

-- A version of the matrix of an organisation. Once adopted its content is kept whole, and never changes again.
create table matrices (
    id uuid primary key not null,
    organization_id uuid not null references organizations (id),
    number integer not null,
    title_en text not null,
    title_fr text not null,
    status text not null,
    based_on uuid,
    decision_id uuid references group_decisions (id),
    from_at timestamptz,
    until_at timestamptz,
    adopted_by uuid references users (id),
    adopted_at timestamptz,
    content json,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (organization_id, number)
);
create index matrices_in_force on matrices (organization_id, from_at);

create table matrix_entries (
    id uuid primary key not null,
    matrix_id uuid not null references matrices (id),
    responsibility text not null,
    role text not null,
    share text not null,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (matrix_id, responsibility, role)
);

-- When somebody is away. Who acts for them meanwhile is a delegation: an assignment of its own.
create table absences (
    id uuid primary key not null,
    user_id uuid not null references users (id),
    from_at timestamptz not null,
    until_at timestamptz not null,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index absences_of_user on absences (user_id, from_at, id);

-- The names in a case, folded, so that one spelling finds another.
create table case_names (
    id uuid primary key not null,
    case_id uuid not null references cases (id),
    party_id uuid,
    kind text not null,
    name text not null,
    folded text not null,
    sounds_like text not null
);
create index case_names_by_sound on case_names (sounds_like, case_id);
create index case_names_of_case on case_names (case_id);
alter table parties add column user_id uuid references users (id);

alter table users add column office text;

-- Until when the work that time itself calls for has been done: assignments that began or ended.
create table turns (
    name text primary key not null,
    done_until timestamptz not null
);

alter table deadlines add column responsible_group_id uuid references groups (id);
alter table deadlines add column accountable_group_id uuid references groups (id);

-- The group of a feed of the scope `group`.
alter table feeds add column group_id uuid references groups (id);

-- An assignment: of a person or a group, to a case or to a portfolio (every case of the organisation that its criteria fit).
alter table assignments add column organization_id uuid references organizations (id);
update assignments set organization_id = (select organization_id from cases where cases.id = case_id);
alter table assignments alter column organization_id set not null;
alter table assignments alter column case_id drop not null;
alter table assignments alter column user_id drop not null;
alter table assignments add column proceeding text;
alter table assignments add column office text;
alter table assignments add column region text;
alter table assignments add column language text;
alter table assignments add column group_id uuid references groups (id);
alter table assignments add column status text not null default 'held';
alter table assignments alter column status drop default;
-- The assignment on which this one acts for an absent holder; the one that this one takes over from.
alter table assignments add column delegates uuid references assignments (id);
alter table assignments add column replaces uuid references assignments (id);
alter table assignments add column reason text;
alter table assignments add column accepted_at timestamptz;
alter table assignments add column waiver json;
alter table assignments add column exclusive_key text;
alter table assignments add constraint assignments_of_one check ((user_id is null) <> (group_id is null));
alter table assignments add constraint assignments_end_after_they_begin check (until_at is null or until_at >= from_at);

-- What may be held by one at a time is held by one, whoever asks first. The hash makes the index quick, the text exact.
create type key_range as range (subtype = text, collation = "C");
alter table assignments add constraint assignments_held_by_one exclude using gist (
    int8range(hashtextextended(exclusive_key, 0) >> 1, hashtextextended(exclusive_key, 0) >> 1, '[]') with &&,
    key_range(exclusive_key, exclusive_key, '[]') with &&,
    tstzrange(from_at, until_at) with &&
) where (exclusive_key is not null);

drop index assignments_of_user;
create index assignments_of_user on assignments (user_id, case_id, from_at, until_at, status);
-- Partial, so that its statistics are of the few that a group holds.
create index assignments_of_group on assignments (group_id, case_id, from_at, until_at, status) where group_id is not null;
create index assignments_of_organization on assignments (organization_id, case_id);
create index assignments_delegated on assignments (delegates);
create index assignments_by_beginning on assignments (from_at);
create index assignments_by_end on assignments (until_at);

-- What an assignment said, and from when until when that was what was known of it.
create table assignment_versions (
    assignment_id uuid not null references assignments (id),
    version bigint not null,
    status text not null,
    from_at timestamptz not null,
    until_at timestamptz,
    recorded_at timestamptz not null,
    superseded_at timestamptz,
    primary key (assignment_id, version)
);
insert into assignment_versions (assignment_id, version, status, from_at, until_at, recorded_at)
    select id, version, status, from_at, until_at, created_at from assignments;
create index cases_of_status on cases (organization_id, status, id);
