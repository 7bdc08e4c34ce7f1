-- What a screening knew of earlier answers, the cautions it raised, and the replies to findings.

-- both are null in a screening from before they were kept
alter table screening add column known text;
alter table screening add column cautions text;

create table finding_reply (
    id uuid primary key,
    person_id uuid not null,
    finding text not null,
    rule text not null,
    kind text not null,
    replied_at timestamptz not null,
    seen_by text,
    seen_on date,
    allows text,
    allowed_until date,
    account_id uuid
);
