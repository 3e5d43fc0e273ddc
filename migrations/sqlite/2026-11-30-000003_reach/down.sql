alter table service_keys drop column may_give;
alter table users drop column password_by;
drop view screens;
create view screens as
    select w.case_id, w.user_id, w.from_at, w.until_at, w.created_at from walls w where w.user_id is not null
    union all
    select w.case_id, m.user_id, max(w.from_at, m.from_at), w.until_at, w.created_at
    from walls w join group_members m on m.group_id = w.group_id and (m.until_at is null or m.until_at > w.from_at);
alter table group_members drop column stood_until;
