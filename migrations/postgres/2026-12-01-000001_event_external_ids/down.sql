delete from external_ids where kind = 'event';
alter table events drop column external_ids;
