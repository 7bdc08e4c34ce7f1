
create index session_of_person on session (person_id, started_at)
    include (status, pain_before, pain_after);
create index screening_of_person on screening (person_id, started_at);
create index rating_of_person on rating (person_id, measure, taken_at);
