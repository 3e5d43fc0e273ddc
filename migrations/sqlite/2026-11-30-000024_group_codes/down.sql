-- It cannot be taken back once two organisations have a group of the same code.
pragma foreign_keys = off;
begin immediate;
create table groups_anew (
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
insert into groups_anew (id, organization_id, kind, code, name_en, name_fr, mandate_en, mandate_fr, parent_id, quorum, dissolved_on,
        version, created_by, created_at, updated_at)
    select id, organization_id, kind, code, name_en, name_fr, mandate_en, mandate_fr, parent_id, quorum, dissolved_on,
        version, created_by, created_at, updated_at
    from groups;
drop table groups;
alter table groups_anew rename to groups;
create index groups_of_organization on groups (organization_id, code);
create index groups_of_parent on groups (parent_id);
commit;
pragma foreign_keys = on;
