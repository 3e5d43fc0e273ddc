drop index events_of_motion_cases;
drop index events_of_motions;
alter table events drop column motion_event_id;
alter table events drop column motion_case_id;
