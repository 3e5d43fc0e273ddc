-- One row that the service rewrites to see whether the database can be written: nothing is kept in it.
create table write_trials (
    id smallint not null primary key check (id = 1),
    filler text not null
);
insert into write_trials (id, filler) values (1, '');
