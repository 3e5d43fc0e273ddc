create index cases_of_holders on cases (id, status, classification, updated_at);
drop index assignments_by_user;
drop index assignments_by_organization;
drop trigger caseloads_follow_cases on cases;
drop trigger caseloads_follow_assignments on assignments;
drop trigger caseloads_follow_new_assignments on assignments;
drop function caseloads_follow_cases();
drop function caseloads_follow_assignments();
drop table caseloads;
