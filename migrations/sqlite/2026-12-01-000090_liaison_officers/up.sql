-- Liaison officers: who is sent where, by whom, and for which tasks.
create table liaison_officers (
    id text primary key not null,
    organization_id text not null references organizations (id),
    name text not null,
    kind text not null,
    deploying_authority text not null,
    host_country text not null,
    tasks text not null,
    represents text not null,
    contact text,
    status text not null,
    notified_on text,
    starts_on text,
    ends_on text,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null
);
create index liaison_officers_by_country on liaison_officers (organization_id, host_country, id);
create index liaison_officers_by_status on liaison_officers (organization_id, status, host_country, id);
