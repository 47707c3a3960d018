-- What every chapter builds on: texts as words, numbers as lines, references as persons.
--
-- Inputs: one table per kind of record (kinds.py), always there, empty where a folder has
-- none; sources, one row per sheet; and what Python makes of the first steps: words,
-- partner_words, partner_list, settings_in_force, days, allowed_hours, caps, closed_days.
-- A line is the number's digits as a whole number, and a place is a row of a file as one
-- (source * 1000000000000 + row), so that millions of rows meet by numbers.

-- texts --
-- Every text of the columns that hold few different ones; is_product tells the products.
select
    t.written,
    max(t.is_partner) as is_partner,
    max(t.is_product) as is_product,
    max(t.is_legal_name) as is_legal_name
from (
    select partner as written, 1 as is_partner, 0 as is_product, 0 as is_legal_name from calls
    union all select partner, 1, 0, 0 from sources
    union all select partner, 1, 0, 0 from orders
    union all select partner, 1, 0, 0 from statements
    union all select partner, 1, 0, 0 from lists
    union all select partner, 1, 0, 0 from shops
    union all select partner, 1, 0, 0 from partners
    union all select parent, 1, 0, 0 from partners
    union all select legal_name, 1, 0, 1 from partners
    union all select payee, 1, 0, 1 from statements
    union all select product, 0, 1, 0 from calls
    union all select product, 0, 1, 0 from orders
    union all select product, 0, 1, 0 from contracts
    union all select product, 0, 1, 0 from customers
    union all select tariff, 0, 0, 0 from calls
    union all select tariff, 0, 0, 0 from orders
    union all select tariff, 0, 0, 0 from contracts
    union all select tariff, 0, 0, 0 from customers
    union all select tariff, 0, 0, 0 from complaints
    union all select product, 0, 0, 0 from complaints
    union all select said_name, 0, 0, 0 from complaints
    union all select campaign, 0, 0, 0 from calls
    union all select result, 0, 0, 0 from calls
    union all select direction, 0, 0, 0 from calls
    union all select kind, 0, 0, 0 from customers
    union all select land, 0, 0, 0 from customers
    union all select land, 0, 0, 0 from shops
    union all select shop, 0, 0, 0 from shops
    union all select shop, 0, 0, 0 from orders
    union all select channel, 0, 0, 0 from orders
    union all select login, 0, 0, 0 from orders
    union all select login, 0, 0, 0 from partners
    union all select company, 0, 0, 0 from consents
    union all select products, 0, 0, 0 from consents
    union all select channel, 0, 0, 0 from consents
    union all select source, 0, 0, 0 from consents
    union all select proof, 0, 0, 0 from consents
        where length(proof) <= 30 and not matches(proof, '[0-9]')
    union all select wording, 0, 0, 0 from consents
        where length(wording) <= 30 and not matches(wording, '[0-9]')
    union all select scope, 0, 0, 0 from objections
    union all select channel, 0, 0, 0 from objections
) t
where t.written is not null
group by t.written

-- partner_pairs --
-- Which partner stands beside which name of a company, in the list of partners.
select partner, legal_name from partners where legal_name is not null
group by partner, legal_name

-- companies --
-- For which companies consents were given, and how often.
select company, count(*) as consents from consents where company is not null group by company

-- active_days --
-- How much happened on which day.
select t.on_date, count(*) as n
from (
    select cast(started_at as date) as on_date from calls
    union all select cast(ordered_at as date) from orders
    union all select cast(arrived_at as date) from complaints
) t
where t.on_date is not null
group by t.on_date

-- call_days --
-- On which days calls were made.
select cast(started_at as date) as on_date from calls group by cast(started_at as date)

-- persons --
-- Everybody with a reference of the company's own, under a whole number.
select
    row_number() over (order by c.ref asc nulls last) as person,
    c.ref,
    c.land,
    c.is_business
from (
    select u.ref, max(l.land) as land, coalesce(max(k.is_business), false) as is_business
    from customers u
    left join words l on l.written = u.land
    left join words k on k.written = u.kind
    where u.ref is not null
    group by u.ref
) c

-- person_lines --
-- Which numbers belong to whom.
select p.person, cast(substring(c.number, 2) as bigint) as line
from (
    select ref, number from customers
    union all select ref, number_2 from customers
    union all select ref, number_3 from customers
) c
join persons p on p.ref = c.ref
where c.number is not null
group by p.person, cast(substring(c.number, 2) as bigint)

-- other_lines --
-- The other numbers of the people with a number, where they have several. A number that
-- stands beside very many people is nobody's own and leads to none.
select n.line, o.line as other_line
from person_lines n
join (
    select person from person_lines group by person having count(*) > 1
) m on m.person = n.person
join (
    select line from person_lines group by line having count(*) <= 20
) own on own.line = n.line
join person_lines o on o.person = n.person and o.line <> n.line
group by n.line, o.line

-- line_persons --
-- What is known of a number from those it belongs to; a Land only where they agree.
select
    n.line,
    case when min(p.land) = max(p.land) and count(p.land) = count(*) then min(p.land) end
        as land,
    min(case when p.is_business then 1 else 0 end) = 1 as is_business
from person_lines n
join persons p on p.person = n.person
group by n.line

-- declared_calls --
-- Every call of the files, narrow: who called which number when, offering what.
select
    s.source,
    c.row,
    cast(substring(c.number, 2) as bigint) as line,
    p.partner_id,
    c.started_at,
    c.started_at + coalesce(c.duration_s, 0) * interval '1' second as ended_at,
    cast(coalesce(c.duration_s, 0) as bigint) as length_s,
    cast(c.started_at as date) as on_date,
    cast(extract(hour from c.started_at) * 60 + extract(minute from c.started_at) as int)
        as minute_of_day,
    product.word as product_word,
    tariff.word as tariff_word,
    campaign.word as campaign_word,
    c.monthly_price,
    cast(substring(c.shown_number, 2) as bigint) as shown_line,
    cast(c.attempt as bigint) as attempt,
    cast(c.earlier_contacts as bigint) as earlier_contacts,
    cast(c.days_since_last as bigint) as days_since_last,
    coalesce(direction.is_inbound, false) as is_inbound
from calls c
join sources s on s.kind = 'calls' and s.file = c.file and s.sheet = coalesce(c.sheet, '')
left join partner_words p on p.written = coalesce(c.partner, s.partner)
left join words product on product.written = c.product
left join words tariff on tariff.written = c.tariff
left join words campaign on campaign.written = c.campaign
left join words direction on direction.written = c.direction

-- calls_told_twice --
-- Calls of which several files speak: the same partner, number, minute and length.
select c.line, c.on_date, c.minute_of_day, c.length_s,
    coalesce(c.partner_id, -1) as partner_id
from declared_calls c
where c.line is not null
group by c.line, c.on_date, c.minute_of_day, c.length_s,
    coalesce(c.partner_id, -1)
having min(c.source) < max(c.source)

-- call_tellings --
-- Their rows, and the how manieth of its file each is: one file may hold two such calls.
select c.source, c.row, c.line, c.on_date, c.minute_of_day, t.length_s, t.partner_id,
    cast(row_number() over (
        partition by c.source, c.line, c.on_date, c.minute_of_day, t.length_s, t.partner_id
        order by c.row asc nulls last
    ) as int) as time_in_file
from declared_calls c
join calls_told_twice t on t.line = c.line and t.on_date = c.on_date
    and t.minute_of_day = c.minute_of_day and t.length_s = c.length_s
    and t.partner_id = coalesce(c.partner_id, -1)

-- calls_again --
-- The rows that an earlier file has as well.
select t.source, t.row
from (
    select c.source, c.row, cast(row_number() over (
        partition by c.line, c.on_date, c.minute_of_day, c.length_s, c.partner_id, c.time_in_file
        order by c.source asc nulls last
    ) as int) as turn
    from call_tellings c
) t
where t.turn > 1

-- conversations --
-- Every call once, whoever rang.
select c.*
from declared_calls c
left join calls_again a on a.source = c.source and a.row = c.row
where a.row is null

-- contacts --
-- Every call by a partner, once; where the person rang, it is none.
select c.* from conversations c where not c.is_inbound

-- calls_not_counted --
-- Rows of calls that are not counted, per file and sheet, and why.
select s.file, s.sheet, t.why, count(*) as n
from (
    select a.source, 'calls-in-several-files' as why from calls_again a
    union all
    select c.source, 'calls-inbound' from conversations c where c.is_inbound
) t
join sources s on s.source = t.source
group by s.file, s.sheet, t.why
order by s.file asc nulls last, s.sheet asc nulls last, t.why asc nulls last

-- contacts_in_order --
-- The calls to each number in their order, whoever made them, also within a campaign.
select
    c.source,
    c.row,
    c.line,
    c.on_date,
    c.started_at,
    c.campaign_word,
    cast(row_number() over (
        partition by c.line
        order by c.started_at asc nulls last, c.source asc nulls last, c.row asc nulls last
    ) as int) as place,
    lag(c.started_at) over (
        partition by c.line
        order by c.started_at asc nulls last, c.source asc nulls last, c.row asc nulls last
    ) as previous_at,
    case
        when c.campaign_word is not null then cast(row_number() over (
            partition by c.line, c.campaign_word
            order by c.started_at asc nulls last, c.source asc nulls last, c.row asc nulls last
        ) as int)
    end as place_in_campaign
from contacts c
where c.line is not null

-- held_contracts --
-- What somebody with that number has or had; from the customers where no contracts are there.
select
    n.line,
    product.word as product_word,
    tariff.word as tariff_word,
    c.monthly_price,
    c.started_on,
    c.ended_on,
    c.cancelled_on,
    s.source * 1000000000000 + c.row as place
from contracts c
join sources s on s.kind = 'contracts' and s.file = c.file and s.sheet = coalesce(c.sheet, '')
join persons p on p.ref = c.ref
join person_lines n on n.person = p.person
left join words product on product.written = c.product
left join words tariff on tariff.written = c.tariff
union all
select
    cast(substring(c.number, 2) as bigint),
    product.word,
    tariff.word,
    c.monthly_price,
    cast(null as date),
    cast(null as date),
    cast(null as date),
    s.source * 1000000000000 + c.row
from customers c
join sources s on s.kind = 'customers' and s.file = c.file and s.sheet = coalesce(c.sheet, '')
left join words product on product.written = c.product
left join words tariff on tariff.written = c.tariff
where c.number is not null
    and c.tariff is not null
    and not exists (select 1 from contracts)

-- left_over_lines --
-- Numbers that stand in rows of the files that were left over, with what is known of them.
select t.kind, t.file, t.line
from (
    select o.kind, o.file, cast(substring(o.number, 2) as bigint) as line
    from left_over_cells o
    where o.number is not null
    union all
    select o.kind, o.file, m.other_line
    from left_over_cells o
    join other_lines m on m.line = cast(substring(o.number, 2) as bigint)
    union all
    select o.kind, o.file, n.line
    from left_over_cells o
    join persons p on p.ref = o.ref
    join person_lines n on n.person = p.person
) t
group by t.kind, t.file, t.line

-- consent_lines --
-- Each consent on each number that it may allow calling, and what it says. One withdrawn on a
-- day alone holds until that day is over: what came first on it, nobody knows.
select
    k.line,
    k.granted_at,
    case
        when extract(hour from k.withdrawn_at) = 0 and extract(minute from k.withdrawn_at) = 0
            and extract(second from k.withdrawn_at) = 0
            then k.withdrawn_at + interval '1' day
        else k.withdrawn_at
    end as withdrawn_at,
    k.valid_until,
    k.channel is null or coalesce(channel.names_telephone, false) as is_for_telephone,
    k.company is null or coalesce(company.names_principal, false) as is_for_principal,
    s.source * 1000000000000 + k.row as place
from (
    select cast(substring(c.number, 2) as bigint) as line, c.*
    from consents c
    where c.number is not null
    union all
    select cast(substring(c.number_2, 2) as bigint), c.* from consents c
    where c.number_2 is not null
    union all
    select cast(substring(c.number_3, 2) as bigint), c.* from consents c
    where c.number_3 is not null
    union all
    select o.other_line, c.*
    from consents c
    join other_lines o on o.line = cast(substring(c.number, 2) as bigint)
    left join persons p on p.ref = c.ref
    where p.person is null
    union all
    select n.line, c.*
    from consents c
    join persons p on p.ref = c.ref
    join person_lines n on n.person = p.person
    where c.number is null or cast(substring(c.number, 2) as bigint) <> n.line
) k
join sources s on s.kind = 'consents' and s.file = k.file and s.sheet = coalesce(k.sheet, '')
left join words channel on channel.written = k.channel
left join words company on company.written = k.company

-- objection_lines --
-- Each objection to calls on each number it means; word is the only product it is about. One
-- with a day alone counts from the end of that day: what came first on it, nobody knows.
select
    row_number() over (
        order by t.at asc nulls last, t.file asc nulls last, t.sheet asc nulls last,
            t.row asc nulls last
    ) as objection,
    t.line,
    t.at,
    t.withdrawn_at,
    case
        when extract(hour from t.at) = 0 and extract(minute from t.at) = 0
            and extract(second from t.at) = 0 then t.at + interval '1' day
        else t.at
    end as counts_from,
    case when scope.is_product then scope.word end as product_word,
    s.source * 1000000000000 + t.row as place
from (
    select cast(substring(o.number, 2) as bigint) as line, o.*
    from objections o
    where o.number is not null
    union all
    select cast(substring(o.number_2, 2) as bigint), o.* from objections o
    where o.number_2 is not null
    union all
    select cast(substring(o.number_3, 2) as bigint), o.* from objections o
    where o.number_3 is not null
    union all
    select n.line, o.*
    from objections o
    join persons p on p.ref = o.ref
    join person_lines n on n.person = p.person
    where o.number is null or cast(substring(o.number, 2) as bigint) <> n.line
) t
join sources s on s.kind = 'objections' and s.file = t.file and s.sheet = coalesce(t.sheet, '')
left join words scope on scope.written = t.scope
left join words channel on channel.written = t.channel
where t.at is not null
    and (t.channel is null or channel.names_telephone or channel.is_all or channel.is_nothing)
    and not coalesce(scope.is_no_objection, false)

-- list_lines --
-- Since when each partner has had which number, by the lists that went out.
select
    p.partner_id,
    t.line,
    min(coalesce(t.handed_over_on, s.handed_over_on, date '1900-01-01')) as since
from (
    select cast(substring(l.number, 2) as bigint) as line, l.*
    from lists l
    where l.number is not null
    union all
    select cast(substring(l.number_2, 2) as bigint), l.* from lists l
    where l.number_2 is not null
    union all
    select cast(substring(l.number_3, 2) as bigint), l.* from lists l
    where l.number_3 is not null
    union all
    select n.line, l.*
    from lists l
    join persons q on q.ref = l.ref
    join person_lines n on n.person = q.person
    where l.number is null
) t
join sources s on s.kind = 'lists' and s.file = t.file and s.sheet = coalesce(t.sheet, '')
join partner_words p on p.written = coalesce(t.partner, s.partner)
group by p.partner_id, t.line

-- rows_in_order --
-- The rows of one finding in the order of the files.
select
    f.file,
    f.sheet,
    f.row,
    f.partner,
    f.subject,
    f.at,
    f.detail,
    f.with_file,
    f.with_sheet,
    f.with_row
from found f
order by f.file asc nulls first, f.sheet asc nulls first, f.row asc nulls first,
    f.with_file asc nulls first, f.with_sheet asc nulls first, f.with_row asc nulls first

-- rows_per_partner --
-- How many rows of one finding there are, and of which partner.
select f.partner, count(*) as n from found f group by f.partner
order by count(*) desc nulls last, f.partner asc nulls last

-- subjects --
-- How many numbers or references one finding is about.
select count(*) as n from (select f.subject from found f where f.subject is not null
group by f.subject) s

-- partners_contracted --
-- Who stands in the list of partners.
select partner from partners where partner is not null group by partner

-- calls_before_the_rules --
-- Calls on days about which the rule pack says nothing.
select count(*) as n
from contacts c
left join days d on d.on_date = c.on_date
where d.on_date is null

-- ended_lines --
-- Numbers whose people have had a contract that ended, and when the first did.
select h.line, min(h.ended_on) as first_ended_on
from held_contracts h
where h.ended_on is not null
group by h.line

-- calls_after_the_end --
-- The contracts of everybody with that number had ended, and no consent reaches so far.
select c.source, c.row, c.line, c.partner_id, c.started_at, c.last_ended_on
from (
    select
        c.source,
        c.row,
        c.line,
        c.partner_id,
        c.started_at,
        max(h.ended_on) as last_ended_on
    from contacts c
    join ended_lines n on n.line = c.line and n.first_ended_on < c.on_date
    join held_contracts h on h.line = c.line
        and coalesce(h.started_on, date '1900-01-01') <= c.on_date
    group by c.source, c.row, c.line, c.partner_id, c.started_at, c.on_date
    having max(coalesce(h.ended_on, date '9999-12-31')) < c.on_date
) c
where not exists (
    select 1 from consent_lines k
    where k.line = c.line
        and coalesce(k.granted_at, timestamp '1900-01-01 00:00:00') <= c.started_at
        and coalesce(k.valid_until, date '9999-12-31') >= cast(c.started_at as date)
        and coalesce(k.withdrawn_at, timestamp '9999-12-31 00:00:00') > c.started_at
)
