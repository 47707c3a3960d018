-- Passes: each is a call that was permitted, and a use of the consent it rests on.
create schema permit;

create table permit.pass (
    pass_id text primary key,
    line_id bigint not null,
    person_id bigint,
    consent_id bigint,
    partner text not null,
    purpose text not null,
    product text,
    campaign text,
    shown_number text collate "C" not null check (shown_number like '+%'),
    call_type text not null,
    at timestamptz not null,
    issued_at timestamptz not null,
    pack_digest text not null check (pack_digest ~ '^[0-9a-f]{64}$')
);
create index pass_line on permit.pass (line_id, at);
create index pass_consent on permit.pass (consent_id) where consent_id is not null;
comment on table permit.pass is
    'purpose: which call was permitted, which explains it when it is complained about, and which use of a consent it is (§ 7a(2) UWG); retention: P5Y from at';

create table permit.refusal (
    refused_on date not null,
    rule text not null,
    purpose text not null,
    checks bigint not null check (checks > 0),
    primary key (refused_on, rule, purpose)
);
comment on table permit.refusal is
    'purpose: how often which rule refused a call, without saying whom; retention: P3Y from refused_on';

-- A pass that was given stays as it is.
grant usage on schema permit to leumund_app;
grant select, insert on permit.pass to leumund_app;
grant select, insert on permit.refusal to leumund_app;
grant update (checks) on permit.refusal to leumund_app;
