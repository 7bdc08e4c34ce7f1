-- Trials with the order drawn before their first session, and what else happened on a day.

alter table session add column trial_id uuid;
alter table session add column trial_pair smallint;
alter table session add column trial_place smallint;

-- heads: one sign a pair, 1 where what is asked about comes first; never shown ahead
create table trial (
    id uuid primary key,
    person_id uuid not null,
    knee text not null,
    asked text not null,
    other text not null,
    drawn_at timestamptz not null,
    heads text not null,
    consent text not null,
    stopped_at timestamptz
);

create table life_event (
    id uuid primary key,
    person_id uuid not null,
    kind text not null,
    happened_on date not null,
    note text not null
);
