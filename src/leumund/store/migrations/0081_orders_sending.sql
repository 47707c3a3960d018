-- What is needed so that a sender that is killed sends at most twice and loses nothing.
alter table orders.outgoing
    add column begun_at timestamptz,
    add column begun int not null default 0 check (begun between 0 and 2),
    add column gave_up_at timestamptz,
    add check (begun = 0 or begun_at is not null);
create index on orders.outgoing (gave_up_at) where gave_up_at is not null;

grant update (begun_at, begun, gave_up_at) on orders.outgoing to leumund_app;
