alter table events drop column about_id;
