
create index finding_reply_of_person on finding_reply (person_id, replied_at);

-- what can raise a finding is rare among thousands of lists, and read by itself
create index telling_of_person on screening (person_id, started_at)
    where kind not in ('short', 'start') or findings <> '[]' or cautions <> '[]';

-- which sessions did harm, and which stood between them, is told from the index alone
drop index session_of_person;
create index session_of_person on session (person_id, started_at) include (
    id, status, knee, test_move, pain_before, pain_after, late, trial_id, ended_at, stop_reason
);
