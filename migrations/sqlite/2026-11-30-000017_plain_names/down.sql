drop view walled_users;
create view screens as
    select w.case_id, w.user_id, w.from_at, w.until_at, w.created_at from walls w where w.user_id is not null
    union all
    select w.case_id, m.user_id, max(w.from_at, m.from_at), w.until_at, w.created_at
    from walls w join group_members m on m.group_id = w.group_id
        and (m.until_at is null or m.until_at > w.from_at or (m.stood_until > w.from_at and m.stood_until > w.created_at));

alter table job_watermarks rename to turns;

update deadlines set explanation = replace(explanation, '"code":"position"', '"code":"settled"')
    where explanation like '%"code":"position"%';

drop index positions_that_hold_for_a_rule;
drop index positions_that_hold;
drop index positions_of_organization;
alter table positions rename column taken_by to settled_by;
alter table positions rename to settlements;
create index settlements_of_organization on settlements (organization_id, from_at, id);
create unique index settlements_that_hold on settlements (organization_id, code) where until_at is null and rule is null;
create unique index settlements_that_hold_for_a_rule on settlements (organization_id, code, rule)
    where until_at is null and rule is not null;
