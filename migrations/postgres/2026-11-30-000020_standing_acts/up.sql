-- acts: what people did to a deadline and stands. moved_from: the date of which people were told last, where it has moved;
-- moved_by: who moved it, and need not be told.
alter table deadlines add column acts json not null default '[]';
alter table deadlines add column moved_from date;
alter table deadlines add column moved_by uuid;

-- A date that is pinned and is not the one that the docket orders was set by somebody's act, after all that is on the docket.
update deadlines set acts = json_build_array(json_build_object(
    'act', 'moved',
    'position', (select coalesce(max(position), 0) from events where events.case_id = deadlines.case_id),
    'by', pinned_by, 'until', due_on, 'nominal_on', nominal_on, 'safe_on', safe_on,
    'explanation', explanation, 'warnings', warnings))
    where pinned and due_on is not null and pinned_by is not null
    and (pinned_by <> 'order' or coalesce(basis::json ->> 'ordered', '') <> due_on::text);
update deadlines set acts = (acts::jsonb || '[{"act": "closed"}]'::jsonb)::json where closed_by_hand;
