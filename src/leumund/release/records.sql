-- account --
-- The installation's account, if it has been opened.
select opened_on, alpha, horizon_years, declared_per_year from release.account;

-- open_account --
-- Open the account, unless it is open.
insert into release.account (opened_on, alpha, horizon_years, declared_per_year)
values (%(opened_on)s, %(alpha)s, %(horizon_years)s, %(declared_per_year)s)
on conflict do nothing;

-- bookings --
-- What every draw has booked, in the order of the draws.
select d.account_year, d.account_turn, d.is_declared, d.part, count(c.id) as copies
from release.draw d
join release.copy c on c.draw_id = d.id
where d.drawn_at is not null and d.inside_copy is null
group by d.id
order by d.drawn_at, d.id;

-- booked_copies --
-- Every copy with its draw and what it has booked, in the order of the draws.
select d.campaign, d.drawn_at, d.account_year, d.account_turn, d.is_declared, d.part,
    c.partner, c.weight, a.partner as inside_partner, e.campaign as inside_campaign
from release.draw d
join release.copy c on c.draw_id = d.id
left join release.copy a on a.id = d.inside_copy
left join release.draw e on e.id = a.draw_id
where d.drawn_at is not null
order by d.drawn_at, d.id, c.place;

-- copy_above --
-- The weight of a copy, and how many copies have been drawn inside it.
select a.weight, count(c.id) as before
from release.copy a
left join release.draw d on d.inside_copy = a.id and d.drawn_at is not null
left join release.copy c on c.draw_id = d.id
where a.id = %(copy_id)s
group by a.id;

-- hold_back --
-- The permanent hold-back, if there is one.
select share, key_digest from release.hold_back;

-- begin_hold_back --
-- Fix the share of the permanent hold-back and its key, once.
insert into release.hold_back (share, key_digest, began_at)
values (%(share)s, %(key_digest)s, %(began_at)s);

-- draw_of --
-- The draw of a campaign, sealed or drawn.
select * from release.draw where campaign = %(campaign)s;

-- sealed --
-- All draws, sealed or drawn, the oldest first.
select * from release.draw order by sealed_at, id;

-- drawn --
-- All draws whose coins have been tossed, the oldest first.
select * from release.draw where drawn_at is not null order by drawn_at, id;

-- seal_draw --
-- A secret was sealed for a campaign.
insert into release.draw (
    campaign, campaign_digest, terms, design, seal, seal_digest, universe_digest,
    universe_file, numbers_file, frame_file, known_units, refused_units, held_for_good_units,
    sealed_at, seal_entry, inside_copy
) values (
    %(campaign)s, %(campaign_digest)s, %(terms)s, %(design)s, %(seal)s, %(seal_digest)s,
    %(universe_digest)s, %(universe_file)s, %(numbers_file)s, %(frame_file)s,
    %(known_units)s, %(refused_units)s, %(held_for_good_units)s,
    %(sealed_at)s, %(seal_entry)s, %(inside_copy)s
)
returning *;

-- toss --
-- The coins of a sealed draw were tossed.
update release.draw
set beacon = %(beacon)s, drawn_at = %(drawn_at)s,
    draw_entry = %(draw_entry)s, members_file = %(members_file)s,
    leaves_file = %(leaves_file)s, leaves_root = %(leaves_root)s,
    account_year = %(account_year)s, account_turn = %(account_turn)s,
    is_declared = %(is_declared)s, part = %(part)s
where id = %(id)s and drawn_at is null
returning *;

-- add_copies --
-- The copies of a draw, in the order of its frame.
copy release.copy (draw_id, place, partner, weight, units) from stdin;

-- copies_of --
-- The copies of a draw in order, with what was recalled.
select c.id, c.place, c.partner, c.weight, c.units, r.recalled_at
from release.copy c
left join release.recall r on r.copy_id = c.id
where c.draw_id = %(draw_id)s
order by c.place;

-- handed_over_of --
-- What has been handed over of a draw's copies, in the order in which it left.
select h.*, c.place
from release.handed_over h
join release.copy c on c.id = h.copy_id
where c.draw_id = %(draw_id)s
order by h.entry;

-- add_handed_over --
-- One portion of one copy left.
insert into release.handed_over (
    copy_id, portion, handed_over_at, units, stayed_units, rows, file_name, file_digest,
    plain_digest, not_before, stayed_file, entry, manifest
) values (
    %(copy_id)s, %(portion)s, %(handed_over_at)s, %(units)s, %(stayed_units)s, %(rows)s,
    %(file_name)s, %(file_digest)s, %(plain_digest)s, %(not_before)s, %(stayed_file)s, %(entry)s,
    %(manifest)s
);

-- decoys --
-- The lines of all decoys.
select line_id from release.decoy order by line_id;

-- decoy_pool --
-- A pool of decoys, if it was taken in before.
select digest from release.decoy_pool where digest = %(digest)s;

-- add_decoy_pool --
-- A pool of decoys is taken in.
insert into release.decoy_pool (digest, numbers, taken_in_at, entry)
values (%(digest)s, %(numbers)s, %(taken_in_at)s, %(entry)s);

-- add_decoys --
-- The lines of a pool of decoys.
insert into release.decoy (line_id, pool)
select line_id, %(digest)s from unnest(%(line_ids)s::bigint[]) as line_id
on conflict do nothing;

-- announced --
-- What partners were told of decoys: in which annex, on which day.
select partner, annex, announced_on from release.decoy_announced
order by partner, announced_on, annex;

-- announce --
-- A partner was told that decoys are in its copies.
insert into release.decoy_announced (partner, annex, announced_on, noted_at, entry)
values (%(partner)s, %(annex)s, %(announced_on)s, %(noted_at)s, %(entry)s);

-- add_recall --
-- A copy was recalled.
insert into release.recall (copy_id, recalled_at, why, entry)
values (%(copy_id)s, %(recalled_at)s, %(why)s, %(entry)s);

-- sealed_list --
-- A sealed list, if it was registered before.
select * from release.sealed_list
where partner = %(partner)s and list_digest = %(list_digest)s
    and handed_over_on = %(handed_over_on)s;

-- sealed_lists --
-- All lists that somebody else chose, the oldest first.
select * from release.sealed_list order by sealed_at, id;

-- add_sealed_list --
-- Register a list that somebody else chose.
insert into release.sealed_list (
    partner, handed_over_on, list_digest, lines_file, rows, matched, unknown, unreadable,
    newest_line, sealed_at, entry
) values (
    %(partner)s, %(handed_over_on)s, %(list_digest)s, %(lines_file)s, %(rows)s,
    %(matched)s, %(unknown)s, %(unreadable)s, %(newest_line)s, %(sealed_at)s, %(entry)s
);

-- lookup_file --
-- A record of look-ups, if it was taken in before.
select id, rows, unreadable from release.lookup_file
where partner = %(partner)s and file_digest = %(file_digest)s;

-- add_lookup_file --
-- A record of look-ups was taken in.
insert into release.lookup_file (
    partner, file_digest, rows, unreadable, taken_in_at, entry
) values (
    %(partner)s, %(file_digest)s, %(rows)s, %(unreadable)s, %(taken_in_at)s, %(entry)s
)
returning id;

-- lookups_that_may_be_known --
-- Look-ups of a partner at one of these moments or with one of these references, in order.
select
    id, partner, ref, looked_up_at as at, line_ids, login_digest, device_digest, country,
    fields, why
from release.lookup
where partner = %(partner)s
    and (looked_up_at = any(%(at)s::timestamptz[]) or ref = any(%(refs)s))
order by id;

-- add_lookups --
-- Each record that was looked up.
copy release.lookup (
    file_id, partner, ref, looked_up_at, line_ids, login_digest, device_digest, country,
    fields, why
) from stdin;

-- lookup_lines --
-- Every look-up, once per line it was about; without a line once.
select
    l.id as lookup_id, l.partner, known.line_id, l.looked_up_at at time zone 'UTC' as looked_up_at,
    l.login_digest, l.device_digest, l.country
from release.lookup l left join lateral unnest(l.line_ids) as known (line_id) on true
where %(since)s::timestamptz is null or l.looked_up_at >= %(since)s
order by l.looked_up_at, l.id, known.line_id;

-- lookups_between --
-- Look-ups of a span of time, of one partner or of all, the earliest first.
select
    id, partner, ref, looked_up_at as at, line_ids, login_digest, device_digest, country,
    fields, why
from release.lookup
where (%(partner)s::text is null or partner = %(partner)s)
    and looked_up_at >= %(since)s and looked_up_at < %(until)s
order by looked_up_at, id;

-- known_by_lookup --
-- Since when which partner may know which of these lines by looking it up.
select l.partner, known.line_id, min(l.looked_up_at) as at
from release.lookup l cross join lateral unnest(l.line_ids) as known (line_id)
where l.line_ids && %(line_ids)s::bigint[] and known.line_id = any(%(line_ids)s)
group by l.partner, known.line_id
order by l.partner, known.line_id;

-- lookups_of_strangers --
-- The earliest look-up of somebody who is nobody we know, by partner.
select partner, min(looked_up_at) as at from release.lookup
where cardinality(line_ids) = 0
group by partner;

-- partners_with_unreadable_lookups --
-- Partners of whom some look-ups could not be read, or who looked up anything at all.
select partner, sum(unreadable) as unreadable from release.lookup_file group by partner;
