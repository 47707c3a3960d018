-- (h) What cannot be said, and what it would take: the lists as they are, for the planner.

-- naming_needed --
-- Each list with its numbers, those of all customers, and the complaints of unknown origin.
select
    concat_ws(' / ', s.file, nullif(s.sheet, '')) as name,
    l.partner,
    coalesce(n.numbers, 0) as numbers,
    a.numbers as all_numbers,
    u.complaints as complaints
from lists_out o
join sources s on s.source = o.source
left join partner_list l on l.partner_id = o.partner_id
left join (
    select n.list, count(*) as numbers
    from list_numbers n
    join (select line from person_lines group by line) p on p.line = n.line
    group by n.list
) n on n.list = o.list
cross join (select count(distinct line) as numbers from person_lines) a
cross join (
    select count(*) as complaints from complaint_origins
    where origin in ('undeclared', 'undated')
) u
order by o.handed_over_on asc nulls last, s.file asc nulls last, o.list asc nulls last

-- hold_back_needed --
-- Of the people with a contract: how many have cancelled.
select count(*) as people, cast(sum(e.has_cancelled) as bigint) as cancelled
from ends_and_calls e
having count(*) > 0
