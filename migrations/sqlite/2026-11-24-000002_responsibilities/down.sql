drop index cases_of_status;
drop table assignment_versions;
-- What only these versions know is lost: portfolios, groups, offers and delegations.
create table assignments_before (
    id text primary key not null,
    case_id text not null references cases (id),
    user_id text not null references users (id),
    role text not null,
    from_at text not null,
    until_at text,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null
);
insert into assignments_before
    select id, case_id, user_id, role, from_at, until_at, version, created_by, created_at, updated_at
    from assignments where case_id is not null and user_id is not null and status = 'held' and delegates is null;
drop table assignments;
alter table assignments_before rename to assignments;
create index assignments_of_case on assignments (case_id, from_at, id);
create index assignments_of_user on assignments (user_id, case_id, from_at, until_at);
delete from feeds where group_id is not null;
alter table feeds drop column group_id;
alter table deadlines drop column accountable_group_id;
alter table deadlines drop column responsible_group_id;
drop table turns;
alter table users drop column office;
alter table parties drop column user_id;
drop table case_names;
drop table absences;
drop table matrix_entries;
drop table matrices;
drop table responsibilities;
drop table case_roles;
drop table action_items;
drop table group_decisions;
drop table group_meetings;
drop table group_members;
drop table groups;
