-- What other systems call an entry of a docket: shown with it, and one of a kind within its case.
alter table events add column external_ids json not null default '[]';
