-- Declared calls are Parquet files, one per file that was taken in: called and shown (E.164;
-- shown is null where it was withheld), called_at to called_until (UTC; the same moment
-- unless only the day is known), the local calendar, and the partner that declared them.

-- turned_calls --
-- The new calls, the repetitions of a call in the same file counted.
select
    n.*,
    row_number() over (
        partition by n.called, n.called_at, coalesce(n.shown, '')
        order by n.row_number nulls last
    ) as turn
from new_calls n

-- fresh_calls --
-- Calls that this partner has not declared yet, each once, in the order of the file.
select
    t.row_number, t.partner, t.called, t.shown, t.called_at, t.called_until,
    t.local_date, t.local_hour, t.local_weekday, t.is_holiday, t.is_ambiguous,
    t.duration_seconds, t.outcome, t.agent
from turned_calls t
where t.turn = 1
  and not exists (
    select 1
    from known_calls k
    where k.partner = t.partner
      and k.called = t.called
      and k.called_at = t.called_at
      and coalesce(k.shown, '') = coalesce(t.shown, '')
  )
order by t.row_number nulls last

-- explaining_calls --
-- Declared calls to the number complained of that showed the same number, inside the window.
select c.complaint, k.partner, min(k.called_at) as called_at, max(k.called_until) as called_until
from complaints c
join known_calls k on k.called = c.called and k.shown = c.shown
where k.called_until >= c.since and k.called_at <= c.until
group by c.complaint, k.partner

-- calls_around --
-- Who declared a call to the number complained of inside the window, whatever it showed.
select c.complaint, k.partner
from complaints c
join known_calls k on k.called = c.called
where k.called_until >= c.since and k.called_at <= c.until
group by c.complaint, k.partner

-- first_contacts --
-- The earliest declared call of each partner to each of these numbers from a moment on.
select w.line_id, k.partner, min(k.called_at) as first_at
from wanted w
join known_calls k on k.called = w.called
where k.called_until >= w.since
group by w.line_id, k.partner

-- span_of_calls --
-- How many calls there are, and when the first and the last of them were.
select cast(count(*) as bigint) as calls, min(f.called_at) as first_at, max(f.called_at) as last_at
from fresh f

-- distinct_calls --
-- Every declared call once, also where a partner and the one above it both declare it.
select k.called, coalesce(k.shown, '') as shown, k.called_at, max(k.called_until) as called_until
from known_calls k
group by k.called, coalesce(k.shown, ''), k.called_at

-- declared_attempts --
-- How often each line was called up to a moment: in 24 hours, in seven days, ever.
select
    l.line_id,
    cast(sum(case when d.called_until >= m.day_ago then 1 else 0 end) as bigint) as attempts_day,
    cast(sum(case when d.called_until >= m.week_ago then 1 else 0 end) as bigint)
        as attempts_week,
    cast(count(*) as bigint) as attempts_campaign
from distinct_calls d
join line l on l.number = d.called
cross join moment m
where d.called_at <= m.at
group by l.line_id

-- calls_on_lines --
-- The calls to these lines up to a moment.
select l.line_id, d.shown, d.called_at, d.called_until
from distinct_calls d
join line l on l.number = d.called
join asked a on a.line_id = l.line_id
cross join moment m
where d.called_at <= m.at
