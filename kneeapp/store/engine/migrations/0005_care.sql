-- A clinic: who may see whose record, what clinicians write in it, and who took which alert.

-- a clinician reads a record from accepted_at on until ended_at; asked again is a new row
create table care (
    clinician_id uuid not null,
    person_id uuid not null,
    asked_at timestamptz not null,
    accepted_at timestamptz,
    ended_at timestamptz,
    primary key (clinician_id, person_id, asked_at)
);

create table note (
    id uuid primary key,
    person_id uuid not null,
    clinician_id uuid not null,
    written_at timestamptz not null,
    audience text not null,
    body text not null,
    read_at timestamptz
);

-- what a clinician chose for a person; the newest row holds, nulls leave it to the person
create table treatment (
    id uuid primary key,
    person_id uuid not null,
    clinician_id uuid not null,
    chosen_at timestamptz not null,
    routine text,
    weekly_target smallint,
    programme_goal text
);

-- what was done about an alert; whether there is one is told afresh from what the person entered
create table alert (
    id uuid primary key,
    person_id uuid not null,
    kind text not null,
    seen_at timestamptz not null,
    seen_by uuid not null,
    taken_at timestamptz,
    taken_by uuid,
    closed_at timestamptz,
    closed_by uuid
);
