-- Trials of the second design: two to four things in one order over blocks of hidden size.
-- A trial that was drawn before is of design 1 and stays so.
-- heads: design 1 one sign a pair, design 2 one sign a session, the number of what is done in it
-- (asked, then also_asked, then other); never shown ahead
-- also_asked: further things asked about, joined by commas; blocks: their sizes, joined by commas;
-- looks: JSON text of the planned analyses, [{"sessions", "limit"}]; all null in design 1

alter table trial add column design smallint default 1;
alter table trial add column also_asked text;
alter table trial add column blocks text;
alter table trial add column looks text;
