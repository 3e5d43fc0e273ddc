-- In litigation a settlement ends a case: what an organisation takes on an open reading of the law is a position.
alter table settlements rename to positions;
alter table positions rename column settled_by to taken_by;
drop index settlements_of_organization;
drop index settlements_that_hold;
drop index settlements_that_hold_for_a_rule;
create index positions_of_organization on positions (organization_id, from_at, id);
create unique index positions_that_hold on positions (organization_id, code) where until_at is null and rule is null;
create unique index positions_that_hold_for_a_rule on positions (organization_id, code, rule)
    where until_at is null and rule is not null;

-- The step of an explanation that goes by a position.
update deadlines set explanation = replace(explanation, '"code":"settled"', '"code":"position"')
    where explanation like '%"code":"settled"%';

-- Up to when a job that runs again and again has done its work.
alter table turns rename to job_watermarks;

-- Whom a wall keeps from a case, and when: one concept, one word.
drop view screens;
create view walled_users as
    select w.case_id, w.user_id, w.from_at, w.until_at, w.created_at from walls w where w.user_id is not null
    union all
    select w.case_id, m.user_id, max(w.from_at, m.from_at), w.until_at, w.created_at
    from walls w join group_members m on m.group_id = w.group_id
        and (m.until_at is null or m.until_at > w.from_at or (m.stood_until > w.from_at and m.stood_until > w.created_at));
