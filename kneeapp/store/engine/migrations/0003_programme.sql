-- The programme: what was done of it, breaks, visits to somebody, and repeated home tests.

-- set while a session of the programme is under way; once saved it is a training instead
alter table session add column phase text;

create table training (
    id uuid primary key,
    person_id uuid not null,
    trained_on date not null,
    phase text not null,
    planned text[] not null,
    pain_before smallint check (pain_before between 0 and 10)
);

create table exercise_done (
    training_id uuid not null,
    exercise text not null,
    person_id uuid not null,
    n smallint not null,
    programme_version text not null,
    dose text not null,
    sets smallint not null,
    sides text[] not null,
    effort smallint check (effort between 0 and 10),
    pain smallint check (pain between 0 and 10),
    primary key (training_id, exercise)
);

create table training_break (
    person_id uuid not null,
    first_day date not null,
    last_day date,
    why text not null,
    primary key (person_id, first_day)
);

-- days on which the person said that somebody had looked at the knee
create table knee_seen (
    person_id uuid not null,
    seen_on date not null,
    primary key (person_id, seen_on)
);

-- part: the side or the activity, empty where a test has only one result
create table test_result (
    person_id uuid not null,
    tested_on date not null,
    test text not null,
    part text not null,
    value float8 not null,
    primary key (person_id, tested_on, test, part)
);
