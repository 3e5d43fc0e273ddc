-- The offices that an organisation has beside those that everybody knows.
create table offices (
    id text primary key not null,
    organization_id text not null references organizations (id),
    code text not null,
    written text not null,
    name_en text not null,
    name_fr text not null,
    region text not null,
    zone text not null,
    calendar text,
    spellings text not null,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null
);
create unique index offices_of_organization on offices (organization_id, code);

-- What follows for a case from such an office: its region, and where its clock and its days off are read.
alter table cases add column office_region text;
alter table cases add column office_as text;
create index cases_by_region on cases (organization_id, office_region) where office_region is not null;
