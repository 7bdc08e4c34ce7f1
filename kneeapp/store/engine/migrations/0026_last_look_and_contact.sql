-- When a clinician last opened a record, to say what is new in it; and how the clinic reaches a patient.

create table last_look (
    person_id uuid not null,
    clinician_id uuid not null,
    looked_at timestamptz not null,
    primary key (person_id, clinician_id)
);

alter table account add column contact text;
