-- append --
-- Puts one entry into the outbox and its opening beside it, in the action's transaction.
with queued as (
    insert into ledger.outbox (kind, at, commitment)
    values (%(kind)s, coalesce(%(at)s::timestamptz, now()), %(commitment)s)
    returning entry_id
)
insert into ledger.opening (entry_id, salt, body)
select entry_id, %(salt)s, %(body)s from queued
returning entry_id;

-- next_ids --
-- Takes as many entry ids as are asked for, in ascending order.
select nextval('ledger.outbox_entry_id_seq') as entry_id
from generate_series(1, %(count)s)
order by 1;

-- copy_outbox --
-- Streams many entries into the outbox.
copy ledger.outbox (entry_id, kind, at, commitment) from stdin;

-- copy_openings --
-- Streams the openings of many entries.
copy ledger.opening (entry_id, salt, body) from stdin;

-- transaction_time --
-- The moment at which this transaction began.
select now() as at;

-- give_indexes --
-- Moves all committed entries from the outbox into the order of the tree, without a gap.
with taken as (
    delete from ledger.outbox returning entry_id, kind, at, commitment
)
insert into ledger.leaf (index, entry_id, kind, at, commitment)
select
    %(size)s + row_number() over (order by entry_id) - 1, entry_id, kind, at, commitment
from taken;

-- size --
-- How many entries have an index.
select coalesce(max(index) + 1, 0) as size from ledger.leaf;

-- waiting --
-- How many committed entries wait in the outbox.
select count(*) as entries from ledger.outbox;

-- leaves --
-- The bytes of the leaves from one index up to another, in order; README, section 3.
select
    index,
    '{"at":"' || to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","commitment":"' || encode(commitment, 'hex')
    || '","kind":"' || kind || '","v":1}' as leaf
from ledger.leaf
where index >= %(start)s and index < %(end)s
order by index;

-- leaves_with_openings --
-- Every leaf below a size with what it said, in order; nulls where that was erased or lost.
select
    l.index, l.entry_id, l.kind, l.at, l.commitment, o.salt, o.body, o.erased_by
from ledger.leaf as l
left join ledger.opening as o on o.entry_id = l.entry_id
where l.index < %(size)s
order by l.index;

-- strays --
-- Openings whose entry neither waits in the outbox nor stands in the tree.
select o.entry_id from ledger.opening as o
where not exists (select from ledger.leaf as l where l.entry_id = o.entry_id)
    and not exists (select from ledger.outbox as q where q.entry_id = o.entry_id)
order by o.entry_id;

-- entries_of_kind --
-- All entries of one kind with what they said, waiting or not, in the order of their ids.
select e.entry_id, o.body
from (
    select entry_id from ledger.leaf where kind = %(kind)s
    union all
    select entry_id from ledger.outbox where kind = %(kind)s
) as e
left join ledger.opening as o on o.entry_id = e.entry_id
order by e.entry_id;

-- entry --
-- One entry, waiting or not, with what it said.
select e.entry_id, e.index, e.kind, e.at, e.commitment, o.salt, o.body, o.erased_by
from (
    select entry_id, index, kind, at, commitment from ledger.leaf
    where entry_id = %(entry_id)s
    union all
    select entry_id, null, kind, at, commitment from ledger.outbox
    where entry_id = %(entry_id)s
) as e
left join ledger.opening as o on o.entry_id = e.entry_id;

-- hold_opening --
-- Keeps others from erasing the same entry until this transaction ends.
select entry_id from ledger.opening where entry_id = %(entry_id)s for update;

-- newest_entries --
-- The newest entries of a kind or of all kinds, within a span of time, with what they said.
select e.entry_id, e.index, e.kind, e.at, e.commitment, o.salt, o.body, o.erased_by
from (
    select entry_id, index, kind, at, commitment from ledger.leaf
    union all
    select entry_id, null, kind, at, commitment from ledger.outbox
) as e
left join ledger.opening as o on o.entry_id = e.entry_id
where (%(kind)s::text is null or e.kind = %(kind)s)
    and (%(since)s::timestamptz is null or e.at >= %(since)s)
    and (%(until)s::timestamptz is null or e.at < %(until)s)
order by e.entry_id desc
limit %(count)s;

-- erase --
-- Destroys salt and body of an entry and names the entry that records it.
update ledger.opening set salt = null, body = null, erased_by = %(erased_by)s
where entry_id = %(entry_id)s;

-- newest_checkpoint --
-- The signed note of the largest tree so far.
select note from ledger.checkpoint order by size desc limit 1;

-- checkpoints --
-- Every signed note with the size it is kept under, smallest first.
select size, note from ledger.checkpoint order by size;

-- save_checkpoint --
-- Keeps a signed note for good.
insert into ledger.checkpoint (size, note, signed_at)
values (%(size)s, %(note)s, %(signed_at)s);
