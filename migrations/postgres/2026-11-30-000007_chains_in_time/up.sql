-- When the last entry of a chain was made, so that the next is never from before it.
alter table journal_heads add column last_at timestamptz;
update journal_heads set last_at = (
    select j.at from journal j where j.subject = journal_heads.subject and j.position = journal_heads.length
);
