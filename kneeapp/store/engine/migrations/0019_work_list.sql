-- A clinic's work list: why an alert was closed, and how often a record was written to in a way that
-- a clinician may have to act on. A page that is open asks for that number alone.

alter table alert add column close_reason text;
alter table person add column changes integer default 0;
