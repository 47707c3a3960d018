-- What tracing found. A naming is final; a run that finds nothing new adds no row.
create schema trace;

create table trace.run (
    run_id bigint generated always as identity primary key,
    inputs text not null check (inputs ~ '^[0-9a-f]{64}$'),
    last_position bigint not null,
    calls bigint not null,
    ran_at timestamptz not null
);
comment on table trace.run is
    'purpose: what each run of tracing saw and found, by digest of its inputs; retention: P10Y from ran_at';

create table trace.finding (
    run_id bigint not null references trace.run (run_id),
    draw_id bigint not null,
    copy_id bigint not null,
    partner text not null,
    outcome text not null check (outcome in ('used', 'no_sign', 'no_finding')),
    log_e double precision not null,
    share_high double precision not null check (share_high between 0 and 1),
    limit_of_100 integer not null check (limit_of_100 between 0 and 100),
    calls bigint not null,
    possible bigint not null,
    primary key (run_id, draw_id, copy_id)
);
comment on table trace.finding is
    'purpose: the outcome for every copy in every run; retention: P10Y from run_id';

create table trace.naming (
    draw_id bigint not null,
    copy_id bigint not null,
    source text not null check (source in ('complaints', 'file')),
    partner text not null,
    position bigint,
    arrived_at timestamptz,
    file_digest text,
    at_most_once_in bigint not null,
    redraws bigint,
    crossings bigint,
    named_at timestamptz not null,
    primary key (draw_id, copy_id, source),
    check ((source = 'complaints') = (position is not null)),
    check ((source = 'file') = (file_digest is not null))
);
comment on table trace.naming is
    'purpose: copies that were named, at the first crossing and for good; retention: P10Y from named_at';

create table trace.audit (
    inputs text primary key check (inputs ~ '^[0-9a-f]{64}$'),
    redraws bigint not null,
    crossings bigint not null,
    audited_at timestamptz not null
);
comment on table trace.audit is
    'purpose: redraw audits by digest of their inputs, so that none is repeated; retention: P10Y from audited_at';

create table trace.stray (
    turn bigint primary key check (turn > 0),
    digest text not null unique check (digest ~ '^[0-9a-f]{64}$'),
    looked_at timestamptz not null
);
comment on table trace.stray is
    'purpose: stray lists looked at, in their order, which decides how much weight each has; retention: P10Y from looked_at';

-- What was named stays named.
create function trace.naming_stays() returns trigger language plpgsql as $$
begin
    raise exception 'a naming is final' using constraint = 'namings_are_final';
end
$$;
create trigger naming_stays before update or delete on trace.naming
    for each row execute function trace.naming_stays();

grant usage on schema trace to leumund_app;
grant select, insert on trace.run, trace.finding, trace.naming, trace.audit, trace.stray
    to leumund_app;
