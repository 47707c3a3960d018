-- The trace of a refusal: without it nobody can tell a dialler that asked and rang all the same
-- from one that never asked. No reason, no person, no number; rows older than 90 days go with
-- the next refusal.
create table permit.refused (
    id bigint generated always as identity primary key,
    line_id bigint not null,
    partner text not null,
    at timestamptz not null
);
create index refused_at on permit.refused (at);
comment on table permit.refused is
    'purpose: whether a partner asked about a line, was refused and rang all the same (§ 7 UWG, Art 28(3)(h) GDPR); retention: P90D from at';

grant select, insert, delete on permit.refused to leumund_app;
