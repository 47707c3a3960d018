-- (b) Calls that ask for an explanation. Each step is called like its finding.

-- calls_objected --
-- Calls before which somebody with that number had objected, to calls for this product or for
-- any; consented: the latest consent to calls between the two, if there is one.
select
    h.source,
    h.row,
    h.line,
    h.partner_id,
    h.started_at,
    h.objection,
    max(case when k.granted_at > h.objected_at and k.granted_at <= h.started_at
        then k.place end) as consented,
    max(case when k.granted_at > h.objected_at and k.granted_at <= h.started_at
        then k.granted_at end) as consented_at
from (
    select c.source, c.row, c.line, c.partner_id, c.started_at,
        min(o.objection) as objection, max(o.at) as objected_at
    from contacts c
    join objection_lines o on o.line = c.line
    where o.counts_from <= c.started_at
        and o.at < c.started_at
        and coalesce(o.withdrawn_at, timestamp '9999-12-31 00:00:00') > c.started_at
        and (o.product_word is null or o.product_word = c.product_word)
    group by c.source, c.row, c.line, c.partner_id, c.started_at
) h
left join consent_lines k on k.line = h.line and k.is_for_telephone and k.is_for_principal
    and coalesce(k.withdrawn_at, timestamp '9999-12-31 00:00:00') > h.started_at
    and coalesce(k.valid_until, date '9999-12-31') >= cast(h.started_at as date)
group by h.source, h.row, h.line, h.partner_id, h.started_at, h.objection

-- call_after_objection --
-- Somebody with that number had objected before, and no newer consent is known.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    h.row,
    l.partner,
    '+' || cast(h.line as varchar) as subject,
    h.started_at as at,
    cast(cast(o.at as date) as varchar) as detail,
    w.file as with_file,
    nullif(w.sheet, '') as with_sheet,
    o.place % 1000000000000 as with_row
from calls_objected h
join objection_lines o on o.objection = h.objection
join sources w on w.source = int_div(o.place, 1000000000000)
join sources s on s.source = h.source
left join partner_list l on l.partner_id = h.partner_id
where h.consented is null

-- calls_objected_and_consented --
-- Per partner: calls after an objection that a newer consent followed.
select l.partner, count(*) as calls, count(distinct h.line) as people
from calls_objected h
left join partner_list l on l.partner_id = h.partner_id
where h.consented is not null
group by l.partner
order by count(*) desc nulls last, l.partner asc nulls last

-- objected_and_consented --
-- These calls, one by one, with the consent beside each.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    h.row,
    l.partner,
    '+' || cast(h.line as varchar) as subject,
    h.started_at as at,
    concat_ws('|', cast(cast(o.at as date) as varchar),
        cast(cast(h.consented_at as date) as varchar)) as detail,
    w.file as with_file,
    nullif(w.sheet, '') as with_sheet,
    h.consented % 1000000000000 as with_row
from calls_objected h
join objection_lines o on o.objection = h.objection
join sources w on w.source = int_div(h.consented, 1000000000000)
join sources s on s.source = h.source
left join partner_list l on l.partner_id = h.partner_id
where h.consented is not null

-- calls_after_an_end_unclear --
-- Rows left over that may be a contract or a consent of such a number, by their files.
select u.file || ' (' || cast(count(*) as varchar) || ')' as what
from calls_after_the_end c
join left_over_lines u on u.line = c.line and u.kind in ('contracts', 'consents')
group by u.file
order by u.file asc nulls last

-- call_after_contract_end --
-- Those of them that no row left over could explain.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    c.row,
    l.partner,
    '+' || cast(c.line as varchar) as subject,
    c.started_at as at,
    cast(e.ended_on as varchar) as detail,
    w.file as with_file,
    nullif(w.sheet, '') as with_sheet,
    e.place % 1000000000000 as with_row
from calls_after_the_end c
join (
    select h.line, h.ended_on, min(h.place) as place
    from held_contracts h
    where h.ended_on is not null
    group by h.line, h.ended_on
) e on e.line = c.line and e.ended_on = c.last_ended_on
join sources w on w.source = int_div(e.place, 1000000000000)
join sources s on s.source = c.source
left join partner_list l on l.partner_id = c.partner_id
where not exists (
    select 1 from left_over_lines u
    where u.line = c.line and u.kind in ('contracts', 'consents')
)

-- off_list_calls --
-- Calls of partners that have had lists, to numbers on none that they had by that day.
select c.source, c.row, c.line, c.partner_id, c.started_at, h.since
from contacts c
join (select partner_id from list_lines group by partner_id) had on had.partner_id = c.partner_id
left join list_lines h on h.partner_id = c.partner_id and h.line = c.line
where c.line is not null and (h.since is null or h.since > c.on_date)

-- lists_short --
-- Partners with so many of these that rather a list is missing here.
select o.partner_id, o.off_list, c.calls
from (select partner_id, count(*) as off_list from off_list_calls group by partner_id) o
join (select partner_id, count(*) as calls from contacts group by partner_id) c
    on c.partner_id = o.partner_id
cross join settings_in_force f
where c.calls >= f.rate_rows_min and o.off_list > f.list_missing_share * c.calls

-- call_never_handed_over --
-- The partner has had lists, and the number stands on none that it had by that day.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    o.row,
    l.partner,
    '+' || cast(o.line as varchar) as subject,
    o.started_at as at,
    cast(o.since as varchar) as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from off_list_calls o
left join lists_short m on m.partner_id = o.partner_id
join sources s on s.source = o.source
left join partner_list l on l.partner_id = o.partner_id
where m.partner_id is null
    and not exists (
        select 1 from left_over_lines u where u.line = o.line and u.kind = 'lists'
    )

-- off_list_unclear --
-- Rows left over that may be the entry of such a number, by their files.
select u.file || ' (' || cast(count(*) as varchar) || ')' as what
from off_list_calls o
join left_over_lines u on u.line = o.line and u.kind = 'lists'
group by u.file
order by u.file asc nulls last

-- call_sunday --
-- Made on a Sunday, a day on which the rules allow no hours.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    c.row,
    l.partner,
    '+' || cast(c.line as varchar) as subject,
    c.started_at as at,
    cast(c.on_date as varchar) as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from contacts c
join days d on d.on_date = c.on_date and d.weekday = 7 and not d.is_open
join sources s on s.source = c.source
left join partner_list l on l.partner_id = c.partner_id

-- call_holiday --
-- Made on a public holiday of the whole Land of the person called; Sundays stand above.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    c.row,
    l.partner,
    '+' || cast(c.line as varchar) as subject,
    c.started_at as at,
    concat_ws(' ', cast(c.on_date as varchar), n.land) as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from contacts c
join days d on d.on_date = c.on_date and (d.weekday <> 7 or d.is_open)
left join line_persons n on n.line = c.line
join closed_days h on h.on_date = c.on_date and h.land = coalesce(n.land, '')
join sources s on s.source = c.source
left join partner_list l on l.partner_id = c.partner_id

-- timed_sources --
-- Files that tell the time of a call and not its day alone.
select c.source from contacts c where c.minute_of_day <> 0 group by c.source

-- open_minutes --
-- Which of the minutes of calls lie within the hours of their day.
select m.era, m.weekday, m.minute_of_day
from (
    select d.era, d.weekday, c.minute_of_day
    from contacts c
    join days d on d.on_date = c.on_date
    group by d.era, d.weekday, c.minute_of_day
) m
join allowed_hours h on h.era = m.era and h.weekday = m.weekday
where m.minute_of_day >= h.opens and m.minute_of_day < h.closes
group by m.era, m.weekday, m.minute_of_day

-- call_outside_hours --
-- Begun before or after the hours of that day, or on a weekday that has none.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    c.row,
    l.partner,
    '+' || cast(c.line as varchar) as subject,
    c.started_at as at,
    case
        when t.source is null then cast(c.on_date as varchar)
        else substring(cast(c.started_at as varchar), 1, 16)
    end as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from contacts c
join days d on d.on_date = c.on_date and (d.weekday <> 7 or d.is_open)
left join timed_sources t on t.source = c.source
left join open_minutes m
    on m.era = d.era and m.weekday = d.weekday and m.minute_of_day = c.minute_of_day
join sources s on s.source = c.source
left join partner_list l on l.partner_id = c.partner_id
where m.era is null
    and (not d.is_open
        or (t.source is not null and c.started_at > cast(c.on_date as timestamp)))

-- tries --
-- Calls before which the number had been tried as often as is allowed, and within what; by
-- the calls themselves, or by the number of the attempt that the file gives.
select
    c.source,
    c.row,
    case when a.started_at > c.started_at - interval '24' hour then 1 else 0 end as in_a_day,
    case when b.started_at > c.started_at - interval '7' day then 1 else 0 end as in_a_week,
    case when c.place_in_campaign > k.campaign_cap then 1 else 0 end as in_campaign
from contacts_in_order c
join days d on d.on_date = c.on_date
join caps k on k.era = d.era
left join contacts_in_order a on a.line = c.line and a.place = c.place - k.day_cap
left join contacts_in_order b on b.line = c.line and b.place = c.place - k.week_cap
where c.place > k.day_cap or c.place > k.week_cap or c.place_in_campaign > k.campaign_cap
union all
select c.source, c.row, 0, 0, 1
from contacts c
join days d on d.on_date = c.on_date
join caps k on k.era = d.era
where c.attempt > k.campaign_cap

-- over_caps --
-- Each of them once.
select
    t.source,
    t.row,
    max(t.in_a_day) as in_a_day,
    max(t.in_a_week) as in_a_week,
    max(t.in_campaign) as in_campaign
from tries t
where t.in_a_day = 1 or t.in_a_week = 1 or t.in_campaign = 1
group by t.source, t.row

-- call_over_cap --
-- The number had already been tried as often as the rules allow, by all partners together.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    c.row,
    l.partner,
    '+' || cast(c.line as varchar) as subject,
    c.started_at as at,
    concat_ws('+',
        case when o.in_a_day = 1 then 'day' end,
        case when o.in_a_week = 1 then 'week' end,
        case when o.in_campaign = 1 then 'campaign' end
    ) as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from over_caps o
join contacts c on c.source = o.source and c.row = o.row
join sources s on s.source = c.source
left join partner_list l on l.partner_id = c.partner_id

-- rounds --
-- The first call of every round of calling a number, and the how manieth round it is.
select
    c.source,
    c.row,
    cast(row_number() over (
        partition by c.line order by c.place asc nulls last
    ) as int) as round
from contacts_in_order c
cross join settings_in_force f
where c.previous_at is null
    or c.started_at >= c.previous_at + f.round_gap_days * interval '1' day

-- rounds_again --
-- The rounds that are too many; also calls of which the file itself says that they came after
-- a pause and earlier contacts.
select r.source, r.row, cast(r.round as varchar) as detail
from rounds r
cross join settings_in_force f
where r.round > f.rounds_max
union all
select
    c.source,
    c.row,
    cast(cast(c.earlier_contacts as int) + 1 as varchar)
from contacts c
cross join settings_in_force f
where c.line is null
    and c.earlier_contacts >= f.rounds_max
    and c.days_since_last >= f.round_gap_days

-- call_same_person_again --
-- Begins one more round of calling the same number after a pause.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    c.row,
    l.partner,
    '+' || cast(c.line as varchar) as subject,
    c.started_at as at,
    r.detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from rounds_again r
join contacts c on c.source = r.source and c.row = r.row
join sources s on s.source = c.source
left join partner_list l on l.partner_id = c.partner_id

-- call_same_or_less_offered --
-- Offered the tariff that somebody with that number has, or one that costs less a month.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    o.row,
    l.partner,
    '+' || cast(o.line as varchar) as subject,
    o.started_at as at,
    case when o.is_same = 1 then 'same' else 'less' end as detail,
    w.file as with_file,
    nullif(w.sheet, '') as with_sheet,
    o.with_place % 1000000000000 as with_row
from (
    select
        c.source,
        c.row,
        c.line,
        c.partner_id,
        c.started_at,
        max(case when h.tariff_word = c.tariff_word then 1 else 0 end) as is_same,
        min(h.place) as with_place
    from contacts c
    join held_contracts h on h.line = c.line
        and coalesce(h.started_on, date '1900-01-01') <= c.on_date
        and coalesce(h.ended_on, date '9999-12-31') >= c.on_date
    where c.tariff_word is not null
        and (
            (h.product_word = c.product_word
                and (h.tariff_word = c.tariff_word or c.monthly_price < h.monthly_price))
            or ((h.product_word is null or c.product_word is null)
                and h.tariff_word = c.tariff_word)
        )
    group by c.source, c.row, c.line, c.partner_id, c.started_at
) o
join sources w on w.source = int_div(o.with_place, 1000000000000)
join sources s on s.source = o.source
left join partner_list l on l.partner_id = o.partner_id

-- unconsented --
-- Calls to consumers that no consent allowed at that moment.
select c.source, c.row, c.line, c.partner_id, c.started_at, c.on_date
from contacts c
left join line_persons n on n.line = c.line
where c.line is not null
    and not coalesce(n.is_business, false)
    and not exists (
        select 1 from consent_lines k
        where k.line = c.line
            and coalesce(k.granted_at, timestamp '1900-01-01 00:00:00') <= c.started_at
            and coalesce(k.withdrawn_at, timestamp '9999-12-31 00:00:00') > c.started_at
            and coalesce(k.valid_until, date '9999-12-31') >= c.on_date
            and k.is_for_telephone
            and k.is_for_principal
    )

-- consents_unclear --
-- Rows left over that may be the consent to such a call, by their files.
select u.file || ' (' || cast(count(*) as varchar) || ')' as what
from unconsented c
join left_over_lines u on u.line = c.line and u.kind = 'consents'
group by u.file
order by u.file asc nulls last

-- consents_of_nobody --
-- Consents of which neither a number nor a reference can be read, by their files.
select c.file || ' (' || cast(count(*) as varchar) || ')' as what
from consents c
where c.number is null and c.number_2 is null and c.number_3 is null and c.ref is null
group by c.file
order by c.file asc nulls last

-- call_without_consent --
-- No consent of anybody with that number allowed the call; the detail says what was lacking.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    u.row,
    l.partner,
    '+' || cast(u.line as varchar) as subject,
    u.started_at as at,
    u.detail,
    w.file as with_file,
    nullif(w.sheet, '') as with_sheet,
    u.with_place % 1000000000000 as with_row
from (
    select
        c.source,
        c.row,
        c.line,
        c.partner_id,
        c.started_at,
        coalesce(
            max(case when k.withdrawn_at <= c.started_at then 'withdrawn' end),
            max(case when k.valid_until < c.on_date then 'expired' end),
            max(case when k.granted_at > c.started_at then 'later' end),
            max(case when not k.is_for_telephone then 'channel' end),
            max(case when not k.is_for_principal then 'company' end),
            'none'
        ) as detail,
        min(k.place) as with_place
    from unconsented c
    left join consent_lines k on k.line = c.line
    where not exists (
        select 1 from left_over_lines u where u.line = c.line and u.kind = 'consents'
    )
    group by c.source, c.row, c.line, c.partner_id, c.started_at
) u
left join sources w on w.source = int_div(u.with_place, 1000000000000)
join sources s on s.source = u.source
left join partner_list l on l.partner_id = u.partner_id

-- untimed_files --
-- Files of calls that give the day of each call alone.
select s.file as what
from (select source from contacts group by source) c
join sources s on s.source = c.source
left join timed_sources t on t.source = c.source
where t.source is null
group by s.file
order by s.file asc nulls last

-- partners_without_list --
-- Who called, and no list that went to them is in the folder.
select l.partner as what
from (select partner_id from contacts group by partner_id) c
join partner_list l on l.partner_id = c.partner_id
left join (select partner_id from list_lines group by partner_id) had
    on had.partner_id = c.partner_id
where had.partner_id is null
group by l.partner
order by l.partner asc nulls last

-- partners_lists_short --
-- Who these partners are, and how many of how many calls.
select l.partner || ' (' || cast(m.off_list as varchar) || ' / ' || cast(m.calls as varchar)
    || ')' as what
from lists_short m
join partner_list l on l.partner_id = m.partner_id
order by l.partner asc nulls last

-- objections_without_day --
-- Files with objections of which nobody knows since when they hold.
select o.file as what from objections o where o.at is null group by o.file
order by o.file asc nulls last
