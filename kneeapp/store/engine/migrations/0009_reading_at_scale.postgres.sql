-- What reading one person, or a clinician's caseload, takes among millions of sessions.

create index step_of_person on step (person_id, session_id);
create index trial_of_person on trial (person_id);
create index life_event_of_person on life_event (person_id);

-- the caseload reads twelve weeks of each person from the index alone, and what is rare from its own
drop index session_of_person;
create index session_of_person on session (person_id, started_at) include (
    status, knee, test_move, pain_before, pain_after, late, trial_id
);
create index stop_of_person on session (person_id, started_at) where stop_reason is not null;
create index flag_of_person on screening (person_id, started_at) where findings <> '[]';
