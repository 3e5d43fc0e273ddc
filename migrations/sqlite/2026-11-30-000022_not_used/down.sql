update deadlines set status = 'missed' where status = 'not_used';
