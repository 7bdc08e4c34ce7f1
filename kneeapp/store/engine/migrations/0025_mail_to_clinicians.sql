-- Where a clinician wants to be told that somebody needs them, since when, and when they last were.

alter table account add column mail text;
alter table account add column mail_since timestamptz;
alter table account add column mailed_at timestamptz;
