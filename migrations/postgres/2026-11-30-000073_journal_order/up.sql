-- The last number that the journal has given out, for the mark that every write leaves (src/db/dialect/order.rs). A role that
-- may only add to the journal may not read its sequence; this much of it is for everybody who can write at all. In PL/pgSQL,
-- whose plan a session keeps: every write asks.
create function journal_given_out() returns bigint language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    return (select case when is_called then last_value else last_value - 1 end from journal_sequence_seq);
end
$$;
