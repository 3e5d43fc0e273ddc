drop index users_by_external_id;
create unique index users_by_external_id on users (organization_id, external_id);

drop index users_removed;
alter table users drop column removed_as;
alter table users drop column directory;
