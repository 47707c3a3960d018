-- order_by_ref --
-- One order by the company's reference.
select p.*, c.way as contact_way from orders.placed p
left join orders.contact c on c.id = p.contact_id
where p.order_ref = %(order_ref)s;

-- order_to_move --
-- The same, locked until the end of the transaction.
select p.*, c.way as contact_way from orders.placed p
left join orders.contact c on c.id = p.contact_id
where p.order_ref = %(order_ref)s
for update of p;

-- orders_of --
-- Orders in the order in which they were placed, of one partner or of all.
select p.*, c.way as contact_way from orders.placed p
left join orders.contact c on c.id = p.contact_id
where %(partner)s::text is null or p.partner = %(partner)s
order by p.ordered_at, p.id;

-- known_contents --
-- What is known already under these references.
select order_ref, content from orders.placed where order_ref = any(%(refs)s);

-- copy_placed --
-- Take in orders.
copy orders.placed (
    order_ref, content, person_ref, number, line_id, ordered_at, channel, partner, campaign,
    origin_kind, origin_ref, call_ref, agent, login, shop, area, device_digest, iban_digest,
    address_digest, email_digest, product, sector, region, language, monthly_cents,
    total_cents, commission_cents, contact_known_since, papers, state, billing, commission,
    reasons, loaded_at
) from stdin;

-- add_contact --
-- Know a contact; one that is known already stays as it is.
insert into orders.contact (
    owner, person_ref, person_key, way, address, digest, known_since, source
)
values (
    %(owner)s, %(person_ref)s, %(person_key)s, %(way)s, %(address)s, %(digest)s,
    %(known_since)s, %(source)s
)
on conflict (owner, way, digest) do nothing
returning id;

-- add_file --
-- Note that a file was taken in.
insert into orders.file (digest, kind, rows, added, quarantined, taken_at)
values (%(digest)s, %(kind)s, %(rows)s, %(added)s, %(quarantined)s, %(taken_at)s);

-- forget_shop --
-- The hours of this partner's shop are stated anew.
delete from orders.shop where partner = %(partner)s and shop = %(shop)s;

-- add_shop --
-- One span of hours of a shop.
insert into orders.shop (shop, partner, weekday, opens_minute, closes_minute, land, area)
values (
    %(shop)s, %(partner)s, %(weekday)s, %(opens_minute)s, %(closes_minute)s, %(land)s,
    %(area)s
)
on conflict do nothing;

-- shops --
-- The hours of every shop.
select shop, partner, weekday, opens_minute, closes_minute, land, area from orders.shop
order by partner, shop, weekday, opens_minute;

-- contacts_before --
-- Contacts of these customers that were known before the order, or long before it came in: the
-- day of an order is what its partner says; mail before text before letter.
select c.id, c.person_ref, c.way, c.known_since, c.digest
from orders.contact c
join orders.placed p on p.id = %(id)s
where c.person_key = any(%(keys)s) and c.source = 'master'
    and c.known_since < greatest(p.ordered_at, p.loaded_at - %(look_back)s)
order by array_position(array['email', 'sms', 'letter'], c.way), c.known_since, c.id;

-- owners --
-- The customers who have given us this number for text messages.
select distinct person_ref from orders.contact
where way = 'sms' and source = 'master' and address = %(number)s;

-- was_held --
-- Whether an order was held for this reason before.
select exists (
    select from orders.step
    where order_id = %(id)s and event = 'hold' and %(words)s = any(string_to_array(words, '+'))
) as was_held;

-- was_denied --
-- Whether this customer has denied such an order of this partner before.
select exists (
    select
    from orders.placed d
    join orders.placed p on p.id = %(id)s
    left join orders.contact c on c.id = d.contact_id
    where d.partner = p.partner and d.id <> p.id and d.state in ('denied', 'disputed')
        and (d.campaign is not distinct from p.campaign or d.loaded_at > %(since)s)
        and (d.number = p.number or d.person_ref = p.person_ref or c.digest = %(digest)s)
) as was_denied;

-- held_for --
-- The orders that were held for one of these reasons, in the columns of the bulk audit.
select distinct w.reason, p.order_ref, p.partner, p.shop,
    p.ordered_at at time zone 'UTC' as first_at
from orders.step s
cross join lateral unnest(string_to_array(s.words, '+')) as w (reason)
join orders.placed p on p.id = s.order_id
where s.event = 'hold' and w.reason = any(%(reasons)s)
order by w.reason, p.order_ref;

-- denied --
-- The orders whose customer said that nothing was ordered, and that nobody has decided otherwise
-- since, in the columns of the bulk audit. The first sign is what the customer said: before it
-- nobody could know.
select p.order_ref, p.partner, p.shop, said.at at time zone 'UTC' as first_at
from orders.placed p
join lateral (
    select min(s.at) as at from orders.step s
    where s.order_id = p.id and s.event in ('nothing_ordered', 'dispute')
) said on said.at is not null
where p.state = 'denied' or p.state = 'void' and exists (
    select from orders.step s where s.order_id = p.id and s.event = 'uphold'
)
order by p.order_ref;

-- supply_address --
-- The address to which this order is to be supplied.
select id, way, known_since, digest from orders.contact
where owner = %(owner)s and way = 'letter' and source = 'order';

-- persons_with --
-- How many persons stand behind a contact: by reference, an unknown one counts for itself.
-- What counts is when an order came to us: the day it names is its partner's word.
select count(distinct t.person) as persons
from (
    select coalesce(p.person_ref, 'order ' || p.id) as person
    from orders.placed p
    where (p.email_digest = %(digest)s or p.address_digest = %(digest)s)
        and p.loaded_at > %(since)s and p.state <> 'refused'
    union all
    select coalesce(c.person_ref, p.person_ref, 'order ' || p.id)
    from orders.placed p
    join orders.contact c on c.id = p.contact_id
    where c.digest = %(digest)s and p.loaded_at > %(since)s
    union all
    select coalesce(c.person_ref, c.owner) from orders.contact c
    where c.digest = %(digest)s and c.source = 'master'
) t;

-- orders_on_device --
-- How many orders came from a device.
select count(*) as orders from orders.placed
where device_digest = %(digest)s and loaded_at > %(since)s and state <> 'refused';

-- add_step --
-- One move.
insert into orders.step (
    order_id, event, before, after, at, who, by, reason, words, billing, commission, entry_id
)
values (
    %(order_id)s, %(event)s, %(before)s, %(after)s, %(at)s, %(who)s, %(by)s, %(reason)s,
    %(words)s, %(billing)s, %(commission)s, %(entry_id)s
);

-- move_order --
-- Where the order stands after it.
update orders.placed set
    state = %(state)s,
    billing = %(billing)s,
    commission = %(commission)s
where id = %(id)s;

-- held_by_cases --
-- The partners of whom a case holds what they have earned.
select distinct partner from orders.case_hold where freed_at is null;

-- was_released --
-- Whether this order's commission was ever released.
select exists (
    select from orders.step where order_id = %(id)s and commission = 'released'
) as was_released;

-- note_asked --
-- To whom the confirmation goes, and until when it can be answered.
update orders.placed set
    contact_id = %(contact_id)s,
    contact_known_since = %(known_since)s,
    asked_at = %(at)s,
    reminded_at = null,
    answer_until = %(answer_until)s
where id = %(id)s;

-- note_reminded --
-- When the customer was reminded.
update orders.placed set reminded_at = %(at)s where id = %(id)s;

-- note_answered --
-- When the customer said yes, and until when that can be withdrawn.
update orders.placed set
    answered_at = coalesce(answered_at, %(at)s),
    withdraw_until = coalesce(withdraw_until, %(withdraw_until)s)
where id = %(id)s;

-- steps --
-- All moves of an order.
select s.*, p.order_ref from orders.step s
join orders.placed p on p.id = s.order_id
where p.order_ref = %(order_ref)s
order by s.id;

-- silent --
-- Orders whose time to answer is over.
select order_ref from orders.placed
where state = 'asked' and answer_until <= %(at)s
    and (%(order_ref)s::text is null or order_ref = %(order_ref)s)
order by answer_until, id;

-- to_remind --
-- Orders that were asked long enough ago and not reminded yet.
select order_ref from orders.placed
where state = 'asked' and reminded_at is null and asked_at <= %(asked_before)s
    and answer_until > %(at)s
    and (%(order_ref)s::text is null or order_ref = %(order_ref)s)
order by asked_at, id;

-- to_settle --
-- Confirmed orders whose time to withdraw is over, of partners against whom nothing stands.
select order_ref from orders.placed
where state = 'confirmed' and withdraw_until <= %(at)s
    and partner <> all(%(stopped)s::text[])
    and (%(order_ref)s::text is null or order_ref = %(order_ref)s)
order by withdraw_until, id;

-- add_outgoing --
-- Something has to go out.
insert into orders.outgoing (kind, order_id, way, contact_id, payload, due_at)
values (
    %(kind)s, %(order_id)s, %(way)s, %(contact_id)s, %(payload)s::jsonb, %(due_at)s
)
returning id;

-- end_outgoing --
-- What has not gone out yet need not go out any more: what asks, or what says a yes was heard.
update orders.outgoing set ended_at = %(at)s
where order_id = %(order_id)s and kind = any(%(kinds)s)
    and sent_at is null and ended_at is null;

-- due --
-- What has to go out now, the oldest first.
select o.id, o.kind, p.order_ref, o.way, p.language, o.payload, o.due_at, o.attempts
from orders.outgoing o
join orders.placed p on p.id = o.order_id
where o.sent_at is null and o.ended_at is null and o.gave_up_at is null
    and o.due_at <= %(at)s and (%(kinds)s::text[] is null or o.kind = any(%(kinds)s))
order by o.due_at, o.id
limit %(limit)s;

-- outgoing --
-- One thing that goes out, with the address to which it goes and, where the address was known
-- before any order, whose it is.
select o.id, o.kind, p.order_ref, o.way, p.language, o.payload, o.due_at, o.attempts,
    o.sent_at, o.ended_at, c.address, case c.source when 'master' then c.person_ref end as owner
from orders.outgoing o
join orders.placed p on p.id = o.order_id
left join orders.contact c on c.id = o.contact_id
where o.id = %(id)s
for update of o;

-- mark_sent --
-- It has gone out.
update orders.outgoing set sent_at = %(at)s, attempts = attempts + 1, failed_why = null
where id = %(id)s and sent_at is null
returning id;

-- mark_failed --
-- It has not gone out; when it is tried again.
update orders.outgoing set
    attempts = attempts + 1, failed_why = %(why)s, due_at = %(again_at)s
where id = %(id)s and sent_at is null
returning id;

-- add_code --
-- The digest of a fresh code.
insert into orders.code (digest, order_id, made_at, expires_at)
values (%(digest)s, %(order_id)s, %(made_at)s, %(expires_at)s);

-- code --
-- What is kept of a code.
select c.digest, c.order_id, c.expires_at, c.used_at, p.order_ref
from orders.code c
join orders.placed p on p.id = c.order_id
where c.digest = %(digest)s;

-- use_codes --
-- An order was answered: none of its codes opens anything any more.
update orders.code set used_at = %(at)s where order_id = %(order_id)s and used_at is null;

-- logins --
-- The accounts that entered orders, and when first for which partner.
select distinct on (login, partner) login, partner, ordered_at as first_at, order_ref
from orders.placed
where login is not null
order by login, partner, ordered_at, id;

-- counts --
-- How many orders stand where.
select state, count(*) as orders from orders.placed group by state order by state;

-- rates --
-- Per partner its orders of these German days, how many of them the customer rejected and how
-- many were withdrawn, and how many people are behind each.
select
    partner,
    count(*) as orders,
    count(distinct who) as people,
    count(*) filter (where state = 'rejected') as rejected,
    count(distinct who) filter (where state = 'rejected') as people_rejected,
    count(*) filter (where state = 'withdrawn') as withdrawn,
    count(distinct who) filter (where state = 'withdrawn') as people_withdrawn
from (
    select
        p.partner, p.state,
        coalesce(p.line_id::text, 'person ' || p.person_ref, 'order ' || p.order_ref) as who,
        (p.ordered_at at time zone 'Europe/Berlin')::date as ordered_on
    from orders.placed p
    where p.state <> 'refused'
) o
where (%(since)s::date is null or ordered_on >= %(since)s)
    and (%(until)s::date is null or ordered_on <= %(until)s)
group by partner
order by partner;

-- distances --
-- Of how many sales in shops the places of customer and shop are known, in one country.
select count(*) as sales, count(*) filter (where p.area is not null and exists (
    select from orders.shop s
    where s.partner = p.partner and s.shop = p.shop and left(s.area, 2) = left(p.area, 2)
)) as compared
from orders.placed p
where p.channel = 'shop' and p.state <> 'refused';

-- asked_over --
-- The contact over which the customer was asked.
select c.id, c.way, c.digest from orders.contact c
join orders.placed p on p.contact_id = c.id
where p.id = %(id)s;

-- copy_out_placed --
-- The orders as the bulk audit reads them.
copy (select
    id as order_id, order_ref, partner, coalesce(person_ref, 'order ' || id) as person,
    number,
    to_char(ordered_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as ordered_at,
    channel, call_ref, shop,
    (ordered_at at time zone %(zone)s)::date as local_date,
    extract(isodow from ordered_at at time zone %(zone)s)::int as local_weekday,
    (extract(hour from ordered_at at time zone %(zone)s) * 60
        + extract(minute from ordered_at at time zone %(zone)s))::int as local_minute,
    device_digest, iban_digest, address_digest, email_digest, area
from orders.placed
where state <> 'refused'
order by id) to stdout (format csv, header);

-- extract --
-- A partner's book extract: each order and why its commission stands where it stands.
select p.order_ref, p.ordered_at, p.product, p.channel, p.campaign, p.state,
    p.commission_cents, p.commission, p.billing,
    coalesce(l.reason, case when p.state = 'refused' then 'refused' else 'not_decided' end)
        as reason,
    l.at as since, array_to_string(p.reasons, ' ') as refused_because
from orders.placed p
left join lateral (
    select s.reason, s.at from orders.step s where s.order_id = p.id order by s.id desc limit 1
) l on true
where p.partner = %(partner)s
order by p.ordered_at, p.id;

-- hold_for_case --
-- The commission of a partner waits because of a case.
insert into orders.case_hold (partner, case_id, since)
values (%(partner)s, %(case_id)s, %(at)s)
on conflict (case_id, partner) do update set since = excluded.since, freed_at = null
where case_hold.freed_at is not null;

-- free_for_case --
-- It waits no longer because of that case.
update orders.case_hold set freed_at = %(at)s
where case_id = %(case_id)s and freed_at is null;

-- partners_held --
-- The partners of whom this case holds what they have earned.
select partner from orders.case_hold where case_id = %(case_id)s and freed_at is null;

-- held_of --
-- What of these partners waits: orders, their commission, and when the last of them could be
-- paid if nothing else stood against it.
select count(id) as orders, coalesce(sum(commission_cents), 0)::bigint as cents,
    (max(withdraw_until) at time zone %(zone)s)::date as payable_on
from orders.placed
where partner = any(%(partners)s) and commission = 'held';
