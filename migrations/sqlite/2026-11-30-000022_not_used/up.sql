-- What nobody had to do was not missed. The rules are those that the catalog calls optional now.
update deadlines set status = 'not_used' where status = 'missed' and rule in (
    'CIT-10(3.1)', 'FCA-18.1', 'FCR-308', 'CIT-22.1', 'ALJR-72-IN', 'ALJR-72-OUT', 'ALJR-MANDAMUS', 'FCCIRPR-13',
    'FCCIRPR-15-FURTHER-AFFIDAVITS', 'FCCIRPR-15-CROSS-EXAMINATIONS', 'FCCIRPR-15-FURTHER-MEMORANDA',
    'FC-CERTQ-NOTICE', 'FCCIRPR-20(1)', 'FCR-51(2)', 'FCR-397', 'FCA-57', 'FCR-369(3)', 'STAY-LATE', 'FCA-27(2)(a)',
    'FCA-27(2)(b)', 'FCR-343(3)', 'HABEAS', 'IAD-SPONSOR', 'IAD-REMOVAL', 'IAD-RESIDENCY', 'IAD-MINISTER',
    'IAD-DISCLOSE-REPLY', 'ID-REASONS', 'RAD-FILE', 'RAD-REPLY', 'RPD-BOC-EXT', 'RPD-INTERVENE', 'RPD-DISCLOSE-REPLY',
    'IRPA-101-1Y', 'IRPA-169(e)', 'PRRA-APPLY', 'SCC-58(1)(a)', 'SCC-28'
);
