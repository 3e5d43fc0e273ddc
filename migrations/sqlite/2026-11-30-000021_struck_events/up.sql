-- An entry that was recorded by mistake stays, without effect: since when, by whom and why.
alter table events add column struck_at text;
alter table events add column struck_by text;
alter table events add column struck_reason text;
