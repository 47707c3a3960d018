-- Lines, the persons on them, and what stands about them.
create schema people;

-- References between these tables are written down and not enforced: every row is made by a
-- join with the tables it refers to, nobody has the right to delete a line or a person, and
-- checking a million rows one by one takes longer than all the rest of a load.
--
-- Numbers and references are compared byte by byte: no language's sorting rules are needed,
-- and an index over a million of them is built several times faster.
create table people.line (
    id bigint generated always as identity primary key,
    number text collate "C" not null unique check (
        number like '+%' and length(number) between 8 and 16
    )
);
comment on table people.line is
    'purpose: find the persons a phone number belongs to; retention: until erased from the last person, objection or proof that names it';

create table people.person (
    id bigint generated always as identity primary key,
    ref text collate "C" not null unique,
    name text,
    kind text not null check (kind in ('consumer', 'business', 'unknown')),
    land text check (land ~ '^[A-Z]{2}$'),
    postcode text,
    segment text,
    zone text not null
);
comment on table people.person is
    'purpose: the customers of the company, whom a call may be meant for; retention: until erased from the end of the last contract or consent';

create table people.person_line (
    person_id bigint not null references people.person not enforced,
    line_id bigint not null references people.line not enforced,
    primary key (person_id, line_id)
);
create index person_line_line on people.person_line (line_id);
comment on table people.person_line is
    'purpose: who can be reached on which line; retention: until erased from the person or the line';

-- A version of a consent is never changed: a corrected one takes its place, because proof
-- that was mended afterwards is no proof (§ 7a UWG). Only the end of its time is written.
create table people.consent (
    id bigint generated always as identity primary key,
    person_id bigint not null references people.person not enforced,
    line_id bigint references people.line not enforced,
    act text collate "C" not null,
    key text collate "C" not null,
    content text collate "C" not null,
    companies text[] not null,
    company_keys text[] not null,
    products text[] not null,
    product_keys text[] not null,
    channels text[] not null,
    wording text,
    wording_version text,
    granted_at timestamptz,
    recorded_at timestamptz,
    source text,
    proof_hash text,
    number_confirmed boolean not null,
    origin_checked boolean not null,
    reaches_past_contract_end boolean not null,
    valid_until date,
    revoked_at timestamptz,
    loaded_at timestamptz not null,
    replaced_at timestamptz
);
create unique index consent_in_force on people.consent (key) where replaced_at is null;
create index consent_act on people.consent (act) where replaced_at is null;
create index consent_person on people.consent (person_id) where replaced_at is null;
comment on table people.consent is
    'purpose: prove each consent to advertising calls (§ 7a UWG), revoked and replaced ones blocked, proof only; retention: P5Y from granted_at and from each use';

-- A reference is kept as written: an objection may be known before the person is loaded.
create table people.objection (
    id bigint generated always as identity primary key,
    line_id bigint references people.line not enforced,
    person_ref text collate "C",
    at timestamptz,
    scope text not null,
    scope_key text not null,
    channel text not null,
    source text,
    noted_at timestamptz not null,
    check (line_id is not null or person_ref is not null),
    unique nulls not distinct (line_id, person_ref, at, scope_key, channel)
);
create index objection_person on people.objection (person_ref) where person_ref is not null;
comment on table people.objection is
    'purpose: never call whoever objected (§ 7(1) UWG, Art 21(3) GDPR); retention: until erased with the end of all marketing by the company';

create table people.contract (
    id bigint generated always as identity primary key,
    person_id bigint not null references people.person not enforced,
    act text collate "C" not null,
    key text collate "C" not null unique,
    product text not null,
    product_key text not null,
    started_on date not null,
    ended_on date
);
create index contract_act on people.contract (act);
create index contract_person on people.contract (person_id);
comment on table people.contract is
    'purpose: whether a consent still reaches a former customer, and which tariff a caller could know; retention: P3Y from ended_on';

create table people.register (
    name text not null,
    dated_on date not null,
    file_digest text not null,
    loaded_at timestamptz not null,
    primary key (name, dated_on)
);
comment on table people.register is
    'purpose: which version of a public register was looked at on which day; retention: P5Y from dated_on';

create table people.register_entry (
    register text not null,
    number text collate "C" not null,
    listed_from date not null,
    listed_until date,
    primary key (register, number, listed_from),
    check (listed_until > listed_from)
);
create index register_entry_number on people.register_entry (number) where listed_until is null;
comment on table people.register_entry is
    'purpose: do not call numbers in a public register, and show since when they were in it; retention: P5Y from listed_until';

grant usage on schema people to leumund_app;
grant select, insert on people.line to leumund_app;
grant select, insert, update on people.person to leumund_app;
grant select, insert, delete on people.person_line to leumund_app;
grant select, insert on people.consent to leumund_app;
grant update (replaced_at) on people.consent to leumund_app;
grant select, insert on people.objection to leumund_app;
grant select, insert, delete on people.contract to leumund_app;
grant select, insert, update on people.register to leumund_app;
grant select, insert, delete on people.register_entry to leumund_app;
grant update (listed_until) on people.register_entry to leumund_app;
