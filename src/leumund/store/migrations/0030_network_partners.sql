-- Partners, what they may do and when, and the numbers they may show.
create schema network;

-- Lets a temporal constraint compare a partner for equality beside a range for overlap.
create extension if not exists btree_gist with schema network;

create table network.principal (
    is_the_one boolean primary key default true check (is_the_one),
    name text not null
);
comment on table network.principal is
    'purpose: the company in whose name all partners act; retention: until erased by its next name';

create table network.partner (
    id bigint generated always as identity primary key,
    name text not null unique,
    legal_name text not null,
    country text not null check (country ~ '^[A-Z]{2}$'),
    parent_id bigint references network.partner check (parent_id <> id),
    contact text,
    age_recipient text,
    risk text check (risk in ('low', 'medium', 'high'))
);
comment on table network.partner is
    'purpose: who acts for the company or below another partner, with name and contact (Art 28(2), (4) GDPR); retention: P4Y from the end of the last engagement';

create table network.engagement (
    id bigint generated always as identity primary key,
    partner_id bigint not null references network.partner,
    role text not null check (role in ('processor', 'joint', 'controller')),
    purposes text[] not null check (cardinality(purposes) > 0),
    products text[] not null,
    lead_sources text[] not null,
    valid_during daterange not null check (
        not isempty(valid_during) and not lower_inf(valid_during)
    ),
    art28_signed date,
    constraint engagements_do_not_overlap unique (partner_id, role, valid_during without overlaps)
);
comment on table network.engagement is
    'purpose: what a partner was allowed to do on a day, to decide calls and to show oversight (Art 28 GDPR, § 130 OWiG); retention: P4Y from its end';

create table network.caller_number (
    id bigint generated always as identity primary key,
    partner_id bigint not null references network.partner,
    number text not null,
    valid_during daterange not null check (
        not isempty(valid_during) and not lower_inf(valid_during)
    ),
    has_right_of_use boolean not null,
    constraint caller_numbers_do_not_overlap
        unique (partner_id, number, valid_during without overlaps)
);
comment on table network.caller_number is
    'purpose: whether a number shown in a call is the partner''s to show (§ 15(2) TDDDG, § 120(2) TKG); retention: P4Y from its end';

-- Rows per partner (row-level security) come with the partner portal: until then only the
-- company itself reads these tables.
grant usage on schema network to leumund_app;
grant select, insert, update on network.principal to leumund_app;
grant select, insert, update on network.partner to leumund_app;
grant select, insert, delete on network.engagement to leumund_app;
grant select, insert, delete on network.caller_number to leumund_app;
