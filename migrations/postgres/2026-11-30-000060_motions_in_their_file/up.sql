-- An entry by which the docket of a file tells what happened in a motion's: it goes with that entry.
alter table events add column motion_case_id uuid;
alter table events add column motion_event_id uuid;
create unique index events_of_motions on events (motion_event_id) where motion_event_id is not null;
create index events_of_motion_cases on events (motion_case_id) where motion_case_id is not null;
