-- A clinic's accounts: how each is known, what it holds, who is signed in, and what was done.

-- name: what is typed to sign in, as in identity; called: what the clinic calls them;
-- own_person: whose record is theirs, null for staff; password: a bcrypt hash;
-- second_factor: sealed; version: raised to end every sign-in
create table account (
    id uuid primary key,
    name text not null default '',
    called text not null,
    role text not null check (role in ('patient', 'clinician', 'admin')),
    own_person uuid,
    invited_by uuid,
    created_at timestamptz not null,
    joined_at timestamptz,
    disabled_at timestamptz,
    password text,
    second_factor text,
    second_factor_used bigint not null,
    version integer not null
);

-- how an account is known: by a name of this clinic (issuer '') or as another house's subject;
-- used_until: the moment (Unix seconds) of the last sign-in taken from that house
create table identity (
    issuer text not null,
    subject text not null,
    account_id uuid not null,
    used_until bigint not null,
    primary key (issuer, subject)
);

-- lets its bearer choose a password, once; only its mark is kept
create table one_time_code (
    code text primary key,
    account_id uuid not null,
    issued_by uuid,
    issued_at timestamptz not null,
    ends_at timestamptz not null,
    used_at timestamptz
);

-- secret: the mark of what the browser holds, until ticket_until of a ticket to be exchanged
create table sign_in (
    id uuid primary key,
    account_id uuid not null,
    version integer not null,
    secret text not null,
    ticket_until timestamptz,
    began_at timestamptz not null,
    seen_at timestamptz not null,
    ended_at timestamptz
);

-- whom: the mark of a name, or of a name on a browser that has signed in before; two tries at
-- one moment meet in the same n
create table attempt (
    whom text not null,
    n integer not null,
    made_at timestamptz not null,
    succeeded boolean not null,
    primary key (whom, n)
);

create table secret (
    name text primary key,
    value text not null
);

-- actor and whom are pseudonyms: a record that is deleted leaves no name here
create table audit (
    id uuid primary key,
    noted_at timestamptz not null,
    actor text not null,
    deed text not null,
    whom text not null
);
