-- Files that bring cases in, and their lines: what a line says is forgotten once it was entered.
create table imports (
    id uuid primary key not null,
    organization_id uuid not null references organizations (id),
    created_by uuid not null references users (id),
    name text,
    format text not null,
    mode text not null,
    dry_run boolean not null,
    mapping json,
    scopes json,
    known_to uuid,
    status text not null,
    fault json,
    lines integer not null,
    done integer not null,
    created integer not null,
    updated integer not null,
    unchanged integer not null,
    failed integer not null,
    skipped integer not null,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz
);
create index imports_of_organization on imports (organization_id, id);
create index imports_to_run on imports (status, id);
create table import_lines (
    import_id uuid not null references imports (id),
    line integer not null,
    content text,
    external_ids json not null,
    status text not null,
    case_id uuid,
    result json,
    primary key (import_id, line)
);
create index import_lines_by_status on import_lines (import_id, status, line);
create index import_lines_of_case on import_lines (case_id);
