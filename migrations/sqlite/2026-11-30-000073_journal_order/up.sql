-- One writer at a time: what is numbered first is seen first, and there is nothing to mark.
select 1;
