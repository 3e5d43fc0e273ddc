drop table finished_works;
