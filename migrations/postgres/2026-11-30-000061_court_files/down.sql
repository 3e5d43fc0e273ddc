drop view walled_users;
create view walled_users as
    select w.case_id, w.user_id, w.from_at, w.until_at, w.created_at from walls w where w.user_id is not null
    union all
    select w.case_id, m.user_id, greatest(w.from_at, m.from_at), w.until_at, w.created_at
    from walls w join group_members m on m.group_id = w.group_id
        and (m.until_at is null or m.until_at > w.from_at or (m.stood_until > w.from_at and m.stood_until > w.created_at));
alter table cases drop column confidentiality_set_at;
alter table cases drop column confidentiality_set;
drop index cases_in_court_files;
drop index cases_of_court_file;
alter table cases drop column court_file_id;
