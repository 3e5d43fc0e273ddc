drop function journal_given_out();
