drop table liaison_officers;
