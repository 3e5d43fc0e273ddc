update deadlines set status = 'missed' where status = 'elapsed';
