-- What was nobody's to do was neither missed nor late: its time ran out.
update deadlines set status = 'elapsed' where status in ('missed', 'met_late') and actor = 'nobody';
