-- What was found in calls, look-ups, orders and traces: first sign, who was told, what was done;
-- what partners were told not to call again; numbers that somebody reported.
create schema if not exists audit;

create table audit.finding (
    digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
    code text not null,
    partner text,
    source text not null,
    first_sign_at timestamptz not null,
    points_at jsonb not null check (jsonb_array_length(points_at) > 0),
    said jsonb not null,
    effect text not null,
    citation text not null,
    known_at timestamptz not null
);
create index finding_partner on audit.finding (partner, first_sign_at);
comment on table audit.finding is
    'purpose: what looked wrong, since when, and when the company knew, by opaque ids only (Art 5(2), 28 GDPR, § 130 OWiG); retention: P4Y from known_at';

create table audit.told (
    id bigint generated always as identity primary key,
    digest text not null references audit.finding,
    who text not null,
    at timestamptz not null
);
create index told_finding on audit.told (digest);
comment on table audit.told is
    'purpose: who was told of a finding and when, so that nobody can say later that nobody knew; retention: P4Y from at';

create table audit.done (
    id bigint generated always as identity primary key,
    digest text not null references audit.finding,
    what text not null,
    at timestamptz not null
);
create index done_finding on audit.done (digest);
comment on table audit.done is
    'purpose: what was done about a finding and when (Art 24 GDPR, § 130 OWiG); retention: P4Y from at';

create table audit.notice (
    id bigint generated always as identity primary key,
    partner text not null,
    made_at timestamptz not null,
    due_at timestamptz not null check (due_at >= made_at),
    file_digest text not null check (file_digest ~ '^[0-9a-f]{64}$'),
    plain_digest text not null check (plain_digest ~ '^[0-9a-f]{64}$'),
    numbers integer not null check (numbers > 0),
    acknowledged_at timestamptz check (acknowledged_at >= made_at),
    unique (partner, plain_digest)
);
comment on table audit.notice is
    'purpose: that a partner was told which numbers it may not call again, and confirmed it (Art 19, 21(3) GDPR); retention: P4Y from made_at';

create table audit.notice_line (
    notice_id bigint not null references audit.notice,
    line_id bigint not null,
    primary key (notice_id, line_id)
);
create index notice_line_line on audit.notice_line (line_id);
comment on table audit.notice_line is
    'purpose: which lines a notice named, to see a call after it and to tell nobody twice; retention: P4Y from the notice';

create table audit.reported (
    number text collate "C" primary key check (number like '+%'),
    first_at timestamptz not null,
    looked_up integer not null check (looked_up > 0)
);
comment on table audit.reported is
    'purpose: numbers that were reported to have been shown, and that they were looked up before anybody rang them; retention: P1Y from first_at';

-- One row for a number: it is rung once, by a person, and nothing is recorded.
create table audit.rang (
    number text collate "C" primary key references audit.reported,
    rang_at timestamptz not null,
    rang_by text not null,
    said text not null check (length(said) between 1 and 1000),
    named text
);
comment on table audit.rang is
    'purpose: what was said after the greeting at a number that was reported, as a note (§ 201 StGB: no recording); retention: P1Y from rang_at';

grant usage on schema audit to leumund_app;
grant select, insert on audit.finding, audit.told, audit.done, audit.notice_line, audit.rang
    to leumund_app;
grant select, insert on audit.notice to leumund_app;
grant update (acknowledged_at) on audit.notice to leumund_app;
grant select, insert on audit.reported to leumund_app;
grant update (looked_up) on audit.reported to leumund_app;
