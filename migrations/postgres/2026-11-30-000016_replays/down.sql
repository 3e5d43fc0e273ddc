drop table idempotency_keys;
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
