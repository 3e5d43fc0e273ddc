-- The entry of the same docket that another is about, where it says so: a motion that is answered, heard or decided.
alter table events add column about_id uuid;
