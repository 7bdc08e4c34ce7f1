-- The time zones in which a person lived, oldest first: a JSON list of {"since", "zone"}. Without
-- any, the zone of whoever looks at the record is assumed.

alter table person add column zones text;
