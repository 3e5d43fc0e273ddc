-- Of a request that may be sent again it is kept where to find what it did, and not what was answered: that is read anew, for
-- who asks then. Of what was kept before only that there was such a request is left.
alter table idempotency_keys add column pointer text not null default '';
alter table idempotency_keys drop column status;
alter table idempotency_keys drop column etag;
alter table idempotency_keys drop column location;
alter table idempotency_keys drop column body;
drop index idempotency_keys_by_age;
create index idempotency_keys_by_age on idempotency_keys (created_at);
