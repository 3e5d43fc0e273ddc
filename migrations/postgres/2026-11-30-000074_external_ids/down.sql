alter table groups drop column external_ids;
alter table users drop column external_ids;
alter table parties drop column external_ids;
alter table cases drop column external_ids;
drop table external_ids;
