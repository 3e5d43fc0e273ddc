-- What a page of held cases is chosen by, without reading the cases themselves.
create index cases_of_holders on cases (id, status, classification, updated_at);

-- Who holds a role, and of which organisation the case is, from the index alone.
drop index assignments_of_user;
drop index assignments_of_group;
create index assignments_of_user on assignments (user_id, case_id, from_at, until_at, status, organization_id);
create index assignments_of_group on assignments (group_id, case_id, from_at, until_at, status, organization_id) where group_id is not null;

-- Partial: what is around a group is found without walking past what is around persons.
drop index walls_of_group;
create index walls_of_group on walls (group_id, case_id) where group_id is not null;
