-- The cases that a person or a group holds, by the case's last change: what a page of one's own cases is read from. A line for
-- each assignment of a case that is held, kept by the triggers below and written by nothing else.
create table caseloads (
    assignment_id text primary key not null references assignments (id) on delete cascade,
    -- A user or a group.
    holder_id text not null,
    case_id text not null,
    case_status text not null,
    case_changed_at text not null,
    from_at text not null,
    until_at text
);
insert into caseloads (assignment_id, holder_id, case_id, case_status, case_changed_at, from_at, until_at)
    select a.id, coalesce(a.user_id, a.group_id), a.case_id, c.status, c.updated_at, a.from_at, a.until_at
    from assignments a join cases c on c.id = a.case_id where a.status = 'held';
create index caseloads_of_holder on caseloads (holder_id, case_changed_at, case_id, case_status, from_at, until_at);
create index caseloads_of_case on caseloads (case_id);

create trigger caseloads_follow_new_assignments after insert on assignments
when new.status = 'held' and new.case_id is not null
begin
    insert into caseloads (assignment_id, holder_id, case_id, case_status, case_changed_at, from_at, until_at)
        select new.id, coalesce(new.user_id, new.group_id), c.id, c.status, c.updated_at, new.from_at, new.until_at
        from cases c where c.id = new.case_id;
end;
create trigger caseloads_follow_assignments
after update of case_id, user_id, group_id, status, from_at, until_at on assignments
begin
    delete from caseloads where assignment_id = new.id;
    insert into caseloads (assignment_id, holder_id, case_id, case_status, case_changed_at, from_at, until_at)
        select new.id, coalesce(new.user_id, new.group_id), c.id, c.status, c.updated_at, new.from_at, new.until_at
        from cases c where c.id = new.case_id and new.status = 'held';
end;
create trigger caseloads_follow_cases after update of status, updated_at on cases
when old.status <> new.status or old.updated_at <> new.updated_at
begin
    update caseloads set case_status = new.status, case_changed_at = new.updated_at where case_id = new.id;
end;

-- The assignments on an organisation's cases, and a person's own, in the order of a list.
create index assignments_by_organization on assignments (organization_id, id);
create index assignments_by_user on assignments (user_id, id);

-- Nothing asks it any more.
drop index cases_of_holders;
