-- One court file holds several proceedings, and several organisations hold the same court file: a number is no case's own.
alter table cases drop constraint if exists cases_file_number_key;

-- A number is looked for without what separates its parts.
create index if not exists cases_by_file_number
    on cases (replace(replace(replace(replace(replace(file_number, '-', ''), ' ', ''), '/', ''), '.', ''), '_', ''));
