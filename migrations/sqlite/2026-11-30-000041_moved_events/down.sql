drop index events_moved_to;
drop index events_standing_once;
alter table events drop column moved_to_event_id;
alter table events drop column moved_to_case_id;
alter table events drop column origin_id;
