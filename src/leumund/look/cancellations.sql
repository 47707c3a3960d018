-- (g) Cancellations by number of calls, and by days from the last call to the contract's end.
-- They are shown together; what caused what cannot be read from them.

-- ends --
-- Each person with a contract: when it ends or ended last, and when it was cancelled.
select
    p.person,
    max(c.ended_on) as ends_on,
    max(c.cancelled_on) as cancelled_on
from contracts c
join persons p on p.ref = c.ref
group by p.person

-- calls_before --
-- The calls to each of them, before the cancellation where there was one.
select
    e.person,
    count(*) as calls,
    max(t.on_date) as last_on
from ends e
join person_lines n on n.person = e.person
join contacts t on t.line = n.line
where t.on_date <= coalesce(e.cancelled_on, date '9999-12-31')
group by e.person

-- ends_and_calls --
-- Each person with a contract, in groups of calls and of days.
select
    e.person,
    case when e.cancelled_on is not null then 1 else 0 end as has_cancelled,
    coalesce(c.calls, 0) as calls,
    case
        when c.calls is null then '0'
        when c.calls <= 2 then cast(c.calls as varchar)
        when c.calls <= 4 then '3-4'
        when c.calls <= 9 then '5-9'
        else '10+'
    end as calls_group,
    case
        when c.last_on is null then 0
        when e.ends_on is null then 9
        when e.ends_on < c.last_on then 1
        when days_between(c.last_on, e.ends_on) <= 30 then 2
        when days_between(c.last_on, e.ends_on) <= 90 then 3
        when days_between(c.last_on, e.ends_on) <= 180 then 4
        else 5
    end as days_place,
    case
        when c.last_on is null then 'none'
        when e.ends_on is null then 'open'
        when e.ends_on < c.last_on then 'after'
        when days_between(c.last_on, e.ends_on) <= 30 then '0-30'
        when days_between(c.last_on, e.ends_on) <= 90 then '31-90'
        when days_between(c.last_on, e.ends_on) <= 180 then '91-180'
        else '181+'
    end as days_group
from ends e
left join calls_before c on c.person = e.person

-- cancellations_by_calls --
-- People with a contract by the number of calls to them, and how many have cancelled.
select e.calls_group, count(*) as people, cast(sum(e.has_cancelled) as bigint) as cancelled
from ends_and_calls e
group by e.calls_group
order by min(e.calls) asc nulls last

-- cancellations_by_days --
-- The same by the days from the last call to the contract's end.
select e.days_group, count(*) as people, cast(sum(e.has_cancelled) as bigint) as cancelled
from ends_and_calls e
group by e.days_group
order by min(e.days_place) asc nulls last

-- cancellations_by_both --
-- The same by both.
select
    e.calls_group,
    e.days_group,
    count(*) as people,
    cast(sum(e.has_cancelled) as bigint) as cancelled
from ends_and_calls e
group by e.calls_group, e.days_group
order by min(e.calls) asc nulls last, min(e.days_place) asc nulls last

-- cancellations_behind --
-- For each of those who have cancelled, the contract they cancelled last, in their groups.
select f.file, f.sheet, f.row, cast(null as varchar) as partner, f.ref as subject,
    cast(f.cancelled_on as timestamp) as at,
    concat_ws('|', f.calls_group, f.days_group) as detail,
    cast(null as varchar) as with_file, cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from (
    select c.file, c.sheet, c.row, c.ref, c.cancelled_on, e.calls_group, e.days_group,
        row_number() over (
            partition by e.person
            order by c.cancelled_on desc nulls last, c.file asc nulls last,
                c.sheet asc nulls last, c.row asc nulls last
        ) as turn
    from ends_and_calls e
    join persons p on p.person = e.person
    join contracts c on c.ref = p.ref
    where e.has_cancelled = 1
) f
where f.turn = 1
