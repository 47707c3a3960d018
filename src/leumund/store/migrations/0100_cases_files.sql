-- Cases: what was noticed, what was asked and answered, what two people decided and why.
create schema cases;

create table cases.person (
    id bigint generated always as identity primary key,
    name text not null unique check (name = btrim(name) and name <> '')
);
comment on table cases.person is
    'purpose: who of the company has acted in a case, so that two are two (§ 130 OWiG); entries of the ledger name the id only; retention: P4Y from the end of the last case they acted in';

create table cases.file (
    id bigint generated always as identity primary key,
    target text not null check (target in ('partner', 'campaign', 'rule', 'hand_over')),
    name text not null,
    state text not null,
    opened_at timestamptz not null,
    closed_at timestamptz
);
create index file_by_name on cases.file (target, name);
comment on table cases.file is
    'purpose: whom or what a case is against and where it stands; retention: P4Y from its end (claims expire: §§ 195, 199 BGB)';

create table cases.step (
    case_id bigint not null references cases.file,
    number integer not null,
    at timestamptz not null,
    move text not null,
    event text not null,
    person_id bigint references cases.person,
    said jsonb not null,
    entry_id bigint not null,
    primary key (case_id, number)
);
comment on table cases.step is
    'purpose: each move of a case with who, when and why, for the hearing, the decision and the court (Art 5(2) GDPR); retention: P4Y from the end of the case';

create table cases.finding (
    digest text not null,
    target text not null,
    name text not null,
    case_id bigint not null references cases.file,
    primary key (digest, target, name)
);
comment on table cases.finding is
    'purpose: in which case a finding stands, so that nobody answers twice for the same; retention: P4Y from the end of the case';

create table cases.measure (
    case_id bigint not null references cases.file,
    number integer not null,
    kind text not null,
    is_provisional boolean not null,
    since timestamptz not null,
    until timestamptz,
    ended_at timestamptz,
    primary key (case_id, number)
);
create index measure_in_force on cases.measure (since) where ended_at is null;
comment on table cases.measure is
    'purpose: which measures are in force, asked before every pass, hand-over and order; retention: P4Y from the end of the case';

create table cases.letter (
    code text primary key,
    case_id bigint not null references cases.file,
    entry_id bigint not null,
    sent_at timestamptz not null
);
comment on table cases.letter is
    'purpose: by which entry of the ledger a letter can be checked by its code; retention: P10Y from the letter, as what it proves';

grant usage on schema cases to leumund_app;
grant select, insert on
    cases.person, cases.step, cases.finding, cases.letter
to leumund_app;
grant select, insert, update on cases.file, cases.measure to leumund_app;
