-- What every load shares, and what the questions ask.

-- room_to_sort --
-- Let the sorts of this transaction stay in memory.
set local work_mem = '96MB';

-- hold_none --
-- The rows that cannot be taken for a reason found in the tables; why is a key of HELD.
create temporary table held (row_no bigint primary key, why text not null) on commit drop;

-- held --
-- Every held row with its reason, in the order of the file.
select row_no, why from held order by row_no;

-- held_rows --
-- How many rows are held.
select count(*) as rows from held;

-- newest_register --
-- The date of the newest version of this register.
select max(dated_on) as dated_on from people.register where name = %(register)s;

-- line_by_number --
-- The line with this number.
select id, number from people.line where number = %(number)s;

-- lines_by_numbers --
-- The lines with these numbers, with the clock and Land of the persons on them.
select l.id, l.number, w.zone, w.land
from people.line l
left join lateral (
    select
        (array_agg(p.zone order by p.id))[1] as zone,
        case when count(distinct coalesce(p.land, '')) = 1 then min(p.land) end as land
    from people.person_line e join people.person p on p.id = e.person_id
    where e.line_id = l.id
) w on true
where l.number = any(%(numbers)s);

-- numbers_of_lines --
-- The numbers of these lines.
select id, number from people.line where id = any(%(line_ids)s);

-- name_of_person --
-- The name under which this person is written to.
select name from people.person where ref = %(ref)s;

-- persons_on_line --
-- Who is reached on this line.
select p.id, p.ref, p.name, p.kind, p.land, p.postcode, p.segment, p.zone
from people.person p join people.person_line e on e.person_id = p.id
where e.line_id = %(line_id)s
order by p.id;

-- consents_on_line --
-- The consents in force of the persons on this line that name no number or this one.
select
    id, person_id, line_id, companies, products, channels, wording, wording_version,
    granted_at, recorded_at, source, proof_hash, number_confirmed, origin_checked,
    reaches_past_contract_end, valid_until, revoked_at
from people.consent
where person_id = any(%(person_ids)s) and replaced_at is null
    and (line_id is null or line_id = %(line_id)s)
order by id;

-- objections_on_line --
-- The objections by this number or by these references; one dated ahead holds since noted.
select
    id, line_id, person_ref, case when at > noted_at then noted_at else at end as at, scope,
    channel, source
from people.objection
where line_id = %(line_id)s or person_ref = any(%(refs)s)
order by id;

-- contracts_of_persons --
-- The contracts of these persons.
select id, person_id, product, started_on, ended_on
from people.contract
where person_id = any(%(person_ids)s)
order by id;

-- contracts_on_lines --
-- The contracts of the persons on these lines.
select e.line_id, c.id, c.person_id, c.product, c.started_on, c.ended_on
from people.contract c join people.person_line e on e.person_id = c.person_id
where e.line_id = any(%(line_ids)s)
order by e.line_id, c.id;

-- register_hits --
-- The registers in whose newest version this number stands.
select e.register, e.listed_from, v.dated_on
from people.register_entry e
join (select name, max(dated_on) as dated_on from people.register group by name) v
    on v.name = e.register
where e.number = %(number)s and e.listed_until is null
order by e.register;

-- add_line --
-- The line with this number, which is made where it is not known.
insert into people.line (number) values (%(number)s) on conflict (number) do nothing;

-- add_objection --
-- An objection by number to everything; nothing where it is known.
insert into people.objection (line_id, at, scope, scope_key, channel, source, noted_at)
values (%(line_id)s, %(said_at)s, 'all', 'all', 'all', %(source)s, %(now)s)
on conflict do nothing;

-- copy_out_line --
-- Every line.
copy (select id as line_id, number from people.line order by id)
to stdout (format csv, header);

-- copy_out_person --
-- Every person, without the name.
copy (
    select id as person_id, ref, kind, land, postcode, segment, zone
    from people.person order by id
) to stdout (format csv, header);

-- copy_out_person_named --
-- Every person with the name, for hand-overs: a caller must ask for the person by name.
copy (
    select id as person_id, ref, kind, land, postcode, segment, zone, name
    from people.person order by id
) to stdout (format csv, header);

-- copy_out_person_line --
-- Who is reached on which line.
copy (select person_id, line_id from people.person_line order by person_id, line_id)
to stdout (format csv, header);

-- copy_out_consent --
-- Every consent in force, each of its lists as one text: a key holds no such separator.
copy (
    select
        id as consent_id, person_id, line_id, wording is not null as has_wording,
        wording_version, granted_at at time zone 'UTC' as granted_at,
        recorded_at at time zone 'UTC' as recorded_at, source, proof_hash, number_confirmed,
        origin_checked, reaches_past_contract_end, valid_until,
        revoked_at at time zone 'UTC' as revoked_at,
        array_to_string(company_keys, chr(31)) as consent_company,
        array_to_string(product_keys, chr(31)) as consent_product,
        array_to_string(channels, chr(31)) as consent_channel
    from people.consent where replaced_at is null order by id
) to stdout (format csv, header);

-- copy_out_objection --
-- Every objection that is about a known line or person; one dated ahead holds since noted.
copy (
    select
        o.id as objection_id, o.line_id, p.id as person_id,
        case when o.at > o.noted_at then o.noted_at else o.at end at time zone 'UTC' as at,
        o.scope_key, o.channel
    from people.objection o left join people.person p on p.ref = o.person_ref
    where o.line_id is not null or p.id is not null
    order by o.id
) to stdout (format csv, header);

-- copy_out_contract --
-- Every contract.
copy (
    select id as contract_id, person_id, product_key, started_on, ended_on
    from people.contract order by id
) to stdout (format csv, header);

-- copy_out_register_entry --
-- Our own lines in the newest version of each register.
copy (
    select l.id as line_id, e.register, v.dated_on, e.listed_from
    from people.register_entry e
    join people.line l on l.number = e.number
    join (select name, max(dated_on) as dated_on from people.register group by name) v
        on v.name = e.register
    where e.listed_until is null
    order by l.id, e.register
) to stdout (format csv, header);

-- mark --
-- Numbers that grow with every objection, consent and contract that is noted.
select
    (select coalesce(max(id), 0) from people.objection) as objections,
    (select coalesce(max(id), 0) from people.consent) as consents,
    (select coalesce(max(id), 0) from people.contract) as contracts;
