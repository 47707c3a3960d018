-- What was said in calls: which transcripts were listened to, what was found, who confirmed it.
create schema if not exists audit;

create table audit.transcript (
    id bigint generated always as identity primary key,
    digest text not null unique check (digest ~ '^[0-9a-f]{64}$'),
    partner text not null,
    called_at timestamptz not null,
    call_ref text,
    agent text,
    permission text not null check (permission in ('spoken', 'written')),
    permission_ref text not null,
    format text not null,
    language text not null,
    turns integer not null check (turns > 0),
    doubt double precision check (doubt between 0 and 1),
    role_confidence double precision not null check (role_confidence between 0 and 1),
    checks text not null,
    heard_at timestamptz not null
);
comment on table audit.transcript is
    'purpose: which call was listened to under which permission (§ 201 StGB, Art 28(3)(h) GDPR); no words of it; retention: P6M from heard_at';

create table audit.word_finding (
    key text primary key check (key ~ '^[0-9a-f]{32}$'),
    transcript_id bigint not null references audit.transcript on delete cascade,
    check_id text not null,
    turn integer not null,
    start_character integer not null,
    end_character integer not null,
    start_s double precision,
    end_s double precision,
    because_turn integer,
    quote text not null check (length(quote) <= 400),
    means_de text not null,
    means_en text not null,
    doubt double precision,
    role_confidence double precision not null
);
comment on table audit.word_finding is
    'purpose: the place in a call that a person should read, with at most a sentence of it, numbers blanked out; retention: P6M from heard_at of its transcript';

create table audit.word_answer (
    finding_key text not null references audit.word_finding on delete cascade,
    answered_by text not null,
    is_right boolean not null,
    answered_at timestamptz not null,
    primary key (finding_key, answered_by)
);
comment on table audit.word_answer is
    'purpose: who read a place and whether the check was right, before anything counts; retention: P6M from answered_at';

grant usage on schema audit to leumund_app;
grant select, insert, delete on audit.transcript to leumund_app;
grant select, insert on audit.word_finding to leumund_app;
grant select, insert, update on audit.word_answer to leumund_app;
