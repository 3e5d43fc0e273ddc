drop table name_keys;
alter table parties drop column aliases;
