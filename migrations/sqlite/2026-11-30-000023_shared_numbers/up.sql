-- One court file holds several proceedings, and several organisations hold the same court file: a number is no case's own.
pragma foreign_keys = off;
begin immediate;
-- They read the table while it is away.
drop trigger caseloads_follow_new_assignments;
drop trigger caseloads_follow_assignments;
create table cases_anew (
    id text primary key not null,
    organization_id text not null references organizations (id),
    proceeding text not null,
    file_number text,
    style_of_cause text not null,
    stage text not null,
    status text not null,
    classification smallint not null,
    language text not null,
    office text,
    decision_body text,
    decided_on date,
    notified_on date,
    decision_location text,
    version bigint not null,
    created_by text not null references users (id),
    created_at text not null,
    updated_at text not null,
    side text not null default 'responding',
    confidentiality text not null default 'none'
);
insert into cases_anew (id, organization_id, proceeding, file_number, style_of_cause, stage, status, classification, language, office,
        decision_body, decided_on, notified_on, decision_location, version, created_by, created_at, updated_at, side, confidentiality)
    select id, organization_id, proceeding, file_number, style_of_cause, stage, status, classification, language, office,
        decision_body, decided_on, notified_on, decision_location, version, created_by, created_at, updated_at, side, confidentiality
    from cases;
drop table cases;
alter table cases_anew rename to cases;
create index cases_by_update on cases (organization_id, status, updated_at desc, id desc);
create index cases_of_organization on cases (organization_id, updated_at desc, id desc);
create index cases_of_status on cases (organization_id, status, id);

-- A number is looked for without what separates its parts.
create index cases_by_file_number
    on cases (replace(replace(replace(replace(replace(file_number, '-', ''), ' ', ''), '/', ''), '.', ''), '_', ''));

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
commit;
pragma foreign_keys = on;
