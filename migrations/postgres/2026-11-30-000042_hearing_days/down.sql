alter table hearings drop column days;
