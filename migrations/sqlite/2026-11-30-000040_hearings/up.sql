-- The hearings that dockets set, written in the transaction of the event that sets, moves or ends one, so that a calendar of
-- many cases is one index. A docket from before has its hearings put here at the next start, or by `greffe migrate`.
create table hearings (
    id text primary key not null,
    case_id text not null references cases (id),
    organization_id text not null references organizations (id),
    code text not null,
    status text not null,
    hearing_on date not null,
    hearing_at text,
    zone text not null,
    minutes integer,
    place text,
    room text,
    remote boolean,
    language text,
    judge text,
    responsibility text,
    event_id text not null,
    remind_on date,
    version bigint not null,
    created_at text not null,
    updated_at text not null
);
create index hearings_of_case on hearings (case_id, hearing_on, id);
create index hearings_by_day on hearings (hearing_on, id);
create index hearings_of_organization on hearings (organization_id, hearing_on, id);
create index hearings_to_remind on hearings (status, remind_on, id);

-- A reminder may be of a hearing.
alter table notifications add column hearing_id text;
create unique index notifications_of_hearing on notifications (hearing_id, user_id, watch_on, step);
