drop function empty_journal_of(uuid);
drop trigger journal_checkpoints_are_not_truncated on journal_checkpoints;
drop trigger journal_checkpoints_are_append_only on journal_checkpoints;
drop trigger journal_is_not_truncated on journal;
drop trigger journal_is_append_only on journal;
drop function journal_is_append_only();
alter table journal_heads alter column subject type text collate "default";
alter table journal alter column subject type text collate "default";
drop table disposals;
drop table legal_holds;
drop index journal_by_kind;
drop index journal_by_actor;
drop table journal_checkpoints;
-- Entries that only the new formula can verify are no longer verifiable: their digest is lost.
alter table journal drop column digest;
drop table external_identities;
drop table sign_in_failures;
drop table service_keys;
alter table refresh_tokens add column revoked_at timestamptz;
update refresh_tokens set revoked_at = (select s.revoked_at from sessions s where s.id = refresh_tokens.family_id);
drop table sessions;
drop index users_by_external_id;
alter table users drop column external_id;
alter table users drop column kind;
-- Notifications of what is no deadline are lost.
delete from notifications where deadline_id is null;
alter table notifications alter column deadline_id set not null;
drop table emergency_accesses;
-- Walls around groups are lost.
drop view screens;
delete from walls where user_id is null;
drop index walls_of_group;
alter table walls drop column group_id;
alter table walls alter column user_id set not null;
alter table notes drop column privilege;
alter table parties drop column address;
alter table parties drop column uci;
alter table parties drop column date_of_birth;
alter table cases drop column confidentiality;
