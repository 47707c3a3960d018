-- Every order laid beside every declared call: which traces do not fit what the order claims?
--
-- Inputs: placed (orders, as records.sql copies them out; instants in UTC), known_calls
-- (intake's declared calls), shop_hours (shop, partner, weekday, opens_minute, closes_minute,
-- land, area), closed_days (on_date, land; no land: everywhere), asked_ibans (partner, asked_at,
-- call_ref), limits (call_days, persons_min, now_at, one row).

-- calls_around --
-- Calls to one number in a span of time.
select k.partner, k.called_at, k.called_until, k.duration_seconds
from known_calls k
join wanted w on w.called = k.called
where k.called_until >= w.since and k.called_at <= w.until

-- calls_keyed --
-- Each call with its number as a number, and when it was over.
select
    cast(substring(k.called, 2) as bigint) as line,
    k.partner,
    k.called_at,
    k.called_at + coalesce(k.duration_seconds, 0) * interval '1' second as ended_at
from known_calls k

-- calls_known --
-- The days that the declared calls cover; one that is said to be still to come covers none.
select min(k.called_at) as first_at, max(k.called_at) as last_at
from known_calls k
cross join limits l
where k.called_at <= l.now_at + interval '24' hour

-- placed_keyed --
-- Each order with its number as a number.
select
    p.order_id, p.partner, p.channel, p.ordered_at, p.call_ref,
    cast(substring(p.number, 2) as bigint) as line
from placed p

-- traces --
-- Per order the calls to its line in the days before it.
select
    o.order_id,
    cast(count(*) as bigint) as calls,
    cast(sum(case when c.called_at >= o.ordered_at - interval '24' hour then 1 else 0 end)
        as bigint) as calls_day,
    cast(sum(case when c.ended_at > o.ordered_at then 1 else 0 end) as bigint) as calls_running,
    cast(sum(case when c.partner = o.partner then 1 else 0 end) as bigint) as calls_own,
    min(c.called_at) as first_at
from placed_keyed o
cross join limits l
join calls_keyed c on c.line = o.line
where c.called_at <= o.ordered_at
    and c.called_at + l.call_days * interval '1' day >= o.ordered_at
group by o.order_id

-- shared --
-- What several orders can share, one row each; a shop's own device says nothing.
select p.order_id, 'order.same_iban' as code, p.iban_digest as digest, p.person
from placed p where p.iban_digest is not null
union all
select p.order_id, 'order.same_email', p.email_digest, p.person
from placed p where p.email_digest is not null
union all
select p.order_id, 'order.same_address', p.address_digest, p.person
from placed p where p.address_digest is not null
union all
select p.order_id, 'order.same_device', p.device_digest, p.person
from placed p where p.device_digest is not null and p.channel <> 'shop'

-- shared_by_many --
-- What orders of so many persons share.
select s.code, s.digest, cast(count(distinct s.person) as bigint) as persons
from shared s
cross join limits l
group by s.code, s.digest, l.persons_min
having count(distinct s.person) >= l.persons_min

-- asked_for --
-- Orders with an IBAN whose call had one asked for; whether it is the same, nobody can say.
select p.order_id, a.asked_at
from asked_ibans a
join placed p on p.partner = a.partner and p.call_ref = a.call_ref
where p.iban_digest is not null

-- shop_zones --
-- In which postal zones a shop is: the country and the first digit of an area ("DE-10": DE-1).
select distinct h.partner, h.shop, substring(h.area, 1, 2) as country,
    substring(h.area, 1, 4) as zone
from shop_hours h where h.area <> ''

-- far_away --
-- Sales in a shop of the customer's country that has no place in the customer's zone.
select p.order_id
from placed p
join shop_zones z on z.partner = p.partner and z.shop = p.shop
    and z.country = substring(p.area, 1, 2)
where p.channel = 'shop'
group by p.order_id
having sum(case when z.zone = substring(p.area, 1, 4) then 1 else 0 end) = 0

-- found --
-- The orders that do not fit, by code; persons and calls where they are the figure.
select o.order_id, 'C079' as code, cast(null as varchar) as digest, o.ordered_at as first_at,
    cast(0 as bigint) as figure
from placed_keyed o
cross join calls_known k
left join traces t on t.order_id = o.order_id
where o.channel = 'phone' and o.line is not null and t.order_id is null
    and o.ordered_at >= k.first_at and o.ordered_at <= k.last_at + interval '24' hour
union all
select o.order_id, 'C080', cast(null as varchar), coalesce(t.first_at, o.ordered_at),
    coalesce(t.calls_day, 0)
from placed_keyed o
left join traces t on t.order_id = o.order_id
where o.channel = 'shop' and (t.calls_day > 0 or o.call_ref is not null)
union all
select t.order_id, 'order.before_call_end', cast(null as varchar), t.first_at, t.calls_running
from traces t
where t.calls_running > 0
union all
select p.order_id, 'order.shop_closed', cast(null as varchar), p.ordered_at, cast(0 as bigint)
from placed p
join (select distinct h.partner, h.shop, h.land from shop_hours h) s
    on s.partner = p.partner and s.shop = p.shop
left join shop_hours h
    on h.partner = p.partner and h.shop = p.shop and h.weekday = p.local_weekday
    and p.local_minute >= h.opens_minute and p.local_minute < h.closes_minute
left join (select distinct c.on_date, c.land from closed_days c) c
    on c.on_date = p.local_date and c.land = s.land
where p.channel = 'shop' and (h.shop is null or c.on_date is not null)
union all
select p.order_id, 'order.shop_far', cast(null as varchar), p.ordered_at, cast(0 as bigint)
from far_away f
join placed p on p.order_id = f.order_id
union all
select s.order_id, s.code, s.digest, p.ordered_at, m.persons
from shared_by_many m
join shared s on s.code = m.code and s.digest = m.digest
join placed p on p.order_id = s.order_id
union all
select p.order_id, 'order.asked_iban', cast(null as varchar), min(a.asked_at),
    cast(count(*) as bigint)
from asked_for a
join placed p on p.order_id = a.order_id
where a.asked_at <= p.ordered_at
group by p.order_id

-- found_orders --
-- Each with what names the order, for people.
select f.code, p.order_ref, p.partner, p.shop, f.digest, f.first_at, f.figure
from found f
join placed p on p.order_id = f.order_id
order by f.code asc nulls last, p.order_id asc nulls last
