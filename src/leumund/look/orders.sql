-- (c) Orders whose origin does not fit. Each step is called like its finding.
--
-- Further inputs, made by Python of the first steps: order_channels (is it a sale by phone or
-- in a shop), shared_words (addresses and devices as keys), shop_hours and shop_days, and
-- shared_homes (how many homes stand behind something that orders share).

-- order_channel_texts --
-- How the files call the ways of selling.
select o.channel as written from orders o where o.channel is not null group by o.channel

-- shared_texts --
-- Every address and device that an order names.
select t.written
from (
    select address as written from orders
    union all select device from orders
) t
where t.written is not null
group by t.written

-- shop_texts --
-- Every shop with its hours as written, under the number of its folded name.
select w.word, t.weekday, t.written
from (
    select shop, 1 as weekday, mon as written from shops
    union all select shop, 2, tue from shops
    union all select shop, 3, wed from shops
    union all select shop, 4, thu from shops
    union all select shop, 5, fri from shops
    union all select shop, 6, sat from shops
    union all select shop, 7, sun from shops
) t
join words w on w.written = t.shop
group by w.word, t.weekday, t.written

-- only_refs --
-- Numbers that belong to one person alone, and to whom.
select n.line, min(p.ref) as ref
from person_lines n
join persons p on p.person = n.person
group by n.line
having count(*) = 1

-- orders_keyed --
-- Every order, keyed: who ordered, when, by whom and how. An order with a day alone was made
-- some time on that day, so ordered_by is the end of it.
select
    s.source * 1000000000000 + o.row as place,
    s.source,
    o.row,
    coalesce(o.ref, own.ref, o.number) as who,
    coalesce(o.number, o.ref) as subject,
    o.ref,
    cast(substring(o.number, 2) as bigint) as line,
    o.order_ref,
    o.ordered_at,
    cast(o.ordered_at as date) as ordered_on,
    case
        when extract(hour from o.ordered_at) = 0 and extract(minute from o.ordered_at) = 0
            and extract(second from o.ordered_at) = 0 then o.ordered_at + interval '1' day
        else o.ordered_at
    end as ordered_by,
    extract(hour from o.ordered_at) <> 0 or extract(minute from o.ordered_at) <> 0
        or extract(second from o.ordered_at) <> 0 as is_timed,
    cast(extract(hour from o.ordered_at) * 60 + extract(minute from o.ordered_at) as int)
        as minute_of_day,
    p.partner_id,
    coalesce(channel.is_phone, false) as is_phone,
    coalesce(channel.is_shop, o.shop is not null) as is_shop,
    shop.word as shop_word,
    case when login.is_nothing then null else login.word end as login_word,
    o.login,
    o.iban,
    o.email,
    home.key as address_key,
    device.key as device_key,
    o.withdrawn_on,
    o.cancelled_on,
    o.call_ref
from orders o
join sources s on s.kind = 'orders' and s.file = o.file and s.sheet = coalesce(o.sheet, '')
left join only_refs own on own.line = cast(substring(o.number, 2) as bigint)
left join partner_words p on p.written = coalesce(o.partner, s.partner)
left join order_channels channel on channel.written = o.channel
left join words shop on shop.written = o.shop
left join words login on login.written = o.login
left join shared_words home on home.written = o.address
left join shared_words device on device.written = o.device

-- order_lines --
-- The numbers of the person who ordered.
select t.place, t.line
from (
    select o.place, o.line from orders_keyed o where o.line is not null
    union all
    select o.place, n.line
    from orders_keyed o
    join persons p on p.ref = o.ref
    join person_lines n on n.person = p.person
) t
group by t.place, t.line

-- order_findings --
-- Each order in the form of a finding.
select
    o.place,
    s.file,
    nullif(s.sheet, '') as sheet,
    o.row,
    l.partner,
    o.subject,
    o.ordered_at as at
from orders_keyed o
join sources s on s.source = o.source
left join partner_list l on l.partner_id = o.partner_id

-- calls_from_to --
-- The days that the files of calls cover, for all and for each partner.
select
    c.partner_id,
    min(c.on_date) as first_on,
    max(c.on_date) as last_on
from contacts c
group by c.partner_id

-- orders_uncalled --
-- Said to come by phone, on a day that the files of calls cover, and nobody rang before it.
select o.place, o.ordered_on
from orders_keyed o
cross join settings_in_force g
cross join (select min(first_on) as first_on, max(last_on) as last_on from calls_from_to) a
left join calls_from_to c on c.partner_id = o.partner_id
where o.is_phone
    and (o.line is not null or exists (select 1 from order_lines n where n.place = o.place))
    and days_between(a.first_on, o.ordered_on) >= g.order_after_call_days
    and case
        when o.partner_id is null then o.ordered_on <= a.last_on
        else o.ordered_on >= c.first_on and o.ordered_on <= c.last_on
    end
    and not exists (
        select 1
        from order_lines n
        join conversations t on t.line = n.line
        where n.place = o.place
            and t.started_at <= o.ordered_by
            and t.started_at + g.order_after_call_days * interval '1' day >= o.ordered_at
    )

-- order_without_call --
-- Those of them whose number stands in no row of calls that was left over.
select f.file, f.sheet, f.row, f.partner, f.subject, f.at,
    cast(o.ordered_on as varchar) as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from orders_uncalled o
join order_findings f on f.place = o.place
where not exists (
    select 1
    from order_lines n
    join left_over_lines u on u.line = n.line and u.kind = 'calls'
    where n.place = o.place
)

-- orders_unclear --
-- Rows left over that may be the call before such an order, by their files.
select u.file || ' (' || cast(count(distinct o.place) as varchar) || ')' as what
from orders_uncalled o
join order_lines n on n.place = o.place
join left_over_lines u on u.line = n.line and u.kind = 'calls'
group by u.file
order by u.file asc nulls last

-- order_partners_without_calls --
-- Partners with orders by phone of which there are no calls at all.
select l.partner as what
from orders_keyed o
join partner_list l on l.partner_id = o.partner_id
left join calls_from_to c on c.partner_id = o.partner_id
where o.is_phone and c.partner_id is null
group by l.partner
order by l.partner asc nulls last

-- order_before_call_end --
-- Entered while a call to that person was still going on.
select f.file, f.sheet, f.row, f.partner, f.subject, f.at,
    substring(cast(h.ended_at as varchar), 1, 19) as detail,
    s.file as with_file,
    nullif(s.sheet, '') as with_sheet,
    h.call_place % 1000000000000 as with_row
from (
    select
        o.place,
        min(c.source * 1000000000000 + c.row) as call_place,
        max(c.ended_at) as ended_at
    from orders_keyed o
    join order_lines n on n.place = o.place
    join contacts c on c.line = n.line
        and c.started_at <= o.ordered_at
        and o.ordered_at < c.ended_at
    where o.is_timed
    group by o.place
) h
join order_findings f on f.place = h.place
join sources s on s.source = int_div(h.call_place, 1000000000000)

-- order_shares --
-- What several orders may share, one row each; a shop's own device says nothing.
select o.place, 'iban' as what, o.iban as shared, o.who from orders_keyed o
where o.iban is not null and o.who is not null
union all
select o.place, 'email', o.email, o.who from orders_keyed o
where o.email is not null and o.who is not null
union all
select o.place, 'address', o.address_key, o.who from orders_keyed o
where o.address_key is not null and o.who is not null
union all
select o.place, 'device', o.device_key, o.who from orders_keyed o
where o.device_key is not null and o.who is not null and not o.is_shop

-- shared_by_many --
-- What the orders of so many persons share.
select h.what, h.shared, h.persons, h.first_place
from (
    select
        e.what,
        e.shared,
        count(distinct e.who) as persons,
        min(e.place) as first_place
    from order_shares e
    group by e.what, e.shared
) h
cross join settings_in_force g
where h.persons >= g.shared_persons_min

-- sharers --
-- Who they are and where they live: of the customers, else of the order.
select
    e.what,
    e.shared,
    e.who,
    max(c.name) as name,
    max(c.postcode) as postcode,
    max(c.address) as address,
    max(o.address_key) as order_address
from order_shares e
join shared_by_many h on h.what = e.what and h.shared = e.shared
join orders_keyed o on o.place = e.place
left join customers c on c.ref = e.who
group by e.what, e.shared, e.who

-- shared_rows --
-- Every order that shares something with those of other homes, as a finding.
select
    e.what,
    f.file,
    f.sheet,
    f.row,
    f.partner,
    f.subject,
    f.at,
    cast(h.persons as varchar) as detail,
    s.file as with_file,
    nullif(s.sheet, '') as with_sheet,
    h.first_place % 1000000000000 as with_row
from order_shares e
join shared_by_many h on h.what = e.what and h.shared = e.shared
join shared_homes t on t.what = e.what and t.shared = e.shared and t.homes > 1
join order_findings f on f.place = e.place
join sources s on s.source = int_div(h.first_place, 1000000000000)

-- order_same_iban --
-- The same account pays for people of different homes.
select r.file, r.sheet, r.row, r.partner, r.subject, r.at, r.detail,
    r.with_file, r.with_sheet, r.with_row
from shared_rows r where r.what = 'iban'

-- order_same_address --
-- The same address for people of different homes.
select r.file, r.sheet, r.row, r.partner, r.subject, r.at, r.detail,
    r.with_file, r.with_sheet, r.with_row
from shared_rows r where r.what = 'address'

-- order_same_email --
-- The same mailbox for people of different homes.
select r.file, r.sheet, r.row, r.partner, r.subject, r.at, r.detail,
    r.with_file, r.with_sheet, r.with_row
from shared_rows r where r.what = 'email'

-- order_same_device --
-- Entered from the same device for people of different homes.
select r.file, r.sheet, r.row, r.partner, r.subject, r.at, r.detail,
    r.with_file, r.with_sheet, r.with_row
from shared_rows r where r.what = 'device'

-- shop_lands --
-- Shops that close on Sundays, and in which Land: they close on its public holidays too.
select w.word, max(l.land) as land
from shops h
join words w on w.written = h.shop
join shop_days d on d.word = w.word and d.weekday = 7 and not d.is_open
left join words l on l.written = h.land
group by w.word
having count(distinct l.land) <= 1

-- order_shop_closed --
-- Said to come from a shop, at a time when the shop was closed.
select f.file, f.sheet, f.row, f.partner, f.subject, f.at,
    substring(cast(o.ordered_at as varchar), 1, case when o.is_timed then 16 else 10 end)
        as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from orders_keyed o
cross join settings_in_force g
join order_findings f on f.place = o.place
join shop_days d on d.word = o.shop_word and d.weekday = weekday_iso(o.ordered_on)
left join shop_lands l on l.word = o.shop_word
where o.is_shop
    and (
        not d.is_open
        or exists (
            select 1 from closed_days c
            where c.on_date = o.ordered_on and c.land = coalesce(l.land, '') and l.word is not null
        )
        or (o.is_timed and not exists (
            select 1 from shop_hours h
            where h.word = o.shop_word
                and h.weekday = d.weekday
                and o.minute_of_day >= h.opens
                and o.minute_of_day < h.closes + g.shop_tolerance_minutes
        ))
    )

-- order_shop_with_phone_trail --
-- Said to come from a shop, and yet there is a call: just before it, or named in it.
select f.file, f.sheet, f.row, f.partner, f.subject, f.at,
    case when o.call_ref is not null then 'named' else 'before' end as detail,
    s.file as with_file,
    nullif(s.sheet, '') as with_sheet,
    h.call_place % 1000000000000 as with_row
from orders_keyed o
left join (
    select o.place, max(c.source * 1000000000000 + c.row) as call_place
    from orders_keyed o
    cross join settings_in_force g
    join order_lines n on n.place = o.place
    join contacts c on c.line = n.line
        and c.started_at <= o.ordered_by
        and c.started_at + g.shop_call_hours * interval '1' hour >= o.ordered_at
    where o.is_shop
    group by o.place
) h on h.place = o.place
join order_findings f on f.place = o.place
left join sources s on s.source = int_div(h.call_place, 1000000000000)
where o.is_shop and (o.call_ref is not null or h.place is not null)

-- order_fates --
-- What became of orders that are old enough to tell.
select
    l.partner,
    o.who,
    o.ordered_on,
    case when days_between(o.ordered_on, g.as_of) >= g.withdraw_days then 1 else 0 end
        as is_past_withdrawal,
    case when o.withdrawn_on is not null then 1 else 0 end as is_withdrawn,
    case when days_between(o.ordered_on, g.as_of) >= g.early_cancel_days
        and o.withdrawn_on is null then 1 else 0 end as is_past_early,
    case when days_between(o.ordered_on, o.cancelled_on) <= g.early_cancel_days
        then 1 else 0 end as is_early
from orders_keyed o
cross join settings_in_force g
left join partner_list l on l.partner_id = o.partner_id

-- order_withdrawals --
-- Per partner: orders, people, and how many orders were withdrawn.
select t.partner, count(*) as orders, count(distinct t.who) as people,
    cast(sum(t.is_withdrawn) as bigint) as gone, max(g.rate_rows_min) as rows_min
from (
    select coalesce(f.partner, 'nobody') as partner, f.who, f.is_withdrawn
    from order_fates f where f.is_past_withdrawal = 1
    union all
    select 'all', f.who, f.is_withdrawn from order_fates f where f.is_past_withdrawal = 1
) t
cross join settings_in_force g
group by t.partner
order by max(case when t.partner = 'all' then 1 else 0 end) asc nulls last,
    count(*) desc nulls last, t.partner asc nulls last

-- order_early_cancellations --
-- Per partner: orders, people, and how many ended early.
select t.partner, count(*) as orders, count(distinct t.who) as people,
    cast(sum(t.is_early) as bigint) as gone, max(g.rate_rows_min) as rows_min
from (
    select coalesce(f.partner, 'nobody') as partner, f.who, f.is_early
    from order_fates f where f.is_past_early = 1
    union all
    select 'all', f.who, f.is_early from order_fates f where f.is_past_early = 1
) t
cross join settings_in_force g
group by t.partner
order by max(case when t.partner = 'all' then 1 else 0 end) asc nulls last,
    count(*) desc nulls last, t.partner asc nulls last

-- orders_withdrawn --
-- The orders that were withdrawn, as far as they count for the share.
select o.file, o.sheet, o.row, o.partner, o.subject, o.at,
    cast(k.withdrawn_on as varchar) as detail,
    cast(null as varchar) as with_file, cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from order_findings o
join orders_keyed k on k.place = o.place
cross join settings_in_force g
where k.withdrawn_on is not null
    and days_between(k.ordered_on, g.as_of) >= g.withdraw_days

-- orders_ended_early --
-- The orders whose contract ended early, as far as they count for the share.
select o.file, o.sheet, o.row, o.partner, o.subject, o.at,
    cast(k.cancelled_on as varchar) as detail,
    cast(null as varchar) as with_file, cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from order_findings o
join orders_keyed k on k.place = o.place
cross join settings_in_force g
where k.withdrawn_on is null
    and days_between(k.ordered_on, g.as_of) >= g.early_cancel_days
    and days_between(k.ordered_on, k.cancelled_on) <= g.early_cancel_days
