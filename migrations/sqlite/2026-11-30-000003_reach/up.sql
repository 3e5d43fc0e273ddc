-- What opens access goes by when it was recorded: until when a membership stood, whatever end was entered for it later.
alter table group_members add column stood_until text;
update group_members set stood_until = updated_at where until_at is not null and version > 1;

-- Whom a wall keeps from a case, and when: itself, or as a member of the group that it is around. Who leaves the group is kept
-- out none the less, whatever day they are said to have left; who had left before the wall was put up is not.
drop view screens;
create view screens as
    select w.case_id, w.user_id, w.from_at, w.until_at, w.created_at from walls w where w.user_id is not null
    union all
    select w.case_id, m.user_id, max(w.from_at, m.from_at), w.until_at, w.created_at
    from walls w join group_members m on m.group_id = w.group_id
        and (m.until_at is null or m.until_at > w.from_at or (m.stood_until > w.from_at and m.stood_until > w.created_at));

-- Who set the password of a user for them, and so has known it; not set where the operator did, or from before.
alter table users add column password_by text;

-- What a key may give although it is confined: roles, and a clearance.
alter table service_keys add column may_give text;
