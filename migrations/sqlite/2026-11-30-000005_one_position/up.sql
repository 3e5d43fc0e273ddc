-- One position of an organisation on one question holds at a time. Where more than one does, because they were taken at the same
-- moment, the one that was taken last stays, and each of the others ended when the next was taken.
update settlements set version = version + 1, until_at = (
    select min(later.from_at) from settlements later where later.organization_id = settlements.organization_id
    and later.code = settlements.code and coalesce(later.rule, '') = coalesce(settlements.rule, '') and later.until_at is null
    and (later.from_at > settlements.from_at or (later.from_at = settlements.from_at and later.id > settlements.id)))
where until_at is null and exists (
    select 1 from settlements later where later.organization_id = settlements.organization_id
    and later.code = settlements.code and coalesce(later.rule, '') = coalesce(settlements.rule, '') and later.until_at is null
    and (later.from_at > settlements.from_at or (later.from_at = settlements.from_at and later.id > settlements.id)));

create unique index settlements_that_hold on settlements (organization_id, code) where until_at is null and rule is null;
create unique index settlements_that_hold_for_a_rule on settlements (organization_id, code, rule)
    where until_at is null and rule is not null;
