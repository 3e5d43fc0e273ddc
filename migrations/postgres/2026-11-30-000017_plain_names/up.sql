-- In litigation a settlement ends a case: what an organisation takes on an open reading of the law is a position.
alter table settlements rename to positions;
alter table positions rename column settled_by to taken_by;
alter table positions rename constraint settlements_pkey to positions_pkey;
alter table positions rename constraint settlements_organization_id_fkey to positions_organization_id_fkey;
alter table positions rename constraint settlements_settled_by_fkey to positions_taken_by_fkey;
alter index settlements_of_organization rename to positions_of_organization;
alter index settlements_that_hold rename to positions_that_hold;
alter index settlements_that_hold_for_a_rule rename to positions_that_hold_for_a_rule;

-- The step of an explanation that goes by a position.
update deadlines set explanation = replace(explanation::text, '"code":"settled"', '"code":"position"')::json
    where explanation::text like '%"code":"settled"%';

-- Up to when a job that runs again and again has done its work.
alter table turns rename to job_watermarks;
alter table job_watermarks rename constraint turns_pkey to job_watermarks_pkey;

-- Whom a wall keeps from a case, and when: one concept, one word.
alter view screens rename to walled_users;
