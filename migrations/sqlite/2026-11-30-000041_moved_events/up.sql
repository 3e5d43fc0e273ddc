-- An entry that was moved to another case stands there: of the entries that one act was recorded as, at most one stands. The
-- first of them names them all (`origin_id`), and each that was moved says where to.
alter table events add column origin_id text;
alter table events add column moved_to_case_id text;
alter table events add column moved_to_event_id text;
create unique index events_standing_once on events (origin_id) where struck_at is null;
create index events_moved_to on events (moved_to_case_id) where moved_to_case_id is not null;
