-- Time limits: what a deadline's date rests on, who is told of it and when, and the organisation's position on the law.

alter table cases add column side text not null default 'responding';
alter table users add column email text;

-- trigger_at: the instant, where hours are counted. nominal_on: the last day before any move off a day off.
-- basis: what the date was computed from; while that is the same, nothing but a consented recalculation moves it.
alter table deadlines add column trigger_at text;
alter table deadlines add column nominal_on date;
alter table deadlines add column basis text;
-- watch_on: the day that reminders and warnings go by. remind_on: the day on which it is looked at again.
alter table deadlines add column watch_on date not null default '2100-01-01';
alter table deadlines add column remind_on date;
alter table deadlines add column closed_by_hand boolean not null default 0;
alter table deadlines add column closed_by_user_id text;
alter table deadlines add column closed_by_document_id text;

update deadlines set watch_on = case
    when actor in ('applicant', 'appellant', 'moving_party', 'person_concerned')
        then coalesce(arguable_latest_on, due_on, sort_on)
    else coalesce(safe_on, due_on, sort_on) end;
update deadlines set remind_on = '1993-01-01' where status = 'open';
update deadlines set closed_by_hand = 1
    where status <> 'open' and closed_by_event_id is null and status <> 'cancelled';

create index deadlines_of_person on deadlines (responsible_user_id, sort_on, id);
create index deadlines_of_accountable on deadlines (accountable_user_id, sort_on, id);
create index deadlines_to_remind on deadlines (status, remind_on, id);
create index deadlines_open_of_case on deadlines (organization_id, status, case_id);

-- The position of an organisation on an open reading of the law, or on a practice direction. Ended, never deleted.
create table settlements (
    id text primary key not null,
    organization_id text not null references organizations (id),
    kind text not null,
    code text not null,
    rule text,
    position text not null,
    reason text not null,
    group_name text,
    decision_number text,
    decided_on date,
    settled_by text not null references users (id),
    from_at text not null,
    until_at text,
    version bigint not null
);
create index settlements_of_organization on settlements (organization_id, from_at, id);

create table reminder_policies (
    organization_id text primary key not null references organizations (id),
    responsible_days text not null,
    accountable_days text not null,
    overdue_responsible boolean not null,
    overdue_accountable boolean not null,
    version bigint not null,
    updated_at text not null
);

-- Which state of the law an organisation's open deadlines were last recalculated with.
create table law_adoptions (
    id text primary key not null,
    organization_id text not null references organizations (id),
    law_version text not null,
    adopted_by text references users (id),
    adopted_at text not null,
    moved bigint not null
);
create index law_adoptions_of_organization on law_adoptions (organization_id, adopted_at, id);

-- Calendars to subscribe to. The token is the credential: only its hash is kept.
create table feeds (
    id text primary key not null,
    user_id text not null references users (id),
    scope text not null,
    case_id text references cases (id),
    language text not null,
    token_hash blob not null unique,
    created_at text not null,
    revoked_at text,
    version bigint not null
);
create index feeds_of_user on feeds (user_id, id);

-- What a person was told of a deadline. One row a deadline, person, date and step: told once, whoever runs.
create table notifications (
    id text primary key not null,
    user_id text not null references users (id),
    deadline_id text not null references deadlines (id),
    case_id text not null references cases (id),
    kind text not null,
    watch_on date not null,
    step smallint not null,
    created_at text not null,
    read_at text,
    snoozed_until text,
    mail_state text not null,
    mail_attempts smallint not null,
    mail_next_at text,
    version bigint not null,
    unique (deadline_id, user_id, watch_on, step)
);
create index notifications_of_user on notifications (user_id, created_at, id);
create index notifications_to_mail on notifications (mail_state, mail_next_at);
