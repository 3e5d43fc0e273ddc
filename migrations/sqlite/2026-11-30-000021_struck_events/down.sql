alter table events drop column struck_reason;
alter table events drop column struck_by;
alter table events drop column struck_at;
