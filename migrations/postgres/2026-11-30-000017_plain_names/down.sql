alter view walled_users rename to screens;

alter table job_watermarks rename constraint job_watermarks_pkey to turns_pkey;
alter table job_watermarks rename to turns;

update deadlines set explanation = replace(explanation::text, '"code":"position"', '"code":"settled"')::json
    where explanation::text like '%"code":"position"%';

alter index positions_that_hold_for_a_rule rename to settlements_that_hold_for_a_rule;
alter index positions_that_hold rename to settlements_that_hold;
alter index positions_of_organization rename to settlements_of_organization;
alter table positions rename constraint positions_taken_by_fkey to settlements_settled_by_fkey;
alter table positions rename constraint positions_organization_id_fkey to settlements_organization_id_fkey;
alter table positions rename constraint positions_pkey to settlements_pkey;
alter table positions rename column taken_by to settled_by;
alter table positions rename to settlements;
