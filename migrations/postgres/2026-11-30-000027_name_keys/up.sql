-- The other names under which a party is known, one a line.
alter table parties add column aliases text;

-- The keys by which names that may be the same are looked up: two words of a name by how they sound, or what identifies a person.
-- Names from before are given theirs at the next start, or by `greffe migrate`.
create table name_keys (
    key text not null,
    kind text not null,
    case_name_id uuid not null references case_names (id) on delete cascade,
    primary key (key, kind, case_name_id)
);
create index name_keys_of_name on name_keys (case_name_id);
