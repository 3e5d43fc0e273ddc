drop table write_trials;
