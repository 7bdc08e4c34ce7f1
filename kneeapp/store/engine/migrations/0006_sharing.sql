-- Links by which others see chosen charts; what opens one is known to its receivers only.

create table share (
    mark text primary key,
    person_id uuid not null,
    made_at timestamptz not null,
    ends_at timestamptz not null,
    revoked_at timestamptz,
    shown text not null
);

create table share_opening (
    id uuid primary key,
    person_id uuid not null,
    mark text not null,
    opened_at timestamptz not null
);
