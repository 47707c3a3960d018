-- The chain register: what Art 28(2)-(4) GDPR and EDPB Opinion 22/2024 want at hand of everybody
-- in the chain, what was looked at before anything was handed over, and what was declared.
alter table network.partner
    add column address text,
    add column tasks text[] not null default '{}',
    add column transfer_basis text
        check (transfer_basis in ('adequacy', 'scc', 'bcr', 'derogation')),
    add column transfer_document text check (transfer_document ~ '^[0-9a-f]{64}$'),
    add column transfer_assessed_on date,
    add column audited_on date,
    add column authorised_on date;

alter table network.engagement
    add column art26_document text check (art26_document ~ '^[0-9a-f]{64}$'),
    add column legal_ground text,
    add column fields text[] not null default '{}',
    add column documents jsonb not null default '[]';

-- What an engagement said, each time a file said something else. Never changed, never removed.
create table network.engagement_version (
    id bigint generated always as identity primary key,
    partner_id bigint not null references network.partner,
    role text not null,
    valid_from date not null,
    version integer not null check (version > 0),
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    stated jsonb not null,
    known_from timestamptz not null,
    unique (partner_id, role, valid_from, version)
);
comment on table network.engagement_version is
    'purpose: what a contract with a partner said at any time, with the digests of its documents, to show oversight (Art 28(3), (9) GDPR); retention: P4Y from the end of the engagement';

create table network.site (
    id bigint generated always as identity primary key,
    partner_id bigint not null references network.partner,
    name text not null,
    address text,
    country text not null check (country ~ '^[A-Z]{2}$'),
    unique (partner_id, name)
);
comment on table network.site is
    'purpose: where a partner works with our data, to see transfers to third countries (Art 44 GDPR); retention: P4Y from the end of the last engagement';

create table network.held_permit (
    id bigint generated always as identity primary key,
    partner_id bigint not null references network.partner,
    kind text not null,
    reference text,
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    unique (partner_id, kind, valid_from)
);
comment on table network.held_permit is
    'purpose: permits and register entries without which a partner may not sell (§ 34d GewO, § 48 VAG, ROC); retention: P4Y from its end';

create table network.login (
    id bigint generated always as identity primary key,
    partner_id bigint not null references network.partner,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    unique (partner_id, digest, valid_from)
);
comment on table network.login is
    'purpose: whose log-in a look-up in our portal used (Art 32 GDPR), as a digest; retention: P4Y from its end';

create table network.payee (
    id bigint generated always as identity primary key,
    partner_id bigint not null references network.partner,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    ends_with text check (ends_with ~ '^[0-9A-Z]{4}$'),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    unique (partner_id, digest, valid_from)
);
comment on table network.payee is
    'purpose: accounts to which commission is paid, as digests, to see a payee whom nobody declared; retention: P4Y from its end';

create table network.lead_source (
    id bigint generated always as identity primary key,
    partner_id bigint not null references network.partner,
    source text not null,
    role text not null check (role in ('processor', 'joint', 'controller')),
    obtained_from text,
    legal_ground text,
    art26_document text check (art26_document ~ '^[0-9a-f]{64}$'),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    unique (partner_id, source, valid_from)
);
comment on table network.lead_source is
    'purpose: where a partner''s own leads come from and whose data they are (Art 14(2)(f), 26 GDPR); retention: P4Y from its end';

-- A partner's own lead, declared before it is called. Its number is kept: who was called must be
-- told from where (Art 14, 15 GDPR). Never changed: what was said before a call counts.
create table network.lead (
    id bigint generated always as identity primary key,
    partner_id bigint not null references network.partner,
    ref text not null,
    number text not null,
    source text not null,
    consent_at timestamptz not null,
    proof_digest text not null check (proof_digest ~ '^[0-9a-f]{64}$'),
    art14_sent_on date,
    obtained_on date,
    declared_at timestamptz not null,
    unique (partner_id, ref)
);
create index lead_number on network.lead (number);
comment on table network.lead is
    'purpose: a partner''s own lead with its source and the proof of consent, known before the call (§ 7a UWG, Art 14 GDPR); retention: P5Y from the last use';

create table network.looked_at (
    id bigint generated always as identity primary key,
    partner_id bigint not null references network.partner,
    what text not null,
    looked_on date not null,
    looked_by text not null,
    document text check (document ~ '^[0-9a-f]{64}$'),
    noted_at timestamptz not null,
    unique (partner_id, what, looked_on)
);
comment on table network.looked_at is
    'purpose: what was looked at before and during the work, when and by whom (Art 28(1), (3)(h) GDPR); retention: P4Y from the end of the last engagement';

create table network.declared (
    partner_id bigint primary key references network.partner,
    declared_at timestamptz not null,
    acting_since date,
    is_late boolean not null
);
comment on table network.declared is
    'purpose: which sub-partner was declared when, and whether before the day until which that costs nothing; retention: P4Y from the end of the last engagement';

create table network.terms (
    is_the_one boolean primary key default true check (is_the_one),
    declaration_day date,
    jurisdictions text[] not null,
    sectors text[] not null
);
comment on table network.terms is
    'purpose: until when sub-partners are declared without penalty, and whose law counts for hand-overs; retention: until erased by its next value';

grant select, insert on
    network.engagement_version, network.lead, network.looked_at, network.declared
to leumund_app;
grant select, insert, delete on
    network.site, network.held_permit, network.login, network.payee, network.lead_source
to leumund_app;
grant select, insert, update on network.terms to leumund_app;
