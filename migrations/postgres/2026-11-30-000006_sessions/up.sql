-- How people come in: from where an account is tried, who signs in at an identity provider, and who used a refresh token.

-- From where an account is tried to sign in to: one row for each network from which it was signed in to of late, and one, of
-- the network '', for all others. An account is the hash of the name that was typed.
create table sign_in_places (
    account bytea not null,
    network text not null,
    failures integer not null,
    last_failed_at timestamptz,
    locked_until timestamptz,
    signed_in_at timestamptz,
    primary key (account, network)
);
insert into sign_in_places (account, network, failures, last_failed_at, locked_until)
    select account, '', failures, last_failed_at, locked_until from sign_in_failures;
drop table sign_in_failures;

-- Whether the person signs in at an identity provider: who was made by a directory, has no password or is known there already.
alter table users add column federated boolean not null default false;
update users set federated = true
    where kind = 'person' and (external_id is not null or password_hash = ''
        or id in (select user_id from external_identities));

-- Names are compared in one form. Where two have become the same, both stay as they were typed.
update users set username = lower(trim(username))
    where username <> lower(trim(username)) and not exists (
        select 1 from users other where other.id <> users.id and lower(trim(other.username)) = lower(trim(users.username)));

-- From which client a refresh token was used, as a hash: that one may ask again, for a moment.
alter table refresh_tokens add column used_by bytea;
create index refresh_tokens_by_expiry on refresh_tokens (expires_at);
