-- Documents of a case, and the versions of their files. The files themselves are kept by their SHA-256 outside of the database;
-- what is to be erased there waits here until it is.
create table documents (
    id uuid primary key not null,
    case_id uuid not null references cases (id),
    kind text not null,
    title text not null,
    language text,
    author text,
    dated_on date,
    received_on date,
    filed_on date,
    served_on date,
    exhibit_mark text,
    translation_of uuid references documents (id),
    redacted_version_of uuid references documents (id),
    classification smallint not null,
    privilege text,
    file_name text,
    event_ids json not null,
    deadline_ids json not null,
    file_version bigint not null,
    checked_out_by uuid references users (id),
    checked_out_at timestamptz,
    version bigint not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index documents_of_case on documents (case_id, id);
create index documents_of_case_by_kind on documents (case_id, kind, id);
create index documents_translated on documents (translation_of);
create index documents_redacted on documents (redacted_version_of);
create table document_versions (
    document_id uuid not null references documents (id),
    number bigint not null,
    case_id uuid not null references cases (id),
    sha256 text not null,
    size bigint not null,
    media_type text not null,
    file_name text not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    primary key (document_id, number)
);
create index document_versions_by_content on document_versions (sha256);
create index document_versions_of_case on document_versions (case_id);
create table content_erasures (
    sha256 text not null,
    case_id uuid not null,
    asked_at timestamptz not null,
    primary key (sha256, case_id)
);
