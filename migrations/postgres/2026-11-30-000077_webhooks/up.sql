-- Systems that are told of changes by requests to an address of theirs, on behalf of an owner: of what the owner may see when it
-- is sent, with the key that they came with.
create table webhooks (
    id uuid primary key not null,
    organization_id uuid not null references organizations (id),
    user_id uuid not null references users (id),
    -- What the key of the owner was confined to when it was made, and who else knew that key.
    scopes json,
    known_to uuid references users (id),
    name text not null,
    url text not null,
    types json,
    case_id uuid references cases (id),
    proceeding text,
    status text not null,
    set_aside_because text,
    set_aside_at timestamptz,
    -- The entry of the journal up to which everything is written down to be sent.
    place bigint not null,
    -- The attempts that failed since the last that did not, since when, and until when none is made.
    failures integer not null,
    failing_since timestamptz,
    quiet_until timestamptz,
    delivered_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version bigint not null
);
create index webhooks_of_organization on webhooks (organization_id, id);
create index webhooks_of_user on webhooks (user_id, id);
create index webhooks_by_status on webhooks (status, id);

-- The secrets themselves are made from these ids, and are stored nowhere.
create table webhook_secrets (
    id uuid primary key not null,
    webhook_id uuid not null references webhooks (id) on delete cascade,
    hash bytea not null,
    created_at timestamptz not null,
    good_until timestamptz
);
create index webhook_secrets_of_webhook on webhook_secrets (webhook_id, id);

-- What is to be sent, or was: where it stands in the journal, and never what it says.
create table webhook_deliveries (
    id uuid primary key not null,
    webhook_id uuid not null references webhooks (id) on delete cascade,
    message text not null,
    position bigint not null,
    sequence bigint,
    kind text not null,
    -- What it is about: of what is about the same, the next is sent when the one before is done with.
    line text not null,
    status text not null,
    attempts integer not null,
    next_at timestamptz not null,
    claimed_until timestamptz,
    created_at timestamptz not null,
    finished_at timestamptz,
    answer_status integer,
    latency_ms bigint,
    answer text,
    problem text,
    unique (webhook_id, message)
);
create index webhook_deliveries_in_line on webhook_deliveries (webhook_id, status, line, position);
create index webhook_deliveries_of_webhook on webhook_deliveries (webhook_id, id);
create index webhook_deliveries_by_age on webhook_deliveries (created_at);
