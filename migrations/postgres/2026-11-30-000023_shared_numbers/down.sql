-- It cannot be taken back once two cases have the same number.
drop index if exists cases_by_file_number;
alter table cases drop constraint if exists cases_file_number_key;
alter table cases add constraint cases_file_number_key unique (file_number);
