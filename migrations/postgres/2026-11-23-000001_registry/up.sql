-- The registry: who works here, the cases, their dockets and deadlines, who holds them, and the journal of it all.

create table organizations (
    id uuid primary key not null,
    code text not null unique,
    name_en text not null,
    name_fr text not null,
    kind text not null,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create table users (
    id uuid primary key not null,
    organization_id uuid not null references organizations (id),
    username text not null unique,
    display_name text not null,
    language text not null,
    role text not null,
    clearance smallint not null,
    password_hash text not null,
    active boolean not null,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index users_of_organization on users (organization_id, username);

create table refresh_tokens (
    id uuid primary key not null,
    family_id uuid not null,
    user_id uuid not null references users (id),
    token_hash bytea not null unique,
    expires_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz not null
);
create index refresh_tokens_of_family on refresh_tokens (family_id);
create index refresh_tokens_of_user on refresh_tokens (user_id);

create table cases (
    id uuid primary key not null,
    organization_id uuid not null references organizations (id),
    proceeding text not null,
    file_number text unique,
    style_of_cause text not null,
    stage text not null,
    status text not null,
    classification smallint not null,
    language text not null,
    office text,
    decision_body text,
    decided_on date,
    notified_on date,
    decision_location text,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index cases_by_update on cases (organization_id, status, updated_at desc, id desc);
create index cases_of_organization on cases (organization_id, updated_at desc, id desc);

create table parties (
    id uuid primary key not null,
    case_id uuid not null references cases (id),
    kind text not null,
    capacity text not null,
    name text not null,
    language text,
    counsel_name text,
    counsel_firm text,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index parties_of_case on parties (case_id, id);

create table events (
    id uuid primary key not null,
    case_id uuid not null references cases (id),
    position integer not null,
    type text not null,
    occurred_on date not null,
    served_on date,
    service_method text,
    facts json not null,
    ordered json not null,
    note text,
    recorded_by uuid not null references users (id),
    recorded_at timestamptz not null,
    version bigint not null,
    updated_at timestamptz not null,
    unique (case_id, position)
);

create table deadlines (
    id uuid primary key not null,
    case_id uuid not null references cases (id),
    organization_id uuid not null references organizations (id),
    rule text not null,
    rule_version text not null,
    actor text not null,
    trigger_event_id uuid references events (id),
    trigger_on date,
    due_on date,
    due_at text,
    -- due_on, or the end of the calendar where no date binds: what lists are sorted by.
    sort_on date not null,
    not_before_on date,
    safe_on date,
    arguable_latest_on date,
    no_fixed_date boolean not null,
    status text not null,
    pinned boolean not null,
    pinned_by text,
    closed_on date,
    closed_by_event_id uuid references events (id),
    closing_note text,
    explanation json not null,
    warnings json not null,
    previous_dates json not null,
    responsibility text,
    responsible_user_id uuid references users (id),
    responsible_role text,
    accountable_user_id uuid references users (id),
    accountable_role text,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index deadlines_of_case on deadlines (case_id, sort_on, id);
create index deadlines_of_responsible on deadlines (responsible_user_id, status, sort_on, id);
create index deadlines_of_organization on deadlines (organization_id, status, sort_on, id);
create index deadlines_by_date on deadlines (organization_id, sort_on, id);

create table assignments (
    id uuid primary key not null,
    case_id uuid not null references cases (id),
    user_id uuid not null references users (id),
    role text not null,
    from_at timestamptz not null,
    until_at timestamptz,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index assignments_of_case on assignments (case_id, from_at, id);
create index assignments_of_user on assignments (user_id, case_id, from_at, until_at);

create table walls (
    id uuid primary key not null,
    case_id uuid not null references cases (id),
    user_id uuid not null references users (id),
    reason text not null,
    from_at timestamptz not null,
    until_at timestamptz,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index walls_of_user on walls (user_id, case_id, from_at, until_at);
create index walls_of_case on walls (case_id, id);

create table notes (
    id uuid primary key not null,
    case_id uuid not null references cases (id),
    body text not null,
    written_by uuid not null references users (id),
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index notes_of_case on notes (case_id, id);

create table case_links (
    id uuid primary key not null,
    case_id uuid not null references cases (id),
    other_case_id uuid not null references cases (id),
    kind text not null,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    unique (case_id, other_case_id, kind)
);
create index case_links_of_other on case_links (other_case_id);

-- The journal: one row a write. The head of each chain is kept apart, so that a chain cut short is found.
create table journal (
    sequence bigint generated always as identity primary key,
    subject text not null,
    case_id uuid references cases (id),
    action text not null,
    actor text not null,
    request_id text not null,
    at timestamptz not null,
    kind text not null,
    before json,
    after json,
    position bigint not null,
    previous_hash text not null,
    hash text not null,
    unique (subject, position)
);
create index journal_of_case on journal (case_id, sequence);

create table journal_heads (
    subject text primary key not null,
    length bigint not null,
    hash text not null
);

create table idempotency_keys (
    user_id uuid not null references users (id),
    operation text not null,
    key text not null,
    fingerprint bytea not null,
    status smallint not null,
    etag bigint,
    location text,
    body text not null,
    created_at timestamptz not null,
    primary key (user_id, operation, key)
);
create index idempotency_keys_by_age on idempotency_keys (user_id, created_at);
