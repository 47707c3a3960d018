-- Against ourselves: what our own rules allowed, who approved, and since when it was known.
--
-- It reads the findings of earlier chapters under the names of their steps.

-- refused_calls --
-- The declared calls that a finding speaks against: the law, our rules, or the engagement.
select t.file, t.sheet, t.row
from (
    select file, coalesce(sheet, '') as sheet, row from call_after_objection
    union all select file, coalesce(sheet, ''), row from call_after_contract_end
    union all select file, coalesce(sheet, ''), row from call_never_handed_over
    union all select file, coalesce(sheet, ''), row from call_sunday
    union all select file, coalesce(sheet, ''), row from call_holiday
    union all select file, coalesce(sheet, ''), row from call_outside_hours
    union all select file, coalesce(sheet, ''), row from call_over_cap
    union all select file, coalesce(sheet, ''), row from call_without_consent
    union all select file, coalesce(sheet, ''), row from chain_caller_number_unknown
    union all select file, coalesce(sheet, ''), row from chain_call_outside_engagement
) t
group by t.file, t.sheet, t.row

-- complaints_by_rules --
-- Complaints with declared calls: were all of these allowed?
select
    d.file,
    d.sheet,
    d.row,
    min(case when r.file is null then 1 else 0 end) as is_allowed,
    min(d.source * 1000000000000 + d.call_row) as call_place
from complained_contacts d
join sources s on s.source = d.source
left join refused_calls r on r.file = s.file and r.sheet = s.sheet and r.row = d.call_row
group by d.file, d.sheet, d.row

-- own_call_was_allowed --
-- Somebody complained of a call against which nothing stands in these files.
select
    b.file,
    b.sheet,
    b.row,
    o.partner,
    o.said_by as subject,
    o.arrived_at as at,
    cast(null as varchar) as detail,
    s.file as with_file,
    nullif(s.sheet, '') as with_sheet,
    b.call_place % 1000000000000 as with_row
from complaints_by_rules b
join complaint_origins o
    on o.file = b.file and coalesce(o.sheet, '') = coalesce(b.sheet, '') and o.row = b.row
join sources s on s.source = int_div(b.call_place, 1000000000000)
where b.is_allowed = 1

-- own_list_without_approver --
-- A list that went out, and neither it nor the mail that carries it says who approved that.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    cast(0 as bigint) as row,
    min(l.partner) as partner,
    cast(null as varchar) as subject,
    cast(min(o.handed_over_on) as timestamp) as at,
    cast(sum(o.rows) as varchar) as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from lists_out o
join sources s on s.source = o.source
left join partner_list l on l.partner_id = o.partner_id
left join (
    select t.file, coalesce(t.sheet, '') as sheet
    from lists t
    where matches(t.approved_by, '[A-Za-z]')
    group by t.file, coalesce(t.sheet, '')
) a on a.file = s.file and a.sheet = s.sheet
where a.file is null and s.approved_by is null
group by s.file, s.sheet

-- own_known_since --
-- The first sign of a pattern that went on; the detail says for how many days it is known.
select
    j.file,
    j.sheet,
    j.row,
    case when p.what = 'partner' then p.shared end as partner,
    min(j.said_by) as subject,
    min(j.arrived_at) as at,
    cast(min(days_between(j.arrived_at, g.as_of)) as varchar) as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from patterns p
join complaints_joined j on j.turn = p.first_turn
cross join settings_in_force g
where p.what in ('partner', 'shown', 'undeclared', 'denied')
group by j.file, j.sheet, j.row, case when p.what = 'partner' then p.shared end

-- own_share --
-- Of the complaints with a declared call: how many of calls that our own rules allowed.
select count(*) as complaints, count(distinct o.said_by) as people,
    cast(sum(b.is_allowed) as bigint) as allowed
from complaints_by_rules b
join complaint_origins o
    on o.file = b.file and coalesce(o.sheet, '') = coalesce(b.sheet, '') and o.row = b.row
having count(*) > 0

-- own_went_on --
-- What went on after the first complaint about a partner's calls.
select
    p.shared as partner,
    p.first_on,
    days_between(p.first_on, g.as_of) as days_since,
    p.complaints - 1 as complaints_since,
    coalesce(c.calls, 0) as calls_since,
    coalesce(o.lists, 0) as lists_since
from patterns p
cross join settings_in_force g
left join (
    select l.partner, q.first_on, count(*) as calls
    from patterns q
    join partner_list l on l.partner = q.shared
    join contacts t on t.partner_id = l.partner_id and t.on_date > q.first_on
    where q.what = 'partner'
    group by l.partner, q.first_on
) c on c.partner = p.shared
left join (
    select l.partner, count(*) as lists
    from patterns q
    join partner_list l on l.partner = q.shared
    join lists_out t on t.partner_id = l.partner_id and t.handed_over_on > q.first_on
    where q.what = 'partner'
    group by l.partner
) o on o.partner = p.shared
where p.what = 'partner'
order by p.first_on asc nulls last, p.shared asc nulls last
