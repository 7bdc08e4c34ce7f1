-- Who else sees the record of a clinician's patient: a deputy until a moment, and by the patient's
-- consent the clinician's team. A team is its name on the accounts of its clinicians.

alter table account add column team text;
-- the team that the person lets in with this clinician, by the name it had when they agreed
alter table care add column team text;

create table deputy (
    id uuid primary key,
    clinician_id uuid not null,
    deputy_id uuid not null,
    named_at timestamptz not null,
    ends_at timestamptz not null,
    ended_at timestamptz
);

-- whether a person has read of a deputy, or will not have that one
create table deputy_answer (
    person_id uuid not null,
    named_id uuid not null,
    read_at timestamptz,
    refused_at timestamptz,
    primary key (person_id, named_id)
);
