-- What a directory said of a user, in its own words; and the user name that a user had when it removed them.
alter table users add column directory text;
alter table users add column removed_as text;
create index users_removed on users (organization_id, removed_as);

-- A directory's own id is its own affair: two users may have the same.
drop index users_by_external_id;
create index users_by_external_id on users (organization_id, external_id);
