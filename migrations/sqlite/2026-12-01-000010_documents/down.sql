drop table content_erasures;
drop table document_versions;
drop table documents;
