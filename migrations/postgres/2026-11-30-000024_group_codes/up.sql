-- Groups of other organisations are nobody's to know of: their codes are not, either.
alter table groups drop constraint if exists groups_code_key;
drop index if exists groups_of_organization;
create unique index groups_of_organization on groups (organization_id, code);
create index if not exists groups_by_code on groups (code, id);
