-- save_pass --
-- A call that was permitted.
insert into permit.pass
    (pass_id, line_id, person_id, consent_id, partner, purpose, product, campaign,
     shown_number, call_type, at, issued_at, pack_digest)
values
    (%(pass_id)s, %(line_id)s, %(person_id)s, %(consent_id)s, %(partner)s, %(purpose)s,
     %(product)s, %(campaign)s, %(shown_number)s, %(call_type)s, %(at)s, %(issued_at)s,
     %(pack_digest)s);

-- passes --
-- The passes for these lines in a span of time, in the order of their calls.
select pass_id, line_id, person_id, consent_id, partner, purpose, product, campaign,
    shown_number, call_type, at, pack_digest
from permit.pass
where line_id = any(%(line_ids)s) and at >= %(since)s and at <= %(until)s
order by at, pass_id;

-- refused_on --
-- To whom calls to these lines were refused, and when, as long as that is kept.
select line_id, partner, at from permit.refused
where line_id = any(%(line_ids)s)
order by at, id;

-- attempts --
-- How often a line was permitted to be called up to a moment: in a day, a week, a campaign.
select
    count(*) filter (where at >= %(at)s - interval '24 hours') as day,
    count(*) filter (where at >= %(at)s - interval '7 days') as week,
    count(*) filter (
        where campaign is not distinct from %(campaign)s
            and (%(campaign)s::text is not null or purpose = %(purpose)s)
    ) as campaign
from permit.pass
where line_id = %(line_id)s
    and (%(until)s::timestamptz is null or at <= %(until)s);

-- last_uses --
-- When these consents were last used.
select consent_id, max(at) as last_used_at
from permit.pass
where consent_id = any(%(consent_ids)s)
group by consent_id;

-- count_refusal --
-- One more call refused by this rule on this day.
insert into permit.refusal (refused_on, rule, purpose, checks)
values (%(refused_on)s, %(rule)s, %(purpose)s, 1)
on conflict (refused_on, rule, purpose) do update set checks = permit.refusal.checks + 1;

-- keep_refused --
-- Keep for a while that a call to this line was refused to this partner, without the reason.
with gone as (delete from permit.refused where at < %(forget_before)s)
insert into permit.refused (line_id, partner, at)
values (%(line_id)s, %(partner)s, %(at)s);

-- copy_out_asked --
-- What partners asked about lines in a span of time, and whether it was allowed.
copy (
    select line_id, partner, shown_number as shown, campaign,
        at at time zone 'UTC' as asked_for,
        (at at time zone 'Europe/Berlin')::date as asked_on, true as is_allowed
    from permit.pass
    where at >= %(since)s and at < %(until)s
    union all
    select line_id, partner, null, null, at at time zone 'UTC',
        (at at time zone 'Europe/Berlin')::date, false
    from permit.refused
    where at >= %(since)s and at < %(until)s
) to stdout (format csv, header);

-- copy_out_attempts --
-- Every line that was permitted to be called, with its attempts up to a moment.
copy (
    select
        line_id,
        count(*) filter (where at >= %(at)s - interval '24 hours') as attempts_day,
        count(*) filter (where at >= %(at)s - interval '7 days') as attempts_week,
        count(*) filter (
            where campaign is not distinct from %(campaign)s
                and (%(campaign)s::text is not null or purpose = %(purpose)s)
        ) as attempts_campaign
    from permit.pass
    group by line_id
) to stdout (format csv, header);

-- copy_out_uses --
-- Every consent that was used, with its last use as a naive timestamp in UTC.
copy (
    select consent_id, max(at) at time zone 'UTC' as last_used_at
    from permit.pass
    where consent_id is not null
    group by consent_id
) to stdout (format csv, header);
