-- Walking, cycling, running and stairs: minutes, the step of the plan, effort, and the knee before,
-- in it and an hour after (0-10, null where not rated).

create table activity (
    person_id uuid not null,
    id uuid not null primary key,
    kind text not null,
    day date not null,
    minutes integer not null,
    step text,
    effort smallint,
    knee_before smallint,
    during smallint,
    hour_after smallint
);

create index activity_of_person on activity (person_id);
