-- The days that were set for a hearing, in order, those that were struck too. What is kept of hearings is made anew from the
-- dockets at the next start, or by `greffe migrate`: one that had two rows, because what set it first was struck, has one.
delete from hearings;
alter table hearings add column days text not null default '[]';
