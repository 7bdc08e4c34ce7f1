-- What people agreed to, who wants their record deleted, and which records are gone for good.

-- body: the words that were agreed to, as they were shown
create table consent (
    person_id uuid not null,
    version smallint not null,
    given_at timestamptz not null,
    body text not null,
    primary key (person_id, version)
);

create table deletion_request (
    person_id uuid primary key,
    asked_at timestamptz not null
);

-- mark: of whose record it was; a backup that is put back is rid of it
create table forgotten (
    mark text primary key,
    forgotten_at timestamptz not null
);
