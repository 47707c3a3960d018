-- The ledger's small records. Leaves and checkpoints are append-only: nobody is granted to
-- change or remove them. What an entry said stands apart, so that it can be erased alone.
create schema ledger;

create table ledger.outbox (
    entry_id bigint generated always as identity primary key,
    kind text not null check (kind ~ '^[a-z][a-z0-9_]*[.][a-z][a-z0-9_]*$'),
    at timestamptz not null default now(),
    commitment bytea not null check (octet_length(commitment) = 32)
);

comment on table ledger.outbox is
    'purpose: entries that were committed with their action and wait for their place in the tree; retention: PT1H from at';

create table ledger.leaf (
    index bigint primary key check (index >= 0),
    entry_id bigint not null unique,
    kind text not null,
    at timestamptz not null,
    commitment bytea not null check (octet_length(commitment) = 32)
);

create index leaf_by_kind on ledger.leaf (kind, index);

comment on table ledger.leaf is
    'purpose: the order of the entries and their commitments, which prove what was done; retention: P30Y from at';

create table ledger.opening (
    entry_id bigint primary key,
    salt bytea check (octet_length(salt) = 32),
    body bytea,
    erased_by bigint,
    check ((salt is null) = (body is null)),
    check ((salt is null) = (erased_by is not null))
);

comment on table ledger.opening is
    'purpose: what the entries said (counts, digests, ids), to open them for those who may see it; retention: until erased from the action';

create table ledger.checkpoint (
    size bigint primary key check (size >= 0),
    note bytea not null,
    signed_at timestamptz not null default now()
);

comment on table ledger.checkpoint is
    'purpose: every checkpoint that was signed, so that an older one put back is noticed; retention: P30Y from signed_at';

grant usage on schema ledger to leumund_app;
grant select, insert, delete on ledger.outbox to leumund_app;
grant usage on sequence ledger.outbox_entry_id_seq to leumund_app;
grant select, insert on ledger.leaf to leumund_app;
grant select, insert on ledger.opening to leumund_app;
grant update (salt, body, erased_by) on ledger.opening to leumund_app;
grant select, insert on ledger.checkpoint to leumund_app;
