
create index finding_reply_of_person on finding_reply (person_id, replied_at);

-- which sessions did harm, and which stood between them, is told from the index alone
drop index session_of_person;
create index session_of_person on session (person_id, started_at) include (
    id, status, knee, test_move, pain_before, pain_after, late, trial_id, ended_at, stop_reason
);
