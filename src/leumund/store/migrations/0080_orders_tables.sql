-- Orders, every move of them, the contacts to which confirmations go, and what goes out.
create schema orders;

create table orders.file (
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    kind text not null check (kind in ('orders', 'contacts', 'shops')),
    rows bigint not null check (rows >= 0),
    added bigint not null check (added >= 0),
    quarantined bigint not null check (quarantined >= 0),
    taken_at timestamptz not null,
    primary key (kind, digest, taken_at)
);
comment on table orders.file is
    'purpose: which files of orders were taken in; retention: P6Y from taken_at';

create table orders.placed (
    id bigint generated always as identity primary key,
    order_ref text collate "C" not null unique,
    content bytea not null check (length(content) = 32),
    person_ref text collate "C",
    number text collate "C" check (number like '+%'),
    line_id bigint,
    ordered_at timestamptz not null,
    channel text not null check (channel in ('phone', 'shop', 'web', 'door')),
    partner text not null,
    campaign text,
    origin_kind text check (origin_kind in ('list', 'look_up', 'lead')),
    origin_ref text,
    call_ref text,
    agent text,
    login text,
    shop text,
    device_digest text collate "C",
    iban_digest text collate "C",
    address_digest text collate "C",
    email_digest text collate "C",
    product text not null,
    sector text not null,
    region text not null,
    language text not null check (language in ('de', 'en')),
    monthly_cents bigint check (monthly_cents >= 0),
    total_cents bigint check (total_cents >= 0),
    commission_cents bigint check (commission_cents >= 0),
    contact_known_since timestamptz,
    contact_id bigint,
    papers jsonb not null,
    state text not null,
    billing text not null,
    commission text not null,
    reasons text[] not null,
    asked_at timestamptz,
    answered_at timestamptz,
    reminded_at timestamptz,
    answer_until timestamptz,
    withdraw_until timestamptz,
    loaded_at timestamptz not null,
    check ((state = 'refused') = (cardinality(reasons) > 0)),
    check (state <> 'asked' or answer_until is not null)
);
comment on table orders.placed is
    'purpose: every order with its origin, or why it was refused, to confirm it and to pay for it or not (§ 54(3) TKG, § 41b EnWG, § 87c HGB); retention: P6Y from ordered_at';
create index on orders.placed (partner, ordered_at);
create index on orders.placed (device_digest) where device_digest is not null;
create index on orders.placed (email_digest) where email_digest is not null;
create index on orders.placed (address_digest) where address_digest is not null;
create index on orders.placed (iban_digest) where iban_digest is not null;
create index on orders.placed (answer_until) where state = 'asked';
create index on orders.placed (withdraw_until) where state = 'confirmed';

create table orders.step (
    id bigint generated always as identity primary key,
    order_id bigint not null references orders.placed,
    event text not null,
    before text not null,
    after text not null,
    at timestamptz not null,
    who text not null check (who in ('customer', 'desk', 'calendar')),
    by text not null,
    reason text not null,
    words text not null,
    billing text not null,
    commission text not null,
    entry_id bigint not null unique
);
comment on table orders.step is
    'purpose: for each state of an order who, when and why, beside its entry in the ledger (§ 312m(2) BGB, § 87c HGB); retention: P6Y from at';
create index on orders.step (order_id, id);

-- An order stands where its steps have led it, and a step stays.
create function orders.moves_by_its_steps() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'step' then
        raise exception 'a step stays' using constraint = 'steps_stay';
    end if;
    if new.state is distinct from old.state and not exists (
        select 1 from orders.step s
        where s.order_id = new.id and s.before = old.state and s.after = new.state
            and s.id = (select max(l.id) from orders.step l where l.order_id = new.id)
    ) then
        raise exception 'an order moves by a step' using constraint = 'orders_move_by_steps';
    end if;
    return new;
end
$$;
create trigger steps_stay before update or delete on orders.step
    for each row execute function orders.moves_by_its_steps();
create trigger steps_stay_whole before truncate on orders.step
    for each statement execute function orders.moves_by_its_steps();
create trigger orders_move_by_steps before update on orders.placed
    for each row execute function orders.moves_by_its_steps();

create table orders.contact (
    id bigint generated always as identity primary key,
    owner text collate "C" not null,
    person_ref text collate "C",
    way text not null check (way in ('email', 'sms', 'letter')),
    address text not null,
    digest text collate "C" not null,
    known_since timestamptz not null,
    source text not null check (source in ('master', 'order')),
    unique (owner, way, digest)
);
comment on table orders.contact is
    'purpose: to whom a confirmation goes; known before the order, or the supply address; retention: P6Y from known_since, as long as an order of that owner stands';
create index on orders.contact (person_ref) where person_ref is not null;
create index on orders.contact (digest);

-- Of a code only its keyed digest is kept. Whoever copies this table opens no link with it.
create table orders.code (
    digest bytea primary key check (length(digest) = 32),
    order_id bigint not null references orders.placed,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    check (expires_at > made_at)
);
comment on table orders.code is
    'purpose: open a one-time link once, before it expires; retention: P1Y from expires_at';
create index on orders.code (order_id);

create table orders.outgoing (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('confirmation', 'reminder', 'receipt', 'event')),
    order_id bigint not null references orders.placed,
    way text not null check (way in ('email', 'sms', 'letter', 'webhook')),
    contact_id bigint references orders.contact,
    payload jsonb not null,
    due_at timestamptz not null,
    sent_at timestamptz,
    ended_at timestamptz,
    attempts int not null default 0,
    failed_why text,
    check ((way = 'webhook') = (contact_id is null))
);
comment on table orders.outgoing is
    'purpose: what has to go out, without address and without code; retention: P1Y from due_at';
create index on orders.outgoing (due_at, id) where sent_at is null and ended_at is null;

create table orders.shop (
    shop text not null,
    partner text not null,
    weekday smallint not null check (weekday between 1 and 7),
    opens_minute smallint not null check (opens_minute between 0 and 1440),
    closes_minute smallint not null check (closes_minute between 0 and 1440),
    land text not null,
    primary key (shop, weekday, opens_minute)
);
comment on table orders.shop is
    'purpose: whether a sale in a shop was made while it was open; retention: P6Y from its last use';

create table orders.case_hold (
    partner text not null,
    case_id bigint not null,
    since timestamptz not null,
    freed_at timestamptz,
    primary key (case_id, partner),
    check (freed_at >= since)
);
comment on table orders.case_hold is
    'purpose: a commission that waits because of a case against its partner, and when it was freed (§ 87a HGB); retention: P6Y from since';

grant usage on schema orders to leumund_app;
grant select, insert on orders.file, orders.step to leumund_app;
grant select, insert on orders.placed to leumund_app;
grant update (
    state, billing, commission, contact_id, contact_known_since, asked_at, answered_at,
    reminded_at, answer_until, withdraw_until
) on orders.placed to leumund_app;
grant select, insert on orders.contact to leumund_app;
grant select, insert on orders.code to leumund_app;
grant update (used_at) on orders.code to leumund_app;
grant select, insert on orders.outgoing to leumund_app;
grant update (sent_at, ended_at, attempts, failed_why, due_at) on orders.outgoing to leumund_app;
grant select, insert, delete on orders.shop to leumund_app;
grant select, insert on orders.case_hold to leumund_app;
grant update (since, freed_at) on orders.case_hold to leumund_app;
grant usage on all sequences in schema orders to leumund_app;
