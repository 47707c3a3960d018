-- (e) Complaints: joined across mails and tables, per partner, and when each pattern began.

-- only_lines --
-- People with one number alone, and which it is; the first of several where there are more.
select p.ref, min(n.line) as line, count(*) as lines
from persons p
join person_lines n on n.person = p.person
group by p.ref

-- only_mailboxes --
-- Mailboxes that belong to one customer alone, and to whom.
select c.email, min(c.ref) as ref
from customers c
where c.email is not null and c.ref is not null
group by c.email
having min(c.ref) = max(c.ref)

-- complained_calls --
-- Every call that somebody complained of, and whose number was called as far as that is sure.
-- said_by is what the complaints of one person have in common: the number, else that of the
-- reference, else that of the customer whose mailbox it came from; a mailbox proves nobody's
-- number, so it tells nothing about the line. is_mail tells mails from rows of tables.
select
    c.file,
    c.sheet,
    c.row,
    c.arrived_at,
    c.called_at,
    coalesce(
        cast(substring(c.number_called, 2) as bigint),
        case when o.lines = 1 then o.line end
    ) as line,
    coalesce(
        c.number_called,
        case when o.line is not null then '+' || cast(o.line as varchar) end,
        c.ref,
        case when a.line is not null then '+' || cast(a.line as varchar) end,
        m.ref
    ) as said_by,
    case
        when coalesce(c.is_day_only, false) then true
        when c.called_at is null then null
        else extract(hour from c.called_at) = 0 and extract(minute from c.called_at) = 0
            and extract(second from c.called_at) = 0
    end as is_day_only,
    matches(c.file, '[.]([eE][mM][lL]|[mM][bB][oO]?[xX]|[mM][sS][gG])$') as is_mail,
    c.thread,
    coalesce(c.is_order_denied, false) as is_order_denied,
    coalesce(c.is_objection, false) as is_objection,
    c.number_shown,
    c.said_name,
    c.product,
    c.tariff
from complaints c
left join only_lines o on o.ref = c.ref
left join only_mailboxes m on m.email = c.sender
left join only_lines a on a.ref = m.ref

-- complaints_without_day --
-- Mails and files with complaints whose arrival nobody knows.
select c.file as what from complaints c where c.arrived_at is null group by c.file
order by c.file asc nulls last

-- complaint_messages --
-- The same by mail or row, for each person it speaks of.
select
    c.file,
    c.sheet,
    c.row,
    c.said_by,
    c.is_mail,
    c.thread,
    min(c.arrived_at) as arrived_at,
    cast(min(coalesce(c.called_at, c.arrived_at)) as date) as about_on,
    cast(row_number() over (
        order by min(c.arrived_at) asc nulls last, c.file asc nulls last,
            c.sheet asc nulls last, c.row asc nulls last, c.said_by asc nulls last
    ) as bigint) as turn
from complained_calls c
group by c.file, c.sheet, c.row, c.said_by, c.is_mail, c.thread

-- told_before --
-- Those that tell nothing new: later ones of the same exchange, and rows of a table that a
-- mail of the same person about the same day has told as well.
select m.turn
from complaint_messages m
join complaint_messages e on e.said_by = m.said_by and e.turn < m.turn
where e.thread = m.thread
    or (e.is_mail <> m.is_mail and e.about_on = m.about_on)
group by m.turn

-- complaints_joined --
-- Complaints, each once, and in the how manieth turn of its person.
select
    m.file,
    m.sheet,
    m.row,
    m.said_by,
    m.arrived_at,
    m.turn,
    case when m.said_by is not null then cast(row_number() over (
        partition by m.said_by order by m.turn asc nulls last
    ) as int) else 1 end as time_of_person,
    lag(m.turn) over (partition by m.said_by order by m.turn asc nulls last) as turn_before
from complaint_messages m
left join told_before t on t.turn = m.turn
where t.turn is null

-- complaint_repeated --
-- Not the first complaint of the same person.
select
    j.file,
    j.sheet,
    j.row,
    min(x.partner) as partner,
    min(j.said_by) as subject,
    min(j.arrived_at) as at,
    cast(min(days_between(b.arrived_at, j.arrived_at)) as varchar) as detail,
    min(b.file) as with_file,
    min(b.sheet) as with_sheet,
    min(b.row) as with_row
from complaints_joined j
join complaints_joined b on b.turn = j.turn_before
left join complaint_origins x
    on x.file = j.file and coalesce(x.sheet, '') = coalesce(j.sheet, '') and x.row = j.row
where j.said_by is not null and j.time_of_person > 1
group by j.file, j.sheet, j.row

-- complained_contacts --
-- The declared calls to that number on the day that the complaint names.
select
    j.file,
    j.sheet,
    j.row,
    t.source,
    t.row as call_row,
    t.partner_id
from complained_calls c
join complaints_joined j
    on j.file = c.file and coalesce(j.sheet, '') = coalesce(c.sheet, '') and j.row = c.row
join contacts t on t.line = c.line and t.on_date = cast(c.called_at as date)
group by j.file, j.sheet, j.row, t.source, t.row, t.partner_id

-- complaint_origins --
-- What is known of the call behind each complaint: declared by whom, by several, by nobody.
select
    j.file,
    j.sheet,
    j.row,
    min(j.arrived_at) as arrived_at,
    min(j.said_by) as said_by,
    min(j.turn) as turn,
    case
        when max(q.is_dated) = 0 then 'undated'
        when min(d.partner_id) is null then 'undeclared'
        when min(d.partner_id) < max(d.partner_id) then 'several'
        else 'declared'
    end as origin,
    case when min(d.partner_id) = max(d.partner_id) then min(l.partner) end as partner,
    case when min(d.partner_id) = max(d.partner_id) then min(d.partner_id) end as partner_id
from complaints_joined j
join (
    select c.file, coalesce(c.sheet, '') as sheet, c.row,
        max(case when c.called_at is not null and c.line is not null then 1 else 0 end)
            as is_dated
    from complained_calls c
    group by c.file, coalesce(c.sheet, ''), c.row
) q on q.file = j.file and q.sheet = coalesce(j.sheet, '') and q.row = j.row
left join complained_contacts d
    on d.file = j.file and coalesce(d.sheet, '') = coalesce(j.sheet, '') and d.row = j.row
left join partner_list l on l.partner_id = d.partner_id
group by j.file, j.sheet, j.row

-- complaints_per_calls --
-- Per partner: calls, complaints about calls that it declared itself, and of how many people.
select t.partner, max(t.called) as called, max(t.calls) as calls,
    max(t.complaints) as complaints, max(t.people) as people, max(g.rate_rows_min) as rows_min
from (
    select
        l.partner,
        c.called,
        c.calls,
        coalesce(o.complaints, 0) as complaints,
        coalesce(o.people, 0) as people
    from (
        select partner_id, count(*) as calls, count(distinct line) as called
        from contacts
        group by partner_id
    ) c
    join partner_list l on l.partner_id = c.partner_id
    left join (
        select partner_id, count(*) as complaints, count(distinct said_by) as people
        from complaint_origins
        where origin = 'declared'
        group by partner_id
    ) o on o.partner_id = c.partner_id
    union all
    select 'all', count(distinct c.line), count(*), max(o.complaints), max(o.people)
    from contacts c
    cross join (
        select count(*) as complaints, count(distinct said_by) as people
        from complaint_origins
        where origin in ('declared', 'several')
    ) o
) t
cross join settings_in_force g
group by t.partner
order by max(case when t.partner = 'all' then 1 else 0 end) asc nulls last,
    max(t.calls) desc nulls last, t.partner asc nulls last

-- complaint_origins_counted --
-- Behind how many complaints stands a call that somebody declared.
select o.origin, count(*) as complaints, count(distinct o.said_by) as people
from complaint_origins o
group by o.origin
order by count(*) desc nulls last, o.origin asc nulls last

-- pattern_members --
-- What complaints have in common, one row each.
select 'partner' as what, o.partner as shared, o.file, o.sheet, o.row, o.partner as written
from complaint_origins o where o.origin = 'declared'
union all
select 'undeclared', '', o.file, o.sheet, o.row, ''
from complaint_origins o where o.origin = 'undeclared'
union all
select 'shown', c.number_shown, c.file, c.sheet, c.row, c.number_shown
from complained_calls c where c.number_shown is not null
union all
select 'said', w.folded, c.file, c.sheet, c.row, c.said_name
from complained_calls c join words w on w.written = c.said_name
where not w.is_nothing
union all
select 'tariff', w.folded, c.file, c.sheet, c.row, c.tariff
from complained_calls c join words w on w.written = c.tariff
where not w.is_nothing
union all
select 'denied', '', c.file, c.sheet, c.row, '' from complained_calls c where c.is_order_denied

-- patterns --
-- The patterns of at least five people, and when each began. Of a number that was shown there
-- is the beginning, of a word one of the ways in which it is written.
select
    p.what,
    p.shared,
    case when p.what = 'shown' then substring(p.shared, 1, 5)
        || substring('•••••••••••', 1, length(p.shared) - 5)
    else max(p.written) end as written,
    count(distinct j.turn) as complaints,
    count(distinct j.said_by) as people,
    min(j.turn) as first_turn,
    cast(min(j.arrived_at) as date) as first_on,
    cast(max(j.arrived_at) as date) as last_on
from pattern_members p
join complaints_joined j
    on j.file = p.file and coalesce(j.sheet, '') = coalesce(p.sheet, '') and j.row = p.row
group by p.what, p.shared
having count(distinct j.said_by) >= 5

-- complaint_patterns --
-- The same, with the days since.
select p.what, p.written, p.complaints, p.people, p.first_on, p.last_on,
    days_between(p.first_on, g.as_of) as days_since
from patterns p
cross join settings_in_force g
order by p.first_on asc nulls last, p.complaints desc nulls last, p.what asc nulls last,
    p.shared asc nulls last

-- complaints_behind --
-- Each complaint with what is known of the call behind it.
select o.file, o.sheet, o.row, o.partner, o.said_by as subject, o.arrived_at as at,
    o.origin as detail,
    cast(null as varchar) as with_file, cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from complaint_origins o

-- complaints_declared --
-- Those about a call that a partner declared.
select b.*
from complaints_behind b
where b.detail in ('declared', 'several')

-- patterns_behind --
-- The complaints of each pattern.
select p.file, p.sheet, p.row,
    case when p.what = 'partner' then p.shared end as partner,
    min(j.said_by) as subject,
    min(j.arrived_at) as at,
    concat_ws('|', p.what, nullif(min(t.written), '')) as detail,
    cast(null as varchar) as with_file, cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from pattern_members p
join patterns t on t.what = p.what and t.shared = p.shared
join complaints_joined j
    on j.file = p.file and coalesce(j.sheet, '') = coalesce(p.sheet, '') and j.row = p.row
group by p.file, p.sheet, p.row, p.what, p.shared
