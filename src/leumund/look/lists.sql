-- (f) Which list cannot explain which complaint. It excludes, and never names anybody.
--
-- Further input, made by Python with the very rules of tracing: exclusion, one fact per list
-- and call. A doubt counts against exclusion: who may be on a list is treated as being on it.

-- list_rows --
-- Every row of every list, with its number where it has one.
select
    s.source,
    p.partner_id,
    coalesce(l.handed_over_on, s.handed_over_on) as handed_over_on,
    l.row,
    l.ref,
    cast(substring(l.number, 2) as bigint) as line,
    cast(substring(l.number_2, 2) as bigint) as line_2,
    cast(substring(l.number_3, 2) as bigint) as line_3
from lists l
join sources s on s.kind = 'lists' and s.file = l.file and s.sheet = coalesce(l.sheet, '')
left join partner_words p on p.written = coalesce(l.partner, s.partner)

-- lists_out --
-- Every list that went out: a sheet, or the part of one that went to one partner on one day.
select
    cast(row_number() over (
        order by r.source asc nulls last, r.partner_id asc nulls last,
            r.handed_over_on asc nulls last
    ) - 1 as int) as list,
    r.source,
    r.partner_id,
    r.handed_over_on,
    count(*) as rows
from list_rows r
group by r.source, r.partner_id, r.handed_over_on

-- list_rows_placed --
-- The rows of lists under the numbers of their lists; a missing partner or day is one too.
select o.list, r.ref, r.line, r.line_2, r.line_3
from list_rows r
join lists_out o on o.source = r.source
    and coalesce(o.partner_id, -1) = coalesce(r.partner_id, -1)
    and coalesce(o.handed_over_on, date '1900-01-01')
        = coalesce(r.handed_over_on, date '1900-01-01')

-- list_numbers --
-- The numbers of each list, its own and those of its references.
select t.list, t.line
from (
    select r.list, r.line from list_rows_placed r where r.line is not null
    union all
    select r.list, r.line_2 from list_rows_placed r where r.line_2 is not null
    union all
    select r.list, r.line_3 from list_rows_placed r where r.line_3 is not null
    union all
    select r.list, n.line
    from list_rows_placed r
    join persons p on p.ref = r.ref
    join person_lines n on n.person = p.person
    where r.line is null
) t
group by t.list, t.line

-- list_doubts --
-- Lists with rows whose number nobody can tell: with a reference, or with nothing at all, as
-- are rows of the file that could not be read.
select t.list, max(t.has_unknown_refs) as has_unknown_refs,
    max(t.has_unreadable_rows) as has_unreadable_rows
from (
    select
        r.list,
        case when r.ref is not null then 1 else 0 end as has_unknown_refs,
        case when r.ref is null then 1 else 0 end as has_unreadable_rows
    from list_rows_placed r
    left join only_lines o on o.ref = r.ref
    where r.line is null and o.ref is null
    union all
    select o.list, 0, 1
    from lists_out o
    join sources s on s.source = o.source
    where s.rows_left_over > 0
) t
group by t.list

-- lists_in_doubt --
-- The files of lists that cannot be excluded for everybody.
select s.file as what
from list_doubts d
join lists_out o on o.list = d.list
join sources s on s.source = o.source
group by s.file
order by s.file asc nulls last

-- calls_in_question --
-- The calls that were complained of, and the last moment at which each can have been made.
select
    cast(row_number() over (
        order by c.file asc nulls last, c.sheet asc nulls last, c.row asc nulls last,
            c.called_at asc nulls last, c.line asc nulls last
    ) - 1 as int) as call,
    c.file,
    c.sheet,
    c.row,
    c.line,
    c.said_by,
    coalesce(c.called_at, c.arrived_at) as at,
    case
        when c.called_at is null then c.arrived_at
        when c.is_day_only then cast(cast(c.called_at as date) as timestamp)
            + interval '86399' second
        else c.called_at
    end as latest,
    exists (select 1 from person_lines n where n.line = c.line) as is_customer
from complained_calls c
where exists (
    select 1 from complaints_joined j
    where j.file = c.file and coalesce(j.sheet, '') = coalesce(c.sheet, '') and j.row = c.row
)

-- held_pairs --
-- Which of these calls' numbers are on which list, or may be.
select o.list, c.call, o.handed_over_on
from calls_in_question c
join list_numbers n on n.line = c.line
join lists_out o on o.list = n.list
union all
select o.list, c.call, o.handed_over_on
from list_doubts d
join lists_out o on o.list = d.list
cross join calls_in_question c
where c.line is not null
    and (d.has_unreadable_rows = 1 or not c.is_customer)
    and not exists (
        select 1 from list_numbers n where n.list = d.list and n.line = c.line
    )

-- list_verdicts --
-- Each list and complaint: excluded where all calls it speaks of are, and by which fact.
select
    e.list,
    c.file,
    c.sheet,
    c.row,
    min(c.said_by) as said_by,
    min(c.at) as at,
    min(e.fact) as least_fact,
    max(e.fact) as fact,
    max(case when c.line is null then 1 else 0 end) as is_unsure
from exclusion e
join calls_in_question c on c.call = e.call
group by e.list, c.file, c.sheet, c.row

-- list_cannot_explain --
-- The person was not on the list, or the call came before the list had left.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    cast(0 as bigint) as row,
    l.partner,
    v.said_by as subject,
    v.at,
    case when v.fact = 2 then 'before' else 'absent' end as detail,
    v.file as with_file,
    v.sheet as with_sheet,
    v.row as with_row
from list_verdicts v
join lists_out o on o.list = v.list
join sources s on s.source = o.source
left join partner_list l on l.partner_id = o.partner_id
where v.least_fact > 0

-- lists_and_complaints --
-- Per list: how many complaints it cannot explain and why, could explain, or nobody can tell.
select
    concat_ws(' / ', s.file, nullif(s.sheet, '')) as name,
    l.partner,
    o.handed_over_on,
    o.rows,
    cast(sum(case when v.least_fact > 0 and v.fact < 2 then 1 else 0 end) as bigint) as absent,
    cast(sum(case when v.least_fact > 0 and v.fact = 2 then 1 else 0 end) as bigint) as before,
    cast(sum(case when v.least_fact = 0 and v.is_unsure = 0 then 1 else 0 end) as bigint)
        as possible,
    cast(sum(case when v.least_fact = 0 and v.is_unsure = 1 then 1 else 0 end) as bigint)
        as unsure
from lists_out o
join sources s on s.source = o.source
left join partner_list l on l.partner_id = o.partner_id
left join list_verdicts v on v.list = o.list
group by s.file, s.sheet, l.partner, o.handed_over_on, o.rows, o.list
order by o.handed_over_on asc nulls last, s.file asc nulls last, o.list asc nulls last

-- lists_behind --
-- The complaints that a list could explain, or of which nobody can tell.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    cast(0 as bigint) as row,
    l.partner,
    v.said_by as subject,
    v.at,
    case when v.is_unsure = 1 then 'unsure' else 'possible' end as detail,
    v.file as with_file,
    v.sheet as with_sheet,
    v.row as with_row
from list_verdicts v
join lists_out o on o.list = v.list
join sources s on s.source = o.source
left join partner_list l on l.partner_id = o.partner_id
where v.least_fact = 0
