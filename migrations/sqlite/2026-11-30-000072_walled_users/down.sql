create index cases_in_court_files on cases (id, court_file_id) where court_file_id is not null;
drop trigger walled_users_follow_files;
drop trigger walled_users_follow_new_cases;
drop trigger walled_users_follow_former_members;
drop trigger walled_users_follow_members;
drop trigger walled_users_follow_new_members;
drop trigger walled_users_follow_ended_walls;
drop trigger walled_users_follow_walls;
drop trigger walled_users_follow_new_walls;
drop view cases_to_wall;
drop table walled_users;
drop view walls_spread;
create view walled_users as
    select w.case_id, w.user_id, w.from_at, w.until_at, w.created_at from walls w where w.user_id is not null
    union all
    select w.case_id, m.user_id, max(w.from_at, m.from_at), w.until_at, w.created_at
    from walls w join group_members m on m.group_id = w.group_id
        and (m.until_at is null or m.until_at > w.from_at or (m.stood_until > w.from_at and m.stood_until > w.created_at))
    union all
    select o.id, w.user_id, w.from_at, w.until_at, w.created_at
    from walls w join cases c on c.id = w.case_id and c.court_file_id is not null
    join cases o on o.court_file_id = c.court_file_id and o.id <> c.id
    where w.user_id is not null
    union all
    select o.id, m.user_id, max(w.from_at, m.from_at), w.until_at, w.created_at
    from walls w join group_members m on m.group_id = w.group_id
        and (m.until_at is null or m.until_at > w.from_at or (m.stood_until > w.from_at and m.stood_until > w.created_at))
    join cases c on c.id = w.case_id and c.court_file_id is not null
    join cases o on o.court_file_id = c.court_file_id and o.id <> c.id;
