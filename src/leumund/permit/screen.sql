-- From a people snapshot to the tables that bulk.sql decides about, and to a screen's answer.
--
-- A screen asks about the last moment of its period at which a call may begin, in each Land:
-- what holds then has held on every day before, since consents only lapse and objections only
-- come. Consents given after the period has begun do not count.

-- objections_by_line --
-- The first objection that covers everybody on a line; an unknown moment holds for all time.
select o.line_id, min(coalesce(o.at, cast('1900-01-01 00:00:00' as timestamp))) as objected_at
from objection o
where o.line_id is not null
group by o.line_id

-- objections_by_person --
-- The first objection of each person.
select
    o.person_id,
    min(coalesce(o.at, cast('1900-01-01 00:00:00' as timestamp))) as objected_at
from objection o
where o.person_id is not null
group by o.person_id

-- persons_on_lines --
-- How many persons share each line.
select line_id, count(*) as persons from person_line group by line_id

-- persons_asked --
-- Every person on every line that was asked about; 0 where nobody is known.
select a.line_id, coalesce(on_line.person_id, 0) as person_id
from asked a
left join person_line on_line on on_line.line_id = a.line_id

-- moments --
-- For each person asked about the last permitted moment of the period, by Land.
select
    a.line_id,
    a.person_id,
    p.kind,
    p.land,
    m.at,
    m.begins_at,
    m.stale_before,
    m.local_date,
    m.local_second
from persons_asked a
left join person p on p.person_id = a.person_id
left join lands l on l.land = p.land
join last_moments m on m.land = coalesce(l.land, '')

-- contracts_on_the_day --
-- Whether each person has a contract that runs on the day, or only others.
select
    m.line_id,
    m.person_id,
    max(case
        when k.started_on <= m.local_date and coalesce(k.ended_on >= m.local_date, true) then 1
        else 0
    end) as is_active
from moments m
join contract k on k.person_id = m.person_id
group by m.line_id, m.person_id

-- registers_on_the_day --
-- A register that lists the line on the day; the first by name where there are several.
select m.line_id, m.person_id, min(e.register) as register_hit
from moments m
join register_entry e on e.line_id = m.line_id
where e.listed_from <= m.local_date
group by m.line_id, m.person_id

-- facts --
-- One question per person and line: what is on file, and the assignment, the same for all.
select
    m.line_id,
    m.person_id,
    m.at,
    m.stale_before,
    m.kind as subject_kind,
    true as are_consents_known,
    least(by_line.objected_at, by_person.objected_at) as objected_at,
    true as are_objections_known,
    coalesce(listed.register_hit, '') as register_hit,
    case
        when k.is_active = 1 then 'active'
        when k.is_active = 0 then 'ended'
        else 'none'
    end as contract_status,
    coalesce(size.persons, 1) > 1 as is_line_shared,
    q.principal,
    q.purpose,
    q.product,
    q.business_reason,
    q.call_type,
    q.is_partner_engaged,
    q.is_chain_unbroken,
    q.is_stopped,
    q.engaged_purposes,
    q.engaged_products,
    q.partner_country,
    q.is_number_withheld,
    q.is_number_callers_own,
    q.has_right_of_use,
    q.number_kind,
    q.trunk_country,
    m.land,
    m.local_date,
    m.local_second,
    coalesce(tried.attempts_day, 0) as attempts_day,
    coalesce(tried.attempts_week, 0) as attempts_week,
    coalesce(tried.attempts_campaign, 0) as attempts_campaign
from moments m
cross join assignment q
left join objections_by_line by_line on by_line.line_id = m.line_id
left join objections_by_person by_person on by_person.person_id = m.person_id
left join contracts_on_the_day k on k.line_id = m.line_id and k.person_id = m.person_id
left join registers_on_the_day listed
    on listed.line_id = m.line_id and listed.person_id = m.person_id
left join persons_on_lines size on size.line_id = m.line_id
left join attempts tried on tried.line_id = m.line_id

-- consents --
-- The consents of each person asked about that name no number or this one, given before the
-- period begins, with their last use.
select
    m.line_id,
    m.person_id,
    c.consent_id,
    c.has_wording or c.wording_version is not null as has_wording,
    c.granted_at,
    c.recorded_at,
    c.source,
    c.proof_hash,
    c.number_confirmed as is_number_confirmed,
    c.origin_checked as is_origin_checked,
    c.reaches_past_contract_end,
    c.valid_until,
    c.revoked_at,
    u.last_used_at
from moments m
join consent c on c.person_id = m.person_id
left join uses u on u.consent_id = c.consent_id
where coalesce(c.line_id = m.line_id, true)
    and coalesce(c.granted_at <= m.begins_at, true)

-- screened --
-- One row per person and line asked about, with the hours in which a call may begin.
select
    v.line_id,
    nullif(v.person_id, 0) as person_id,
    v.consent_id,
    v.is_allowed,
    v.rules,
    h.hours_weekday,
    h.hours_saturday,
    h.hours_sunday,
    h.closed_on
from verdicts v
left join lands l on l.land = v.land
join last_moments h on h.land = coalesce(l.land, '')
order by v.line_id asc nulls first, v.person_id asc nulls first

-- asked_lines --
-- The lines with the numbers of a list.
select l.line_id
from listed a
join line l on l.number = a.number
group by l.line_id

-- answered --
-- The answer to each row of a list; a number that nobody knows cannot be called.
select
    a.list_row,
    l.line_id,
    s.person_id,
    s.consent_id,
    coalesce(s.is_allowed, false) as is_allowed,
    coalesce(s.rules, t.rules) as rules,
    s.hours_weekday,
    s.hours_saturday,
    s.hours_sunday,
    s.closed_on
from listed a
cross join strangers t
left join line l on l.number = a.number
left join screened_lines s on s.line_id = l.line_id
order by a.list_row asc nulls first, s.person_id asc nulls first

-- counted --
-- How many rows of a screen met which rules, and were allowed or not.
select rules, is_allowed, count(*) as persons
from result
group by rules, is_allowed
order by rules asc nulls first, is_allowed asc nulls first
