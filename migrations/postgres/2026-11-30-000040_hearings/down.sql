delete from notifications where hearing_id is not null;
drop index notifications_of_hearing;
alter table notifications drop column hearing_id;
drop table hearings;
