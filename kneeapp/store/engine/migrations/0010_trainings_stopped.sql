-- When a session of the programme was stopped, and the reason given in the player; both or neither.

alter table training add column stopped_at timestamptz;
alter table training add column stop_reason text;
