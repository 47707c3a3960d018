-- Declared calls beside what was asked, allowed, handed over and objected to.
--
-- partners has every partner with the one at the top of its chain (root_id) and how far below
-- it stands (depth). Instants are naive and in UTC; local days come from intake and permit.
-- A call is judged once per chain: what a partner and the one above it both declare is the
-- lower one's call.

-- calls_from_below --
-- Calls that partners below others declare, which those above may declare as well.
select p.root_id, p.depth, c.called, c.called_at
from known_calls c
join partners p on p.partner = c.partner
where p.depth > 0

-- taken --
-- The calls of the days asked about, each on its line, where it is one of ours.
select
    p.partner_id,
    p.root_id,
    c.row_number,
    l.line_id,
    c.called_at,
    c.called_until,
    c.local_date,
    c.local_weekday,
    c.local_hour * 60 + extract(minute from c.called_at) as minute_of_day,
    c.called_at = c.called_until as is_timed,
    coalesce(c.shown, '') as shown,
    coalesce(o.kind, 'other') as outcome_kind,
    d.declared_at as lead_since
from known_calls c
join partners p on p.partner = c.partner
cross join span s
left join line l on l.number = c.called
left join leads d on d.root_id = p.root_id and d.number = c.called
left join outcomes o on o.outcome = c.outcome
where c.local_date >= s.since_on
    and c.local_date <= s.until_on
    and not exists (
        select 1
        from calls_from_below b
        where b.root_id = p.root_id
            and b.called = c.called
            and b.called_at = c.called_at
            and b.depth > p.depth
    )

-- asked_days --
-- What each chain asked about a line for a day, and what was answered.
select
    p.root_id,
    a.line_id,
    a.asked_on,
    sum(case when a.is_allowed then 1 else 0 end) as passes,
    min(case when a.is_allowed then a.asked_for end) as first_pass_at,
    min(case when not a.is_allowed then a.asked_for end) as first_refused_at,
    min(a.shown) as lowest_shown,
    max(a.shown) as highest_shown,
    max(a.campaign) as campaign
from asked_calls a
join partners p on p.partner = a.partner
group by p.root_id, a.line_id, a.asked_on

-- called_days --
-- How often each chain called a line on a day.
select t.root_id, t.line_id, t.local_date, count(*) as calls
from taken t
where t.line_id is not null
group by t.root_id, t.line_id, t.local_date

-- busy_days --
-- Days with several calls, or several passes, where it must be told which call used which.
select n.root_id, n.line_id, n.local_date
from called_days n
join asked_days a
    on a.root_id = n.root_id and a.line_id = n.line_id and a.asked_on = n.local_date
where n.calls > 1 and a.passes > 0

-- walk --
-- Passes and calls of such a day in the order of time; a dialler's clock may be slow.
select
    t.root_id,
    t.line_id,
    t.local_date,
    t.called_until + interval '10' minute as at,
    1 as step,
    t.partner_id,
    t.row_number,
    t.called_at
from taken t
join busy_days b
    on b.root_id = t.root_id and b.line_id = t.line_id and b.local_date = t.local_date
union all
select
    p.root_id,
    a.line_id,
    a.asked_on,
    a.asked_for,
    -1,
    cast(null as int),
    cast(null as bigint),
    cast(null as timestamp)
from asked_calls a
join partners p on p.partner = a.partner
join busy_days b
    on b.root_id = p.root_id and b.line_id = a.line_id and b.local_date = a.asked_on
where a.is_allowed

-- balances --
-- How many more calls than passes there were up to each of them.
select
    w.*,
    sum(w.step) over (
        partition by w.root_id, w.line_id, w.local_date
        order by w.at asc nulls last, w.step asc nulls last, w.called_at asc nulls first,
            w.partner_id asc nulls first, w.row_number asc nulls first
        rows between unbounded preceding and current row
    ) as balance
from walk w

-- highest_before --
-- The highest balance before each of them.
select
    b.*,
    max(b.balance) over (
        partition by b.root_id, b.line_id, b.local_date
        order by b.at asc nulls last, b.step asc nulls last, b.called_at asc nulls first,
            b.partner_id asc nulls first, b.row_number asc nulls first
        rows between unbounded preceding and 1 preceding
    ) as highest
from balances b

-- without_pass --
-- Calls of busy days for which no pass was left: one pass is for one call.
select h.partner_id, h.row_number, h.called_at, h.line_id
from highest_before h
where h.step = 1 and h.balance > greatest(coalesce(h.highest, 0), 0)
group by h.partner_id, h.row_number, h.called_at, h.line_id

-- answered --
-- Every call with the answer that its chain had been given.
select
    t.partner_id,
    t.root_id,
    t.row_number,
    t.line_id,
    t.called_at,
    t.called_until,
    t.local_date,
    t.local_weekday,
    t.minute_of_day,
    t.is_timed,
    t.outcome_kind,
    t.lead_since,
    coalesce(a.campaign, '') as campaign,
    case
        when a.passes > 0
            and a.first_pass_at <= t.called_until + interval '10' minute
            and w.row_number is null
            and a.lowest_shown = a.highest_shown
            and a.lowest_shown <> t.shown then 'other_shown'
        when a.passes > 0
            and a.first_pass_at <= t.called_until + interval '10' minute
            and w.row_number is null then 'allowed'
        when a.first_refused_at <= t.called_until + interval '10' minute then 'refused'
        else 'unasked'
    end as answer
from taken t
left join asked_days a
    on a.root_id = t.root_id and a.line_id = t.line_id and a.asked_on = t.local_date
left join without_pass w
    on w.partner_id = t.partner_id
    and w.row_number = t.row_number
    and w.called_at = t.called_at
    and w.line_id = t.line_id

-- spare_passes --
-- Passes for lines that were not called that day, in spans of ten minutes.
select
    p.root_id,
    a.asked_on,
    extract(hour from a.asked_for) * 6 + int_div(extract(minute from a.asked_for), 10) as span_no,
    count(*) as passes
from asked_calls a
join partners p on p.partner = a.partner
left join called_days n
    on n.root_id = p.root_id and n.line_id = a.line_id and n.local_date = a.asked_on
where a.is_allowed and n.line_id is null
group by
    p.root_id,
    a.asked_on,
    extract(hour from a.asked_for) * 6 + int_div(extract(minute from a.asked_for), 10)

-- other_numbers --
-- Calls nobody had asked about, made while a pass for another line lay unused: at most one for
-- each such pass.
select r.partner_id, r.row_number, r.called_at, r.line_id
from (
    select
        u.*,
        s.passes,
        row_number() over (
            partition by u.root_id, u.local_date, s.span_no
            order by u.called_at asc nulls last, u.partner_id asc nulls last,
                u.row_number asc nulls last
        ) as place
    from answered u
    join spare_passes s
        on s.root_id = u.root_id
        and s.asked_on = u.local_date
        and s.span_no = extract(hour from u.called_at) * 6
            + int_div(extract(minute from u.called_at), 10)
    where u.answer = 'unasked' and u.is_timed
) r
where r.place <= r.passes
group by r.partner_id, r.row_number, r.called_at, r.line_id

-- judged --
-- The same, those told apart that were asked for another number.
select
    u.partner_id,
    u.root_id,
    u.row_number,
    u.line_id,
    u.called_at,
    u.called_until,
    u.local_date,
    u.local_weekday,
    u.minute_of_day,
    u.is_timed,
    u.outcome_kind,
    u.lead_since,
    u.campaign,
    case when o.row_number is not null then 'other_number' else u.answer end as answer
from answered u
left join other_numbers o
    on o.partner_id = u.partner_id
    and o.row_number = u.row_number
    and o.called_at = u.called_at
    and coalesce(o.line_id, 0) = coalesce(u.line_id, 0)

-- called_lines --
-- The lines that were called, and when first and last.
select line_id, min(called_at) as first_at, max(called_at) as last_at
from judged
where line_id is not null
group by line_id

-- objected_lines --
-- When somebody first objected to all calls, on each line that was called afterwards.
select t.line_id, min(t.at) as objected_at
from (
    select o.line_id, coalesce(o.at, cast('1900-01-01 00:00:00' as timestamp)) as at
    from objection o
    where o.line_id is not null and o.scope_key = 'all' and o.channel in ('all', 'telephone')
    union all
    select n.line_id, coalesce(o.at, cast('1900-01-01 00:00:00' as timestamp)) as at
    from objection o
    join person_line n on n.person_id = o.person_id
    where o.line_id is null and o.scope_key = 'all' and o.channel in ('all', 'telephone')
) t
join called_lines c on c.line_id = t.line_id and c.last_at > t.at
group by t.line_id

-- after_objection --
-- Calls after an objection; those that our own gate allowed are told apart later.
select j.partner_id, j.line_id, j.local_date, j.called_at, j.answer, 'call.after_objection' as code
from judged j
join objected_lines o on o.line_id = j.line_id and j.called_at > o.objected_at

-- after_notice --
-- Calls after the partner, or one above it, was told that this number is not to be called.
select j.partner_id, j.line_id, j.local_date, j.called_at, j.answer, 'call.after_notice' as code
from judged j
join notified n on n.root_id = j.root_id and n.line_id = j.line_id
where j.called_at > n.told_at

-- ended_lines --
-- Lines on which every contract had ended when they were last called, and when the last did.
select n.line_id, max(k.ended_on) as last_ended_on
from contract k
join person_line n on n.person_id = k.person_id
join called_lines c on c.line_id = n.line_id
group by n.line_id
having max(coalesce(k.ended_on, date '9999-12-31')) < date '9999-12-31'

-- after_contract_end --
-- Calls to people whose contracts had ended, with no consent that reaches so far.
select
    j.partner_id, j.line_id, j.local_date, j.called_at, j.answer,
    'call.after_contract_end' as code
from judged j
join ended_lines e on e.line_id = j.line_id and e.last_ended_on < j.local_date
where not exists (
    select 1
    from consent k
    join person_line n on n.person_id = k.person_id
    where n.line_id = j.line_id
        and coalesce(k.granted_at, cast('1900-01-01 00:00:00' as timestamp)) <= j.called_at
        and coalesce(k.revoked_at, cast('9999-12-31 00:00:00' as timestamp)) > j.called_at
        and (k.reaches_past_contract_end or k.valid_until >= j.local_date)
)

-- outside_hours --
-- Calls begun outside the hours of their day; where only the day is known, on a day with none.
select j.partner_id, j.line_id, j.local_date, j.called_at, j.answer, 'call.outside_hours' as code
from judged j
join days d on d.on_date = j.local_date
left join open_minutes m
    on m.era = d.era and m.weekday = j.local_weekday and m.minute_of_day = j.minute_of_day
where m.era is null and (j.is_timed or not d.is_open)

-- on_closed_days --
-- Calls on days that are free somewhere.
select j.partner_id, j.line_id, j.local_date, j.called_at, j.answer
from judged j
join (select on_date from closed_days group by on_date) c on c.on_date = j.local_date

-- lands_of_lines --
-- The Land of everybody on a line that was called on such a day; empty where they differ.
select
    n.line_id,
    case when min(p.land) = max(p.land) and count(*) = count(p.land) then min(p.land) else '' end
        as land
from (select line_id from on_closed_days where line_id is not null group by line_id) c
join person_line n on n.line_id = c.line_id
join person p on p.person_id = n.person_id
group by n.line_id

-- on_holidays --
-- Calls on a day that is free in the whole Land of the person called.
select j.partner_id, j.line_id, j.local_date, j.called_at, j.answer, 'call.holiday' as code
from on_closed_days j
left join lands_of_lines l on l.line_id = j.line_id
join closed_days c on c.on_date = j.local_date and c.land = coalesce(l.land, '')

-- often_called --
-- Lines that were called more often than the lowest cap, by all partners together.
select j.line_id
from judged j
cross join (select min(least(day_cap, week_cap)) as cap from caps) k
where j.line_id is not null
group by j.line_id
having count(*) > min(k.cap)

-- in_order --
-- The calls of such a line in the order of time.
select
    j.partner_id, j.line_id, j.local_date, j.called_at, j.answer,
    cast(row_number() over (
        partition by j.line_id
        order by j.called_at asc nulls last, j.partner_id asc nulls last,
            j.row_number asc nulls last
    ) as bigint) as place
from judged j
join often_called o on o.line_id = j.line_id

-- over_caps --
-- Calls before which the line had been tried as often as is allowed in a day or a week.
select c.partner_id, c.line_id, c.local_date, c.called_at, c.answer, 'call.over_cap' as code
from in_order c
join days d on d.on_date = c.local_date
join caps k on k.era = d.era
left join in_order a
    on a.line_id = c.line_id
    and a.place = c.place - k.day_cap
    and a.called_at >= c.called_at - interval '24' hour
left join in_order b
    on b.line_id = c.line_id
    and b.place = c.place - k.week_cap
    and b.called_at >= c.called_at - interval '7' day
where a.line_id is not null or b.line_id is not null

-- never_handed_over --
-- Calls to numbers that the chain, which has had lists, did not have by then: neither handed
-- over nor looked up nor a lead of its own. A list of which some rows belong to nobody known
-- is a doubt about everybody who became known after it.
select j.partner_id, j.line_id, j.local_date, j.called_at, j.answer, 'C050' as code
from judged j
join (select root_id from handed group by root_id) had on had.root_id = j.root_id
left join handed h on h.root_id = j.root_id and h.line_id = j.line_id
left join doubts d on d.root_id = j.root_id
where (h.since_at is null or h.since_at > j.called_until)
    and (j.lead_since is null or j.lead_since > j.called_until)
    and (d.root_id is null or j.line_id <= d.newest_line)

-- lines_by_answer --
-- How often each partner called each line, by the answer.
select j.partner_id, j.answer, j.line_id, count(*) as calls, min(j.called_at) as first_at
from judged j
group by j.partner_id, j.answer, j.line_id

-- lines_by_partner --
-- The same, whatever the answer.
select b.partner_id, b.line_id, sum(b.calls) as calls, min(b.first_at) as first_at
from lines_by_answer b
group by b.partner_id, b.line_id

-- lines_lost --
-- How often each partner lost its call to each line.
select j.partner_id, j.line_id, count(*) as calls, min(j.called_at) as first_at
from judged j
where j.outcome_kind = 'lost'
group by j.partner_id, j.line_id

-- against_lines --
-- Calls with something against them (against_rules: the steps above, one after another, once
-- per code), per partner, code and line; and those that our own gate had allowed.
select
    r.partner_id,
    r.code,
    r.line_id,
    count(*) as calls,
    sum(case when r.answer in ('allowed', 'other_shown') then 1 else 0 end) as allowed,
    min(r.called_at) as first_at
from against_rules r
group by r.partner_id, r.code, r.line_id

-- found_by_answer_on_days --
-- Per partner and day: calls by answer, campaign and outcome.
select
    j.partner_id, j.local_date, j.answer as code, j.campaign, j.outcome_kind,
    cast(count(*) as bigint) as calls, cast(0 as bigint) as allowed,
    cast(0 as bigint) as people, min(j.called_at) as first_at
from judged j
group by j.partner_id, j.local_date, j.answer, j.campaign, j.outcome_kind

-- found_against_on_days --
-- Per partner and day: calls with something against them, by code.
select
    r.partner_id, r.local_date, r.code, '' as campaign, '' as outcome_kind,
    cast(count(*) as bigint) as calls,
    cast(
        sum(case when r.answer in ('allowed', 'other_shown') then 1 else 0 end) as bigint
    ) as allowed,
    cast(0 as bigint) as people,
    min(r.called_at) as first_at
from against_rules r
group by r.partner_id, r.local_date, r.code

-- found_in_all --
-- Per partner: all its calls and how many people. A row without a day is about all days.
select
    b.partner_id, cast(null as date) as local_date, cast(null as varchar) as code,
    '' as campaign, '' as outcome_kind, cast(sum(b.calls) as bigint) as calls,
    cast(0 as bigint) as allowed, count(b.line_id) as people, min(b.first_at) as first_at
from lines_by_partner b
group by b.partner_id

-- found_lost --
-- Per partner: the calls that were lost, and how many people.
select
    l.partner_id, cast(null as date) as local_date, cast(null as varchar) as code,
    '' as campaign, 'lost' as outcome_kind, cast(sum(l.calls) as bigint) as calls,
    cast(0 as bigint) as allowed, count(l.line_id) as people, min(l.first_at) as first_at
from lines_lost l
group by l.partner_id

-- found_by_answer --
-- Per partner and answer: calls, and how many people.
select
    b.partner_id, cast(null as date) as local_date, b.answer as code,
    '' as campaign, '' as outcome_kind, cast(sum(b.calls) as bigint) as calls,
    cast(0 as bigint) as allowed, count(b.line_id) as people, min(b.first_at) as first_at
from lines_by_answer b
group by b.partner_id, b.answer

-- found_against --
-- Per partner and code: calls with something against them, and how many people.
select
    a.partner_id, cast(null as date) as local_date, a.code,
    '' as campaign, '' as outcome_kind, cast(sum(a.calls) as bigint) as calls,
    cast(sum(a.allowed) as bigint) as allowed, count(a.line_id) as people,
    min(a.first_at) as first_at
from against_lines a
group by a.partner_id, a.code

-- span_called --
-- The first and the last local day of all declared calls.
select min(c.local_date) as since_on, max(c.local_date) as until_on from known_calls c

-- days_called --
-- Every local day on which calls were declared.
select c.local_date as on_date
from known_calls c
cross join span s
where c.local_date >= s.since_on and c.local_date <= s.until_on
group by c.local_date
