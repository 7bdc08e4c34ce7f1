-- Care that an admin handed over, and whether the person has read of it; and a role for those who
-- invite people and see no record. DuckDB changes no check of a table, so the table is made anew.

alter table care add column handed_from uuid;
alter table care add column told_at timestamptz;

create table account_of_any_role (
    id uuid primary key,
    name text not null default '',
    called text not null,
    role text not null check (role in ('patient', 'clinician', 'admin', 'reception')),
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
insert into account_of_any_role
select id, name, called, role, own_person, invited_by, created_at, joined_at, disabled_at, password,
    second_factor, second_factor_used, version
from account;
drop table account;
alter table account_of_any_role rename to account;
