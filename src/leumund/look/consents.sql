-- (a) Consents whose proof would not stand. Each step is called like its finding.

-- consent_columns --
-- Which of the columns that a proof needs each sheet of consents has.
select
    t.file,
    t.sheet,
    max(case when t.field = 'proof' then 1 else 0 end) = 1 as has_proof,
    max(case when t.field = 'wording' then 1 else 0 end) = 1 as has_wording,
    max(case when t.field = 'source' then 1 else 0 end) = 1 as has_source,
    max(case when t.field = 'channel' then 1 else 0 end) = 1 as has_channel,
    max(case when t.field = 'granted_at' then 1 else 0 end) = 1 as has_moment
from columns_there t
group by t.file, t.sheet

-- consent_facts --
-- Each consent with what is wrong with it; the words say what its texts mean. What no column
-- of its sheet is about cannot be said: it is no fault of the consent.
select
    c.file,
    c.sheet,
    c.row,
    coalesce(c.number, c.ref) as subject,
    c.granted_at as at,
    coalesce(source.folded, '') as source_folded,
    c.source,
    h.has_proof and (c.proof is null or coalesce(proof.is_nothing, false)) as lacks_proof,
    h.has_wording and (c.wording is null or coalesce(wording.is_nothing, false))
        as lacks_wording,
    h.has_source and (c.source is null or coalesce(source.is_nothing, false))
        as lacks_source,
    c.company is not null and not coalesce(company.names_principal, false) as names_others,
    c.company,
    h.has_channel and (c.channel is null or not coalesce(channel.names_telephone, false))
        as lacks_channel,
    c.channel,
    coalesce(source.source_kind, '') = 'email_only'
        and not coalesce(c.number_confirmed, false) as is_email_only,
    coalesce(source.source_kind, '') = 'bought'
        and not coalesce(c.origin_checked, false) as is_origin_unchecked,
    coalesce(
        c.recorded_at > c.granted_at + f.proof_late_hours * interval '1' hour, false
    ) as is_late,
    days_between(c.granted_at, c.recorded_at) as days_late,
    coalesce(c.granted_at < f.stale_before, false) as is_old,
    coalesce(c.withdrawn_at, timestamp '9999-12-31 00:00:00') < f.day_after
        as is_withdrawn,
    coalesce(c.withdrawn_at, cast(c.valid_until as timestamp)) as ended_at,
    coalesce(c.valid_until < f.as_of, false) as is_expired,
    h.has_moment and c.granted_at is null as lacks_moment,
    not (h.has_proof and h.has_wording and h.has_source and h.has_channel and h.has_moment)
        as is_untold
from consents c
join consent_columns h on h.file = c.file and h.sheet = coalesce(c.sheet, '')
cross join settings_in_force f
left join words proof on proof.written = c.proof
left join words wording on wording.written = c.wording
left join words source on source.written = c.source
left join words company on company.written = c.company
left join words channel on channel.written = c.channel

-- consent_rows --
-- Each consent in the form of a finding, with every fault beside it.
select
    c.file,
    c.sheet,
    c.row,
    cast(null as varchar) as partner,
    c.subject,
    c.at,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row,
    c.source,
    c.company,
    c.channel,
    c.days_late,
    c.ended_at,
    c.lacks_proof,
    c.lacks_wording,
    c.lacks_source,
    c.names_others,
    c.lacks_channel,
    c.is_email_only,
    c.is_origin_unchecked,
    c.is_late,
    c.is_old,
    c.is_withdrawn
from consent_facts c

-- consent_no_proof --
-- Nothing is named that would prove it.
select c.file, c.sheet, c.row, c.partner, c.subject, c.at, c.source as detail,
    c.with_file, c.with_sheet, c.with_row
from consent_rows c where c.lacks_proof

-- consent_no_wording --
-- What was agreed to is not kept.
select c.file, c.sheet, c.row, c.partner, c.subject, c.at, c.source as detail,
    c.with_file, c.with_sheet, c.with_row
from consent_rows c where c.lacks_wording

-- consent_no_source --
-- Nobody says where it was given.
select c.file, c.sheet, c.row, c.partner, c.subject, c.at,
    cast(null as varchar) as detail,
    c.with_file, c.with_sheet, c.with_row
from consent_rows c where c.lacks_source

-- consent_company_not_named --
-- It names companies, and the one that calls is not among them.
select c.file, c.sheet, c.row, c.partner, c.subject, c.at, c.company as detail,
    c.with_file, c.with_sheet, c.with_row
from consent_rows c where c.names_others

-- consent_channel_missing --
-- It does not name the telephone.
select c.file, c.sheet, c.row, c.partner, c.subject, c.at, c.channel as detail,
    c.with_file, c.with_sheet, c.with_row
from consent_rows c where c.lacks_channel

-- consent_email_only --
-- It rests on a confirmed e-mail address, and nobody confirmed the number.
select c.file, c.sheet, c.row, c.partner, c.subject, c.at, c.source as detail,
    c.with_file, c.with_sheet, c.with_row
from consent_rows c where c.is_email_only

-- consent_origin_unchecked --
-- It was bought or won in a prize draw, and nobody checked where it comes from.
select c.file, c.sheet, c.row, c.partner, c.subject, c.at, c.source as detail,
    c.with_file, c.with_sheet, c.with_row
from consent_rows c where c.is_origin_unchecked

-- consent_documented_late --
-- Its record was made later than the rules allow.
select c.file, c.sheet, c.row, c.partner, c.subject, c.at,
    cast(c.days_late as varchar) as detail,
    c.with_file, c.with_sheet, c.with_row
from consent_rows c where c.is_late

-- consent_older_24_months --
-- It was given longer ago than the rules' months.
select c.file, c.sheet, c.row, c.partner, c.subject, c.at,
    cast(cast(c.at as date) as varchar) as detail,
    c.with_file, c.with_sheet, c.with_row
from consent_rows c where c.is_old

-- consent_withdrawn --
-- It has been withdrawn.
select c.file, c.sheet, c.row, c.partner, c.subject, c.at,
    cast(cast(c.ended_at as date) as varchar) as detail,
    c.with_file, c.with_sheet, c.with_row
from consent_rows c where c.is_withdrawn

-- consents_by_source --
-- Per source: how many say yes today, how many have a proof that would stand, how many none.
select
    max(c.source) as source,
    count(*) as consents,
    count(*) filter (where c.is_yes) as say_yes,
    count(*) filter (where c.is_yes and not c.has_fault and not c.is_untold) as would_stand,
    count(*) filter (where c.is_yes and c.lacks_proof) as proofs_to_fetch,
    count(*) filter (where c.is_yes and not c.has_fault and c.is_untold) as untold
from (
    select
        f.source,
        f.source_folded,
        f.lacks_proof,
        f.is_untold,
        not f.is_withdrawn and not f.is_expired as is_yes,
        f.lacks_proof or f.lacks_wording or f.lacks_source or f.lacks_moment or f.names_others
            or f.lacks_channel or f.is_email_only or f.is_origin_unchecked or f.is_late
            as has_fault
    from consent_facts f
) c
group by c.source_folded
order by count(*) desc nulls last, max(c.source) asc nulls last

-- consent_sources --
-- How each source is written, of several ways the one that the table shows.
select f.source_folded, max(f.source) as written
from consent_facts f
group by f.source_folded

-- consents_behind --
-- The consents that do not say yes today, or of which no proof would stand.
select f.file, f.sheet, f.row, cast(null as varchar) as partner, f.subject, f.at,
    concat_ws('|',
        case
            when f.is_withdrawn or f.is_expired then 'over'
            when f.lacks_proof or f.lacks_wording or f.lacks_source or f.lacks_moment
                or f.names_others or f.lacks_channel or f.is_email_only
                or f.is_origin_unchecked or f.is_late then 'lacking'
            else 'untold'
        end,
        coalesce(s.written, '')) as detail,
    cast(null as varchar) as with_file, cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from consent_facts f
join consent_sources s on s.source_folded = f.source_folded
where f.is_withdrawn or f.is_expired or f.lacks_proof or f.lacks_wording or f.lacks_source
    or f.lacks_moment or f.names_others or f.lacks_channel or f.is_email_only
    or f.is_origin_unchecked or f.is_late or f.is_untold

-- consent_columns_missing --
-- Sheets of consents without a column that a proof needs, and how many such columns.
select concat_ws(' / ', t.file, nullif(t.sheet, '')) as what
from (
    select file, coalesce(sheet, '') as sheet from consents group by file, coalesce(sheet, '')
) t
join consent_columns h on h.file = t.file and h.sheet = t.sheet
where not (h.has_proof and h.has_wording and h.has_source and h.has_channel and h.has_moment)
group by t.file, t.sheet
order by t.file asc nulls last, t.sheet asc nulls last
