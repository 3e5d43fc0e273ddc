-- What other systems call what is kept here: shown with each row, and found by the table beside. Of one kind, no two within a
-- scope have the same: the scope is the organisation, and of a party its case.
create table external_ids (
    kind text not null,
    system text not null,
    external_id text not null,
    scope_id text not null,
    subject_id text not null,
    primary key (kind, system, external_id, scope_id)
);
create index external_ids_of_subject on external_ids (subject_id);
create index external_ids_of_scope on external_ids (scope_id);
alter table cases add column external_ids text not null default '[]';
alter table parties add column external_ids text not null default '[]';
alter table users add column external_ids text not null default '[]';
alter table groups add column external_ids text not null default '[]';
