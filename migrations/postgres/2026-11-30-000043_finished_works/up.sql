-- What was brought, once, to what a new version keeps: a look at every row that no migration can take, and no start needs again.
create table finished_works (
    name text primary key not null,
    finished_at timestamptz not null
);
