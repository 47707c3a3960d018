-- The decision of decide.py over a table of questions; a test holds the two together.
--
-- A question is a line and a person on it. Rules come in as rows: rules_in_force has one row,
-- with one column per rule (2 refuses, 1 refuses until lifted, 0 is a duty, null does
-- nothing) and one per figure. In a finding a rule's column holds the fact that met it.

-- channels_named --
-- Which consents name the telephone, and which calls by a machine.
select
    n.consent_id,
    max(case when n.channel = r.telephone_channel then 1 else 0 end) as names_telephone,
    max(case when n.channel = r.automated_channel then 1 else 0 end) as names_automated
from consent_channel n
cross join rules_in_force r
group by n.consent_id

-- consents_read --
-- Each consent on which a call could rest: is it in force, what does it name, whence is it?
select
    c.*,
    f.at,
    f.stale_before,
    f.local_date,
    f.contract_status,
    coalesce(f.subject_kind, '') <> 'business' as is_consumer,
    coalesce(f.call_type, '') not in ('live', 'preview', 'predictive') as is_automated,
    coalesce(nullif(f.call_type, ''), 'unknown') as call_type,
    case
        when c.revoked_at <= f.at then 'revoked'
        when f.local_date is null and c.valid_until is not null then 'expired'
        when f.local_date > c.valid_until then 'expired'
        when c.granted_at > f.at then 'later'
    end as fault,
    case
        when coalesce(f.principal, '') = '' then 'unknown'
        when company.consent_id is null then 'not_named'
    end as company_lack,
    case
        when coalesce(f.product, '') = '' then 'unknown'
        when product.consent_id is null then 'not_named'
    end as product_lack,
    case when coalesce(channel.names_telephone, 0) = 0 then 'not_named' end as channel_lack,
    coalesce(channel.names_automated, 0) = 1 as names_automated,
    coalesce(s.kind, 'unknown') as source_kind
from consents c
join facts f on f.line_id = c.line_id and f.person_id = c.person_id
left join consent_company company
    on company.consent_id = c.consent_id and company.company_key = f.principal
left join consent_product product
    on product.consent_id = c.consent_id and product.product_key = f.product
left join channels_named channel on channel.consent_id = c.consent_id
left join consent_sources s on s.source = c.source
where coalesce(f.subject_kind, '') <> 'business'
    or coalesce(f.call_type, '') not in ('live', 'preview', 'predictive')

-- consent_faults --
-- What is wrong with each consent as the ground of its call.
select
    c.line_id,
    c.person_id,
    c.consent_id,
    c.granted_at,
    case when c.is_consumer then c.fault end as c001,
    case
        when c.is_automated and (c.fault is not null or not c.names_automated) then c.call_type
    end as c004,
    case
        when c.is_consumer and c.fault is not null and c.contract_status = 'active'
            then 'active'
    end as c005,
    case
        when coalesce(c.contract_status, '') in ('active', 'none') then null
        when not coalesce(c.reaches_past_contract_end, false) then 'wording'
        when not coalesce(c.local_date <= c.valid_until, false) then 'date'
    end as c006,
    c.company_lack as c008,
    c.product_lack as c009,
    c.channel_lack as c010,
    case
        when c.source_kind in ('email_only', 'unknown')
            and not coalesce(c.is_number_confirmed, false) then c.source_kind
    end as c011,
    nullif(concat_ws('+',
        case when c.granted_at is null then 'granted_at' end,
        case when coalesce(c.proof_hash, '') = '' then 'proof' end,
        case when not c.has_wording then 'wording' end
    ), '') as c012,
    case
        when c.recorded_at is null or c.granted_at is null then 'unknown'
        when c.recorded_at > c.granted_at + r.proof_late_hours * interval '1' hour then 'late'
    end as c013,
    case
        when c.source_kind in ('bought', 'unknown')
            and not coalesce(c.is_origin_checked, false) then c.source_kind
    end as c014,
    case
        when coalesce(c.granted_at, c.last_used_at) < c.stale_before
            and coalesce(c.last_used_at, c.granted_at) < c.stale_before then 'unused'
    end as c015
from consents_read c
cross join rules_in_force r

-- consents_weighed --
-- How hard each consent's faults weigh: 2 refuse, 1 refuse until lifted, 0 none.
select
    c.*,
    greatest(
        0,
        case when c.c001 is not null then r.c001 end,
        case when c.c004 is not null then r.c004 end,
        case when c.c005 is not null then r.c005 end,
        case when c.c006 is not null then r.c006 end,
        case when c.c008 is not null then r.c008 end,
        case when c.c009 is not null then r.c009 end,
        case when c.c010 is not null then r.c010 end,
        case when c.c011 is not null then r.c011 end,
        case when c.c012 is not null then r.c012 end,
        case when c.c013 is not null then r.c013 end,
        case when c.c014 is not null then r.c014 end,
        case when c.c015 is not null then r.c015 end
    ) as weight
from consent_faults c
cross join rules_in_force r

-- several_consents --
-- Who has more than one consent, so that one must be chosen; few do, and sorting is dear.
select line_id, person_id from consents group by line_id, person_id having count(*) > 1

-- consents_in_order --
-- A person's consents, the one on which a call would rest first.
select c.*, 1 as place
from consents_weighed c
left join several_consents s on s.line_id = c.line_id and s.person_id = c.person_id
where s.line_id is null
union all
select
    c.*,
    cast(row_number() over (
        partition by c.line_id, c.person_id
        order by c.weight asc nulls first, c.granted_at desc nulls last,
            c.consent_id asc nulls last
    ) as int) as place
from consents_weighed c
join several_consents s on s.line_id = c.line_id and s.person_id = c.person_id

-- open_moments --
-- Which of the moments that are asked about lie within the hours of their day of the week.
select f.local_date, f.local_second
from facts f
join allowed_hours w on w.weekday = weekday_iso(f.local_date)
where f.local_second >= w.opens and f.local_second < w.closes
group by f.local_date, f.local_second

-- open_weekdays --
-- On which days of the week there are any hours.
select weekday from allowed_hours group by weekday

-- findings --
-- Per question and rule the fact that met it, whatever the rule does in this pack.
select
    f.line_id,
    f.person_id,
    f.land,
    c.consent_id,
    case
        when coalesce(f.subject_kind, '') = 'business' then null
        when not f.are_consents_known then 'unknown'
        when c.consent_id is null then 'none'
        else c.c001
    end as c001,
    case
        when coalesce(f.subject_kind, '') not in ('consumer', 'business') then 'unknown'
    end as c002,
    case
        when f.subject_kind = 'business' and coalesce(f.business_reason, '') = ''
            then 'missing'
    end as c003,
    case
        when coalesce(f.call_type, '') in ('live', 'preview', 'predictive') then null
        when c.consent_id is null then coalesce(nullif(f.call_type, ''), 'unknown')
        else c.c004
    end as c004,
    case
        when coalesce(f.subject_kind, '') = 'business' then null
        when c.consent_id is null and f.contract_status = 'active' then 'active'
        else c.c005
    end as c005,
    c.c006,
    case
        when not coalesce(f.are_objections_known, false) then 'unknown'
        when f.objected_at <= f.at then 'objected'
    end as c007,
    c.c008,
    c.c009,
    c.c010,
    c.c011,
    c.c012,
    c.c013,
    c.c014,
    c.c015,
    case when f.is_line_shared then 'shared' when f.is_line_shared is null then 'unknown'
    end as c016,
    case when f.is_number_withheld then 'withheld'
        when f.is_number_withheld is null then 'unknown'
    end as c017,
    case
        when not f.is_number_callers_own then 'other_owner'
        when not f.has_right_of_use then 'no_right'
        when f.is_number_callers_own is null or f.has_right_of_use is null then 'unknown'
    end as c018,
    case
        when f.number_kind = 'ordinary' then null
        else coalesce(barred.kind, 'unknown')
    end as c019,
    case
        when coalesce(f.partner_country, '') <> 'DE' and coalesce(f.trunk_country, '') <> 'DE'
            then coalesce(nullif(f.trunk_country, ''), 'unknown')
    end as c020,
    case
        when f.local_date is null or f.local_second is null then 'unknown'
        else nullif(concat_ws('+',
            case when h.on_date is not null then 'holiday' end,
            case
                when d.weekday is null then 'weekday'
                when n.local_date is null then 'hour'
            end
        ), '')
    end as c021,
    nullif(concat_ws('+',
        case when f.attempts_day >= r.attempts_day then 'day' end,
        case when f.attempts_week >= r.attempts_week then 'week' end,
        case when f.attempts_campaign >= r.attempts_campaign then 'campaign' end,
        case
            when f.attempts_day is null or f.attempts_week is null
                or f.attempts_campaign is null then 'unknown'
        end
    ), '') as c022,
    case when coalesce(f.principal, '') = '' then 'principal' end as l001,
    case when f.register_hit is null then 'unknown' else nullif(f.register_hit, '')
    end as l002,
    case when not f.is_partner_engaged then 'none'
        when f.is_partner_engaged is null then 'unknown'
    end as l003,
    case
        when f.engaged_purposes is null or coalesce(f.purpose, '') = '' then 'unknown'
        when position(concat_ws('', '|', f.purpose, '|') in f.engaged_purposes) = 0
            then 'other'
    end as l004,
    case
        when f.engaged_products is null or coalesce(f.product, '') = '' then 'unknown'
        when position(concat_ws('', '|', f.product, '|') in f.engaged_products) = 0
            then 'other'
    end as l005,
    case when not f.is_chain_unbroken then 'broken'
        when f.is_chain_unbroken is null then 'unknown'
    end as l006,
    case when f.is_stopped then 'stopped'
        when f.is_stopped is null then 'unknown'
    end as l007
from facts f
cross join rules_in_force r
left join consents_in_order c
    on c.line_id = f.line_id and c.person_id = f.person_id and c.place = 1
left join lands l on l.land = f.land
left join holidays h on h.land = coalesce(l.land, '') and h.on_date = f.local_date
left join open_weekdays d on d.weekday = weekday_iso(f.local_date)
left join open_moments n on n.local_date = f.local_date and n.local_second = f.local_second
left join barred_kinds barred on barred.kind = f.number_kind

-- verdicts --
-- Per question the facts that met each rule, all rules met, and whether any of them refuses.
select
    f.*,
    greatest(
        0,
        case when f.c001 is not null then r.c001 end,
        case when f.c002 is not null then r.c002 end,
        case when f.c003 is not null then r.c003 end,
        case when f.c004 is not null then r.c004 end,
        case when f.c005 is not null then r.c005 end,
        case when f.c006 is not null then r.c006 end,
        case when f.c007 is not null then r.c007 end,
        case when f.c008 is not null then r.c008 end,
        case when f.c009 is not null then r.c009 end,
        case when f.c010 is not null then r.c010 end,
        case when f.c011 is not null then r.c011 end,
        case when f.c012 is not null then r.c012 end,
        case when f.c013 is not null then r.c013 end,
        case when f.c014 is not null then r.c014 end,
        case when f.c015 is not null then r.c015 end,
        case when f.c016 is not null then r.c016 end,
        case when f.c017 is not null then r.c017 end,
        case when f.c018 is not null then r.c018 end,
        case when f.c019 is not null then r.c019 end,
        case when f.c020 is not null then r.c020 end,
        case when f.c021 is not null then r.c021 end,
        case when f.c022 is not null then r.c022 end,
        case when f.l001 is not null then r.l001 end,
        case when f.l002 is not null then r.l002 end,
        case when f.l003 is not null then r.l003 end,
        case when f.l004 is not null then r.l004 end,
        case when f.l005 is not null then r.l005 end,
        case when f.l006 is not null then r.l006 end,
        case when f.l007 is not null then r.l007 end
    ) = 0 as is_allowed,
    concat_ws(',',
        case when f.c001 is not null and r.c001 is not null then 'C001' end,
        case when f.c002 is not null and r.c002 is not null then 'C002' end,
        case when f.c003 is not null and r.c003 is not null then 'C003' end,
        case when f.c004 is not null and r.c004 is not null then 'C004' end,
        case when f.c005 is not null and r.c005 is not null then 'C005' end,
        case when f.c006 is not null and r.c006 is not null then 'C006' end,
        case when f.c007 is not null and r.c007 is not null then 'C007' end,
        case when f.c008 is not null and r.c008 is not null then 'C008' end,
        case when f.c009 is not null and r.c009 is not null then 'C009' end,
        case when f.c010 is not null and r.c010 is not null then 'C010' end,
        case when f.c011 is not null and r.c011 is not null then 'C011' end,
        case when f.c012 is not null and r.c012 is not null then 'C012' end,
        case when f.c013 is not null and r.c013 is not null then 'C013' end,
        case when f.c014 is not null and r.c014 is not null then 'C014' end,
        case when f.c015 is not null and r.c015 is not null then 'C015' end,
        case when f.c016 is not null and r.c016 is not null then 'C016' end,
        case when f.c017 is not null and r.c017 is not null then 'C017' end,
        case when f.c018 is not null and r.c018 is not null then 'C018' end,
        case when f.c019 is not null and r.c019 is not null then 'C019' end,
        case when f.c020 is not null and r.c020 is not null then 'C020' end,
        case when f.c021 is not null and r.c021 is not null then 'C021' end,
        case when f.c022 is not null and r.c022 is not null then 'C022' end,
        case when f.l001 is not null and r.l001 is not null then 'L001' end,
        case when f.l002 is not null and r.l002 is not null then 'L002' end,
        case when f.l003 is not null and r.l003 is not null then 'L003' end,
        case when f.l004 is not null and r.l004 is not null then 'L004' end,
        case when f.l005 is not null and r.l005 is not null then 'L005' end,
        case when f.l006 is not null and r.l006 is not null then 'L006' end,
        case when f.l007 is not null and r.l007 is not null then 'L007' end
    ) as rules
from findings f
cross join rules_in_force r
