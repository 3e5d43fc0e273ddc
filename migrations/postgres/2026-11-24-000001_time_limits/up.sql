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
alter table deadlines add column closed_by_hand boolean not null default false;
alter table deadlines add column closed_by_user_id uuid;
alter table deadlines add column closed_by_document_id uuid;

update deadlines set watch_on = case
    when actor in ('applicant', 'appellant', 'moving_party', 'person_concerned')
        then coalesce(arguable_latest_on, due_on, sort_on)
    else coalesce(safe_on, due_on, sort_on) end;
update deadlines set remind_on = date '1993-01-01' where status = 'open';
update deadlines set closed_by_hand = true
    where status <> 'open' and closed_by_event_id is null and status <> 'cancelled';

create index deadlines_of_person on deadlines (responsible_user_id, sort_on, id);
create index deadlines_of_accountable on deadlines (accountable_user_id, sort_on, id);
create index deadlines_to_remind on deadlines (status, remind_on, id);
create index deadlines_open_of_case on deadlines (organization_id, status, case_id);

-- The position of an organisation on an open reading of the law, or on a practice direction. Ended, never deleted.
create table settlements (
    id uuid primary key not null,
    organization_id uuid not null references organizations (id),
    kind text not null,
    code text not null,
    rule text,
    position text not null,
    reason text not null,
    group_name text,
    decision_number text,
    decided_on date,
    settled_by uuid not null references users (id),
    from_at timestamptz not null,
    until_at timestamptz,
    version bigint not null
);
create index settlements_of_organization on settlements (organization_id, from_at, id);

create table reminder_policies (
    organization_id uuid primary key not null references organizations (id),
    responsible_days json not null,
    accountable_days json not null,
    overdue_responsible boolean not null,
    overdue_accountable boolean not null,
    version bigint not null,
    updated_at timestamptz not null
);

-- Which state of the law an organisation's open deadlines were last recalculated with.
create table law_adoptions (
    id uuid primary key not null,
    organization_id uuid not null references organizations (id),
    law_version text not null,
    adopted_by uuid references users (id),
    adopted_at timestamptz not null,
    moved bigint not null
);
create index law_adoptions_of_organization on law_adoptions (organization_id, adopted_at, id);

-- Calendars to subscribe to. The token is the credential: only its hash is kept.
create table feeds (
    id uuid primary key not null,
    user_id uuid not null references users (id),
    scope text not null,
    case_id uuid references cases (id),
    language text not null,
    token_hash bytea not null unique,
    created_at timestamptz not null,
    revoked_at timestamptz,
    version bigint not null
);
create index feeds_of_user on feeds (user_id, id);

-- What a person was told of a deadline. One row a deadline, person, date and step: told once, whoever runs.
create table notifications (
    id uuid primary key not null,
    user_id uuid not null references users (id),
    deadline_id uuid not null references deadlines (id),
    case_id uuid not null references cases (id),
    kind text not null,
    watch_on date not null,
    step smallint not null,
    created_at timestamptz not null,
    read_at timestamptz,
    snoozed_until timestamptz,
    mail_state text not null,
    mail_attempts smallint not null,
    mail_next_at timestamptz,
    version bigint not null,
    unique (deadline_id, user_id, watch_on, step)
);
create index notifications_of_user on notifications (user_id, created_at, id);
create index notifications_to_mail on notifications (mail_state, mail_next_at);
