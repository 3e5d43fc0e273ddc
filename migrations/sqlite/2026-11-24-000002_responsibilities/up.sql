-- Roles and responsibilities in time: groups, versions of the matrix, portfolios, offers, delegations, absences, names.

-- A group: a working group, the governance of a network, a litigation team, a unit of an organisation.
create table groups (
    id text primary key not null,
    organization_id text not null references organizations (id),
    kind text not null,
    code text not null unique,
    name_en text not null,
    name_fr text not null,
    mandate_en text,
    mandate_fr text,
    parent_id text references groups (id),
    -- How many members make a quorum; not set where the group has none.
    quorum smallint,
    dissolved_on date,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null
);
create index groups_of_organization on groups (organization_id, code);
create index groups_of_parent on groups (parent_id);

create table group_members (
    id text primary key not null,
    group_id text not null references groups (id),
    user_id text not null references users (id),
    capacity text not null,
    from_at text not null,
    until_at text,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null
);
create index group_members_of_group on group_members (group_id, from_at, id);
create index group_members_of_user on group_members (user_id, group_id, from_at, until_at);

create table group_meetings (
    id text primary key not null,
    group_id text not null references groups (id),
    number integer not null,
    title text not null,
    status text not null,
    starts_at text not null,
    place text,
    agenda text not null,
    attendance text not null,
    quorum_met boolean,
    minutes text,
    documents text not null,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null,
    unique (group_id, number)
);

create table group_decisions (
    id text primary key not null,
    group_id text not null references groups (id),
    meeting_id text references group_meetings (id),
    number integer not null,
    title_en text not null,
    title_fr text not null,
    body_en text,
    body_fr text,
    adopted_on date not null,
    supersedes_id text references group_decisions (id),
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null,
    unique (group_id, number)
);
create index group_decisions_superseding on group_decisions (supersedes_id);

create table action_items (
    id text primary key not null,
    group_id text not null references groups (id),
    meeting_id text references group_meetings (id),
    decision_id text references group_decisions (id),
    title text not null,
    owner_id text not null references users (id),
    due_on date not null,
    status text not null,
    completed_on date,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null
);
create index action_items_of_group on action_items (group_id, due_on, id);
create index action_items_of_owner on action_items (owner_id, status, due_on, id);

-- What an organisation adds to the roles and responsibilities that are built in.
create table case_roles (
    id text primary key not null,
    organization_id text not null references organizations (id),
    code text not null,
    name_en text not null,
    name_fr text not null,
    held_by text not null,
    exclusive boolean not null,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null,
    unique (organization_id, code)
);

create table responsibilities (
    id text primary key not null,
    organization_id text not null references organizations (id),
    code text not null,
    name_en text not null,
    name_fr text not null,
    phase text not null,
    proceedings text not null,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null,
    unique (organization_id, code)
);

-- A version of the matrix of an organisation. Once adopted its content is kept whole, and never changes again.
create table matrices (
    id text primary key not null,
    organization_id text not null references organizations (id),
    number integer not null,
    title_en text not null,
    title_fr text not null,
    status text not null,
    based_on text,
    decision_id text references group_decisions (id),
    from_at text,
    until_at text,
    adopted_by text references users (id),
    adopted_at text,
    content text,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null,
    unique (organization_id, number)
);
create index matrices_in_force on matrices (organization_id, from_at);

create table matrix_entries (
    id text primary key not null,
    matrix_id text not null references matrices (id),
    responsibility text not null,
    role text not null,
    share text not null,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null,
    unique (matrix_id, responsibility, role)
);

-- When somebody is away. Who acts for them meanwhile is a delegation: an assignment of its own.
create table absences (
    id text primary key not null,
    user_id text not null references users (id),
    from_at text not null,
    until_at text not null,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null
);
create index absences_of_user on absences (user_id, from_at, id);

-- The names in a case, folded, so that one spelling finds another.
create table case_names (
    id text primary key not null,
    case_id text not null references cases (id),
    party_id text,
    kind text not null,
    name text not null,
    folded text not null,
    sounds_like text not null
);
create index case_names_by_sound on case_names (sounds_like, case_id);
create index case_names_of_case on case_names (case_id);
alter table parties add column user_id text references users (id);

alter table users add column office text;

-- Until when the work that time itself calls for has been done: assignments that began or ended.
create table turns (
    name text primary key not null,
    done_until text not null
);

alter table deadlines add column responsible_group_id text references groups (id);
alter table deadlines add column accountable_group_id text references groups (id);

-- The group of a feed of the scope `group`.
alter table feeds add column group_id text references groups (id);

-- An assignment: of a person or a group, to a case or to a portfolio (every case of the organisation that its criteria fit).
create table assignments_anew (
    id text primary key not null,
    case_id text references cases (id),
    user_id text references users (id),
    role text not null,
    from_at text not null,
    until_at text,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null,
    organization_id text not null references organizations (id),
    proceeding text,
    office text,
    region text,
    language text,
    group_id text references groups (id),
    status text not null,
    -- The assignment on which this one acts for an absent holder; the one that this one takes over from.
    delegates text references assignments_anew (id),
    replaces text references assignments_anew (id),
    reason text,
    accepted_at text,
    waiver text,
    exclusive_key text,
    constraint assignments_of_one check ((user_id is null) <> (group_id is null)),
    constraint assignments_end_after_they_begin check (until_at is null or until_at >= from_at)
);
insert into assignments_anew (id, case_id, user_id, role, from_at, until_at, version, created_by, created_at, updated_at,
        organization_id, status)
    select a.id, a.case_id, a.user_id, a.role, a.from_at, a.until_at, a.version, a.created_by, a.created_at, a.updated_at,
        c.organization_id, 'held'
    from assignments a join cases c on c.id = a.case_id;
drop table assignments;
alter table assignments_anew rename to assignments;
create index assignments_of_case on assignments (case_id, from_at, id);
create index assignments_of_user on assignments (user_id, case_id, from_at, until_at, status);

-- What may be held by one at a time is held by one, whoever asks first.
create index assignments_by_exclusive_key on assignments (exclusive_key, from_at, until_at);
create trigger assignments_held_by_one_insert before insert on assignments
when new.exclusive_key is not null and (new.until_at is null or new.until_at > new.from_at) and exists (
    select 1 from assignments x where x.exclusive_key = new.exclusive_key and x.id <> new.id
    and (x.until_at is null or (x.until_at > new.from_at and x.until_at > x.from_at))
    and (new.until_at is null or x.from_at < new.until_at))
begin select raise(abort, 'assignments_held_by_one: held by one at a time'); end;
create trigger assignments_held_by_one_update before update on assignments
when new.exclusive_key is not null and (new.until_at is null or new.until_at > new.from_at) and exists (
    select 1 from assignments x where x.exclusive_key = new.exclusive_key and x.id <> new.id
    and (x.until_at is null or (x.until_at > new.from_at and x.until_at > x.from_at))
    and (new.until_at is null or x.from_at < new.until_at))
begin select raise(abort, 'assignments_held_by_one: held by one at a time'); end;

-- Partial, so that its statistics are of the few that a group holds.
create index assignments_of_group on assignments (group_id, case_id, from_at, until_at, status) where group_id is not null;
create index assignments_of_organization on assignments (organization_id, case_id);
create index assignments_delegated on assignments (delegates);
create index assignments_by_beginning on assignments (from_at);
create index assignments_by_end on assignments (until_at);

-- What an assignment said, and from when until when that was what was known of it.
create table assignment_versions (
    assignment_id text not null references assignments (id),
    version bigint not null,
    status text not null,
    from_at text not null,
    until_at text,
    recorded_at text not null,
    superseded_at text,
    primary key (assignment_id, version)
);
insert into assignment_versions (assignment_id, version, status, from_at, until_at, recorded_at)
    select id, version, status, from_at, until_at, created_at from assignments;
create index cases_of_status on cases (organization_id, status, id);
