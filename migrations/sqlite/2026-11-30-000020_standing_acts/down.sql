alter table deadlines drop column moved_by;
alter table deadlines drop column moved_from;
alter table deadlines drop column acts;
