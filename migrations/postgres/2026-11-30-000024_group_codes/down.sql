-- It cannot be taken back once two organisations have a group of the same code.
drop index if exists groups_by_code;
drop index if exists groups_of_organization;
create index groups_of_organization on groups (organization_id, code);
alter table groups drop constraint if exists groups_code_key;
alter table groups add constraint groups_code_key unique (code);
