drop index walls_of_group;
create index walls_of_group on walls (group_id, case_id);
drop index assignments_of_user;
drop index assignments_of_group;
create index assignments_of_user on assignments (user_id, case_id, from_at, until_at, status);
create index assignments_of_group on assignments (group_id, case_id, from_at, until_at, status) where group_id is not null;
drop index cases_of_holders;
