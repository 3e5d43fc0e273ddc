drop index cases_by_region;
alter table cases drop column office_as;
alter table cases drop column office_region;
drop index offices_of_organization;
drop table offices;
