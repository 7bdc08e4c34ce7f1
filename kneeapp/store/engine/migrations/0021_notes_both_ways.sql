-- Notes that go both ways: what a person answers to a note, a clinician's note that is being
-- written, and the notes that a clinician writes again and again.

create table note_answer (
    id uuid primary key,
    person_id uuid not null,
    note_id uuid not null,
    answered_at timestamptz not null,
    body text not null
);

create table note_draft (
    person_id uuid not null,
    clinician_id uuid not null,
    body text not null,
    primary key (person_id, clinician_id)
);

create table note_template (
    id uuid primary key,
    clinician_id uuid not null,
    body text not null
);

create index note_answer_of_person on note_answer (person_id);
