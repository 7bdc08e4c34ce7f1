-- A clinician asks by a sign-in name to see a record: the names that have none, or none yet. The
-- ask is put to whoever joins under that name; names that nobody has are kept alike, so that the
-- list of asks does not tell who is a patient.

create table care_ask (
    clinician_id uuid not null,
    name text not null,
    asked_at timestamptz not null,
    primary key (clinician_id, name)
);
