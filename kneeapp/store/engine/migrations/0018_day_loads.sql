-- What the knee carried on a day, in steps, floors and minutes; null where it was not counted.
-- origin: as in 0013, null for what the person entered here.

create table day_load (
    person_id uuid not null,
    day date not null,
    steps integer,
    floors integer,
    sitting_min integer,
    standing_min integer,
    sport_min integer,
    training_min integer,
    origin text,
    primary key (person_id, day)
);
