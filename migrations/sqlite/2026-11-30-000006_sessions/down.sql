drop index refresh_tokens_by_expiry;
alter table refresh_tokens drop column used_by;
alter table users drop column federated;
create table sign_in_failures (
    account blob primary key not null,
    failures integer not null,
    last_failed_at text not null,
    locked_until text
);
insert into sign_in_failures (account, failures, last_failed_at, locked_until)
    select account, failures, last_failed_at, locked_until from sign_in_places
    where network = '' and last_failed_at is not null;
drop table sign_in_places;
