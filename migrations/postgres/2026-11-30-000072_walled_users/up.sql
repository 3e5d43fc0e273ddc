-- Whom the walls keep from which case: by name or through a group, around the case itself or another of its court file. Whatever
-- shows a case asks this, so it is a table, kept by the triggers below and written by nothing else. What it holds is this view.
drop view walled_users;
create view walls_spread as
    select o.id as case_id, coalesce(w.user_id, m.user_id) as user_id, greatest(w.from_at, m.from_at) as from_at,
        w.until_at, w.created_at
    from walls w
    join cases c on c.id = w.case_id
    join cases o on o.id = c.id or o.court_file_id = c.court_file_id
    left join group_members m on m.group_id = w.group_id
        and (m.until_at is null or m.until_at > w.from_at or (m.stood_until > w.from_at and m.stood_until > w.created_at))
    where w.user_id is not null or m.user_id is not null;
create table walled_users (
    case_id uuid not null references cases (id) on delete cascade,
    user_id uuid not null,
    from_at timestamptz not null,
    until_at timestamptz,
    created_at timestamptz not null
);
insert into walled_users (case_id, user_id, from_at, until_at, created_at)
    select case_id, user_id, from_at, until_at, created_at from walls_spread;
create index walled_users_of_case on walled_users (case_id, user_id, from_at, until_at);
create index walled_users_of_user on walled_users (user_id, case_id, from_at, until_at);

create function spread_walls(of uuid[]) returns void language sql as $$
    delete from walled_users where case_id = any (of);
    insert into walled_users (case_id, user_id, from_at, until_at, created_at)
        select case_id, user_id, from_at, until_at, created_at from walls_spread where case_id = any (of);
$$;

create function walled_users_follow_walls() returns trigger language plpgsql as $$
begin
    perform spread_walls(array(select o.id from cases c join cases o on o.id = c.id or o.court_file_id = c.court_file_id
        where c.id in (old.case_id, new.case_id)));
    return null;
end $$;
create trigger walled_users_follow_walls after insert or update or delete on walls
    for each row execute function walled_users_follow_walls();

create function walled_users_follow_members() returns trigger language plpgsql as $$
begin
    perform spread_walls(array(select o.id from walls w join cases c on c.id = w.case_id
        join cases o on o.id = c.id or o.court_file_id = c.court_file_id
        where w.group_id in (old.group_id, new.group_id)));
    return null;
end $$;
create trigger walled_users_follow_members after insert or update or delete on group_members
    for each row execute function walled_users_follow_members();

create function walled_users_follow_files() returns trigger language plpgsql as $$
begin
    perform spread_walls(array(select o.id from cases o
        where o.id = new.id or o.court_file_id in (old.court_file_id, new.court_file_id)));
    return null;
end $$;
create trigger walled_users_follow_new_cases after insert on cases
    for each row when (new.court_file_id is not null) execute function walled_users_follow_files();
create trigger walled_users_follow_files after update of court_file_id on cases
    for each row when (old.court_file_id is distinct from new.court_file_id) execute function walled_users_follow_files();

-- It was for the view.
drop index cases_in_court_files;
