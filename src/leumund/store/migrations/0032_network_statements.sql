-- A row of a commission statement or an invoice: to which account money of this partner goes.
-- Never changed: what was claimed when counts. The account itself is not kept.
create table network.claim (
    id bigint generated always as identity primary key,
    partner_id bigint not null references network.partner,
    payee text not null check (payee ~ '^[0-9a-f]{64}$'),
    ref text not null,
    claimed_at timestamptz not null,
    noted_at timestamptz not null,
    unique (partner_id, payee, ref, claimed_at)
);
comment on table network.claim is
    'purpose: whether commission goes to somebody outside the chain (Art 28(2), (4) GDPR); retention: P4Y from claimed_at';

grant select, insert on network.claim to leumund_app;
