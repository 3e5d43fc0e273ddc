alter table journal_heads drop column last_at;
