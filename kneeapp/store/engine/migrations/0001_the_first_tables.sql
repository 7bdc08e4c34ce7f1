-- A person's record. Every row carries its person; ids are made by the app.

-- writes counts the transactions that wrote to the record: two at one moment meet in this row
create table person (
    id uuid primary key,
    created_at timestamptz not null,
    preferences text not null,
    writes bigint not null
);

create table screening (
    id uuid primary key,
    person_id uuid not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    kind text not null,
    rules_version text not null,
    answers text not null,
    findings text not null
);

create table session (
    id uuid primary key,
    person_id uuid not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    status text not null,
    knee text not null,
    test_move text not null,
    choice text not null,
    plan text not null,
    pain_before smallint not null check (pain_before between 0 and 10),
    pain_after smallint check (pain_after between 0 and 10),
    after_at timestamptz,
    late boolean not null,
    stress_off text,
    stop_reason text,
    note text not null
);

create table step (
    session_id uuid not null,
    n smallint not null,
    person_id uuid not null,
    area text not null,
    side text not null,
    tool text not null,
    planned_s smallint not null,
    worked_s smallint not null,
    unattended_s smallint not null,
    trace smallint[] not null,
    primary key (session_id, n)
);

create table rating (
    id uuid primary key,
    person_id uuid not null,
    session_id uuid,
    measure text not null,
    value smallint not null,
    taken_at timestamptz not null,
    area text,
    side text,
    step smallint
);

create table player_event (
    session_id uuid not null,
    client text not null,
    seq integer not null,
    person_id uuid not null,
    kind text not null,
    step smallint not null,
    elapsed_ms integer not null,
    at_ms bigint not null,
    value text not null,
    primary key (session_id, client, seq)
);
