-- The court file that a case shares with others, by the id of the oldest of them: a case and the motions in it. Not set for a
-- case that has its file for itself.
alter table cases add column court_file_id text;
create index cases_of_court_file on cases (court_file_id, id) where court_file_id is not null;
-- By this one the view below passes over a case that has its file for itself, without the row.
create index cases_in_court_files on cases (id, court_file_id) where court_file_id is not null;
with recursive ties (case_id, member) as (
    select case_id, other_case_id from case_links where kind in ('motion_in', 'stay_of')
    union
    select other_case_id, case_id from case_links where kind in ('motion_in', 'stay_of')
), reached (case_id, member) as (
    select case_id, member from ties
    union
    select r.case_id, t.member from reached r join ties t on t.case_id = r.member
)
update cases set court_file_id = (select min(r.member) from reached r where r.case_id = cases.id)
    where id in (select case_id from ties);

-- What somebody set by hand about the public and the case, and when; no instant: since it was opened. The orders on the dockets
-- of its court file count beside it. What stands today counts from the last change that is known.
alter table cases add column confidentiality_set text not null default 'none';
alter table cases add column confidentiality_set_at text;
update cases set confidentiality = 'sealed' where court_file_id in
    (select c.court_file_id from cases c where c.confidentiality = 'sealed' and c.court_file_id is not null);
update cases set confidentiality = 'anonymised' where confidentiality = 'none' and court_file_id in
    (select c.court_file_id from cases c where c.confidentiality = 'anonymised' and c.court_file_id is not null);
update cases set confidentiality_set = confidentiality, confidentiality_set_at = updated_at
    where confidentiality <> 'none' or exists (select 1 from events e where e.case_id = cases.id
        and e.type in ('anonymity_ordered', 'confidentiality_ordered',
            'confidentiality_lifted', 'private_hearing_ordered', 'private_hearing_ended'));

-- A wall around one case of a court file is around all of it.
drop view walled_users;
create view walled_users as
    select w.case_id, w.user_id, w.from_at, w.until_at, w.created_at from walls w where w.user_id is not null
    union all
    select w.case_id, m.user_id, max(w.from_at, m.from_at), w.until_at, w.created_at
    from walls w join group_members m on m.group_id = w.group_id
        and (m.until_at is null or m.until_at > w.from_at or (m.stood_until > w.from_at and m.stood_until > w.created_at))
    union all
    select o.id, w.user_id, w.from_at, w.until_at, w.created_at
    from walls w join cases c on c.id = w.case_id and c.court_file_id is not null
    join cases o on o.court_file_id = c.court_file_id and o.id <> c.id
    where w.user_id is not null
    union all
    select o.id, m.user_id, max(w.from_at, m.from_at), w.until_at, w.created_at
    from walls w join group_members m on m.group_id = w.group_id
        and (m.until_at is null or m.until_at > w.from_at or (m.stood_until > w.from_at and m.stood_until > w.created_at))
    join cases c on c.id = w.case_id and c.court_file_id is not null
    join cases o on o.court_file_id = c.court_file_id and o.id <> c.id;
