-- How a file of consents gets into the tables. A row's number is its line in the file.

-- stage --
-- Room for a file of consents; its key lets the rows be walked in order without a sort.
create temporary table incoming_consent (
    row_no bigint primary key, ref text collate "C", number text collate "C",
    own_ref text collate "C", part text collate "C", content text collate "C" not null,
    companies text[] not null, company_keys text[] not null,
    products text[] not null, product_keys text[] not null, channels text[] not null,
    granted_at timestamptz, recorded_at timestamptz,
    wording text, wording_version text, source text, number_confirmed boolean not null,
    origin_checked boolean not null, reaches_past_contract_end boolean not null,
    proof_hash text, valid_until date, revoked_at timestamptz
) on commit drop;

-- copy --
-- The file's rows.
copy incoming_consent from stdin;

-- look_at --
-- Let the planner know what has come, in the columns it joins by.
analyze incoming_consent (row_no, ref, number, own_ref);

-- whose --
-- Whose declaration each row is: of the reference, or of the only person on the line.
create temporary table whose_consent on commit drop as
select
    i.row_no,
    coalesce(p.id, alone.person_id) as person_id,
    case
        when i.ref is not null and p.id is null then 'unknown_ref'
        when i.ref is null and alone.persons is null then 'unknown_number'
        when i.ref is null and alone.persons > 1 then 'shared_number'
    end as why
from incoming_consent i
left join people.person p on p.ref = i.ref
left join (
    select l.number, min(e.person_id) as person_id, count(*) as persons
    from people.person_line e join people.line l on l.id = e.line_id
    where exists (select from incoming_consent n where n.ref is null and n.number = l.number)
    group by l.number
) alone on i.ref is null and alone.number = i.number;

-- look_at_whose --
-- Let the planner know how many have somebody.
analyze whose_consent;

-- hold_nobodys --
-- Rows that mean nobody, or nobody in particular.
insert into held select row_no, why from whose_consent where why is not null;

-- add_lines --
-- Numbers of known persons that were not known.
insert into people.line (number)
select i.number
from incoming_consent i
where i.number is not null
    and not exists (select from people.line l where l.number = i.number)
    and not exists (select from held where held.row_no = i.row_no)
group by i.number
order by min(i.row_no);

-- arrive --
-- Each consent of the file with its keys: which declaration, and which part of it. What it
-- says stays where it is; only a digest of it comes along.
create temporary table arriving_consent on commit drop as
select
    i.row_no, i.content, w.person_id, l.id as line_id, k.act,
    case when i.own_ref is null then k.act || '#' || i.part else k.act end as key
from incoming_consent i
join whose_consent w on w.row_no = i.row_no and w.why is null
cross join lateral (
    select coalesce(
        'ref:' || i.own_ref,
        w.person_id || '@' || coalesce(cast(extract(epoch from i.granted_at) as text), '')
    ) as act
) k
left join people.line l on l.number = i.number;

-- repeat --
-- The keys that stand in more than one row, and where they stand first.
create temporary table repeated_consent on commit drop as
select key, min(row_no) as first_row
from arriving_consent
group by key
having count(*) > 1;

-- hold_contradicting --
-- Rows that say something else about a consent than its first row.
insert into held
select a.row_no, 'contradicts'
from repeated_consent r
join arriving_consent said on said.row_no = r.first_row
join arriving_consent a on a.key = r.key
where a.content <> said.content;

-- leave_out --
-- Held rows are not loaded.
delete from arriving_consent a using held where a.row_no = held.row_no;

-- look_at_arriving --
-- Let the planner know what is left.
analyze arriving_consent;

-- judge --
-- What each row does: add a consent, change one, or say what is known.
create temporary table judged_consent on commit drop as
select
    a.row_no, a.person_id, a.line_id, a.act, a.key,
    case
        when same.id is not null or r.key is not null then 'unchanged'
        when exists (
            select from people.consent c where c.act = a.act and c.replaced_at is null
        ) then 'changed'
        else 'added'
    end as what
from arriving_consent a
left join repeated_consent r on r.key = a.key and r.first_row < a.row_no
left join people.consent same
    on same.key = a.key and same.content = a.content and same.replaced_at is null;

-- look_at_judged --
-- Let the planner know how many are new.
analyze judged_consent (row_no, what);

-- replace --
-- Consents of the same declarations that the file no longer says; they are kept as proof.
create temporary table replaced_consent on commit drop as
select c.id, c.act
from people.consent c
where c.replaced_at is null
    and exists (select from arriving_consent a where a.act = c.act)
    and not exists (
        select from arriving_consent a where a.key = c.key and a.content = c.content
    );

-- end --
-- They are no longer in force.
update people.consent c set replaced_at = %(now)s from replaced_consent r where r.id = c.id;

-- add --
-- What is new or says something new.
insert into people.consent (
    person_id, line_id, act, key, content, companies, company_keys, products, product_keys,
    channels, wording, wording_version, granted_at, recorded_at, source, proof_hash,
    number_confirmed, origin_checked, reaches_past_contract_end, valid_until, revoked_at,
    loaded_at
)
select
    j.person_id, j.line_id, j.act, j.key, i.content, i.companies, i.company_keys, i.products,
    i.product_keys, i.channels, i.wording, i.wording_version, i.granted_at, i.recorded_at,
    i.source, i.proof_hash, i.number_confirmed, i.origin_checked, i.reaches_past_contract_end,
    i.valid_until, i.revoked_at, %(now)s
from incoming_consent i join judged_consent j on j.row_no = i.row_no and j.what <> 'unchanged'
order by i.row_no;

-- count --
-- How many rows did what, and how many consents ended without a row that takes their place.
select
    count(*) filter (where what = 'added') as added,
    count(*) filter (where what = 'changed') as changed,
    count(*) filter (where what = 'unchanged') as unchanged,
    cast(coalesce((
        select sum(greatest(0, ended - coalesce(begun, 0)))
        from (select act, count(*) as ended from replaced_consent group by act) e
        left join (
            select act, count(*) as begun from judged_consent where what = 'changed' group by act
        ) b using (act)
    ), 0) as bigint) as removed
from judged_consent;
