-- Whom the walls keep from which case: by name or through a group, around the case itself or another of its court file. Whatever
-- shows a case asks this, so it is a table, kept by the triggers below and written by nothing else. What it holds is this view.
drop view walled_users;
create view walls_spread as
    select o.id as case_id, coalesce(w.user_id, m.user_id) as user_id, max(w.from_at, coalesce(m.from_at, w.from_at)) as from_at,
        w.until_at, w.created_at
    from walls w
    join cases c on c.id = w.case_id
    join cases o on o.id = c.id or o.court_file_id = c.court_file_id
    left join group_members m on m.group_id = w.group_id
        and (m.until_at is null or m.until_at > w.from_at or (m.stood_until > w.from_at and m.stood_until > w.created_at))
    where w.user_id is not null or m.user_id is not null;
create table walled_users (
    case_id text not null references cases (id) on delete cascade,
    user_id text not null,
    from_at text not null,
    until_at text,
    created_at text not null
);
insert into walled_users (case_id, user_id, from_at, until_at, created_at)
    select case_id, user_id, from_at, until_at, created_at from walls_spread;
create index walled_users_of_case on walled_users (case_id, user_id, from_at, until_at);
create index walled_users_of_user on walled_users (user_id, case_id, from_at, until_at);

-- A case that is put in here has its walls spread anew.
create view cases_to_wall as select id as case_id from cases where false;
create trigger spread_walls instead of insert on cases_to_wall
begin
    delete from walled_users where case_id = new.case_id;
    insert into walled_users (case_id, user_id, from_at, until_at, created_at)
        select case_id, user_id, from_at, until_at, created_at from walls_spread where case_id = new.case_id;
end;

create trigger walled_users_follow_new_walls after insert on walls
begin
    insert into cases_to_wall (case_id) select o.id from cases c
        join cases o on o.id = c.id or o.court_file_id = c.court_file_id where c.id = new.case_id;
end;
create trigger walled_users_follow_walls after update on walls
begin
    insert into cases_to_wall (case_id) select o.id from cases c
        join cases o on o.id = c.id or o.court_file_id = c.court_file_id where c.id in (old.case_id, new.case_id);
end;
create trigger walled_users_follow_ended_walls after delete on walls
begin
    insert into cases_to_wall (case_id) select o.id from cases c
        join cases o on o.id = c.id or o.court_file_id = c.court_file_id where c.id = old.case_id;
end;

create trigger walled_users_follow_new_members after insert on group_members
begin
    insert into cases_to_wall (case_id) select distinct o.id from walls w join cases c on c.id = w.case_id
        join cases o on o.id = c.id or o.court_file_id = c.court_file_id where w.group_id = new.group_id;
end;
create trigger walled_users_follow_members after update on group_members
begin
    insert into cases_to_wall (case_id) select distinct o.id from walls w join cases c on c.id = w.case_id
        join cases o on o.id = c.id or o.court_file_id = c.court_file_id where w.group_id in (old.group_id, new.group_id);
end;
create trigger walled_users_follow_former_members after delete on group_members
begin
    insert into cases_to_wall (case_id) select distinct o.id from walls w join cases c on c.id = w.case_id
        join cases o on o.id = c.id or o.court_file_id = c.court_file_id where w.group_id = old.group_id;
end;

create trigger walled_users_follow_new_cases after insert on cases when new.court_file_id is not null
begin
    insert into cases_to_wall (case_id) select o.id from cases o where o.court_file_id = new.court_file_id;
end;
create trigger walled_users_follow_files after update of court_file_id on cases
when old.court_file_id is not new.court_file_id
begin
    insert into cases_to_wall (case_id) select o.id from cases o
        where o.id = new.id or o.court_file_id in (old.court_file_id, new.court_file_id);
end;

-- It was for the view.
drop index cases_in_court_files;
