-- What else is asked of declared calls, objections and look-ups: numbers that were shown, numbers
-- that partners have and may not call again, look-ups that stand out.

-- numbers_shown --
-- Every number that a partner's calls have shown, and when first.
select c.partner, c.shown, min(c.called_at) as first_at
from known_calls c
where c.shown is not null
group by c.partner, c.shown

-- calls_showing --
-- Who has declared calls that showed this number, how many, and when first and last.
select
    c.partner,
    cast(count(*) as bigint) as calls,
    min(c.called_at) as first_at,
    max(c.called_at) as last_at
from known_calls c
join wanted w on w.shown = c.shown
group by c.partner
order by c.partner asc nulls last

-- calls_of_days --
-- The declared calls of some partners' days, with number, and line where it is one of ours.
select p.partner_id, c.local_date, c.row_number, c.called_at, c.called, c.shown, l.line_id
from known_calls c
join partners p on p.partner = c.partner
join wanted_days w on w.partner_id = p.partner_id and w.on_date = c.local_date
left join line l on l.number = c.called

-- calls_to --
-- The declared calls to one number, and to how many numbers that partner called at that moment.
select
    m.partner, m.called_at, min(m.called_until) as called_until,
    cast(count(distinct a.called) as bigint) as at_once
from known_calls m
join wanted_number w on w.called = m.called
join known_calls a on a.partner = m.partner and a.called_at = m.called_at
group by m.partner, m.called_at

-- agents_at --
-- The pseudonyms on that partner's calls of that moment.
select distinct m.agent
from known_calls m
join wanted_moment w on w.partner = m.partner and w.called_at = m.called_at
where m.agent <> ''

-- unwanted --
-- Lines that may not be called again: somebody objected, or took the last consent back.
select t.line_id, min(t.at) as since_at
from (
    select o.line_id, coalesce(o.at, cast('1900-01-01 00:00:00' as timestamp)) as at
    from objection o
    where o.line_id is not null
    union all
    select n.line_id, coalesce(o.at, cast('1900-01-01 00:00:00' as timestamp)) as at
    from objection o
    join person_line n on n.person_id = o.person_id
    where o.line_id is null
    union all
    select n.line_id, k.revoked_at as at
    from consent k
    join person_line n on n.person_id = k.person_id
    cross join this_moment today
    where k.revoked_at is not null
        and not exists (
            select 1
            from consent other
            join person_line with_them on with_them.person_id = other.person_id
            where with_them.line_id = n.line_id
                and other.revoked_at is null
                and coalesce(other.valid_until >= today.on_date, true)
        )
) t
cross join this_moment m
where t.at <= m.at
group by t.line_id

-- held_lines --
-- Which partner has which line: handed over or looked up, allowed to it at the gate, or declared
-- by it as a lead. What it merely says to have called is not enough: else it would only have to
-- declare calls to any numbers to learn which of them objected.
select h.partner_id, h.line_id
from held h
union
select p.partner_id, a.line_id
from asked_calls a
join partners p on p.partner = a.partner
where a.is_allowed
union
select d.root_id, l.line_id
from leads d
join line l on l.number = d.number

-- to_tell --
-- Per partner the numbers that it has, may not call again, and was not told of before.
select h.partner_id, h.line_id, l.number, u.since_at
from held_lines h
join unwanted u on u.line_id = h.line_id
join line l on l.line_id = h.line_id
where not exists (
    select 1 from told_lines t where t.partner_id = h.partner_id and t.line_id = h.line_id
)
order by h.partner_id asc nulls last, h.line_id asc nulls last

-- merely_called --
-- Per partner how many numbers it may not call it says to have called, with nothing else that
-- shows that it has them.
select p.partner, cast(count(distinct l.line_id) as bigint) as numbers
from known_calls k
join partners p on p.partner = k.partner
join line l on l.number = k.called
join unwanted u on u.line_id = l.line_id
where not exists (
    select 1 from held_lines h where h.partner_id = p.partner_id and h.line_id = l.line_id
)
group by p.partner
order by p.partner asc nulls last

-- hourly --
-- How many records each log-in looked up in each hour.
select
    u.partner_id, u.login_digest, u.local_date, u.local_hour,
    cast(count(*) as bigint) as lookups,
    min(u.at) as first_at
from looked_up u
group by u.partner_id, u.login_digest, u.local_date, u.local_hour

-- standing_out --
-- Look-ups that stand out, per partner and day, by word: many, night, abroad, shared.
select h.partner_id, h.local_date, 'many' as word, max(h.lookups) as figure,
    min(h.first_at) as first_at
from hourly h
cross join limits k
where h.lookups > k.lookups_an_hour
group by h.partner_id, h.local_date
union all
select u.partner_id, u.local_date, 'night', cast(count(*) as bigint), min(u.at)
from looked_up u
cross join limits k
where u.local_hour >= k.night_from or u.local_hour < k.night_until
group by u.partner_id, u.local_date, k.at_night
having count(*) > k.at_night
union all
select u.partner_id, u.local_date, 'abroad', cast(count(*) as bigint), min(u.at)
from looked_up u
cross join limits k
left join sites s on s.partner_id = u.partner_id and s.country = u.country
where u.country is not null and s.country is null
group by u.partner_id, u.local_date, k.from_abroad
having count(*) > k.from_abroad
union all
select d.partner_id, d.local_date, 'shared', max(d.devices), min(d.first_at)
from (
    select u.partner_id, u.login_digest, u.local_date,
        cast(count(distinct u.device_digest) as bigint) as devices, min(u.at) as first_at
    from looked_up u
    group by u.partner_id, u.login_digest, u.local_date
) d
cross join limits k
where d.devices > k.devices_of_a_login
group by d.partner_id, d.local_date
