-- Look-ups in the portal: hand-overs one record at a time.
create table release.lookup_file (
    id bigint generated always as identity primary key,
    partner text not null,
    file_digest text not null,
    rows integer not null,
    unreadable integer not null,
    taken_in_at timestamptz not null,
    entry bigint not null,
    unique (partner, file_digest)
);
comment on table release.lookup_file is
    'purpose: which record of look-ups was taken in when; retention: P10Y from the last look-up in it';

create table release.lookup (
    id bigint generated always as identity primary key,
    file_id bigint not null references release.lookup_file,
    partner text not null,
    ref text,
    looked_up_at timestamptz not null,
    line_ids bigint[] not null,
    login_digest text not null,
    device_digest text,
    country text,
    fields text[] not null,
    why text not null,
    unique (partner, ref)
);
create index lookup_line on release.lookup using gin (line_ids);
create index lookup_partner on release.lookup (partner, looked_up_at);
comment on table release.lookup is
    'purpose: each record that a partner looked up, as a hand-over of one record: to answer Art 15 GDPR, to date what a partner may know, and to see who looks up too much (Art 32); retention: P10Y from the look-up';

grant select, insert on release.lookup_file, release.lookup to leumund_app;
