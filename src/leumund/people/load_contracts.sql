-- How a file of contracts gets into the tables. A row's number is its line in the file.

-- stage --
-- Room for a file of contracts.
create temporary table incoming_contract (
    row_no bigint not null, ref text collate "C" not null, own_ref text collate "C",
    product text not null, product_key text not null, started_on date not null, ended_on date
) on commit drop;

-- copy --
-- The file's rows.
copy incoming_contract from stdin;

-- look_at --
-- Let the planner know what has come.
analyze incoming_contract;

-- hold_nobodys --
-- Contracts of nobody who is known.
insert into held
select row_no, 'unknown_ref'
from incoming_contract i
where not exists (select from people.person p where p.ref = i.ref);

-- arrive --
-- Each contract of the file with its keys.
create temporary table arriving_contract on commit drop as
select
    i.*, p.id as person_id, k.act,
    case when i.own_ref is null then k.act || '#' || to_char(i.started_on, 'YYYY-MM-DD') else k.act end as key
from incoming_contract i
join people.person p on p.ref = i.ref
cross join lateral (
    select coalesce('ref:' || i.own_ref, p.id || '@' || i.product_key) as act
) k;

-- hold_contradicting --
-- Rows that say something else about a contract than its first row.
insert into held
select row_no, 'contradicts'
from (
    select
        row_no,
        (person_id, product, started_on, ended_on) is distinct from first_value(
            (person_id, product, started_on, ended_on)
        ) over (partition by key order by row_no) as contradicts
    from arriving_contract
) as each_row
where contradicts;

-- leave_out --
-- Held rows are not loaded.
delete from arriving_contract a using held where a.row_no = held.row_no;

-- look_at_arriving --
-- Let the planner know what is left.
analyze arriving_contract;

-- judge --
-- What each row does: add a contract, change one, or say what is known.
create temporary table judged_contract on commit drop as
select
    a.row_no, a.act,
    case
        when same.id is not null or a.nth > 1 then 'unchanged'
        when exists (select from people.contract c where c.act = a.act) then 'changed'
        else 'added'
    end as what
from (
    select *, row_number() over (partition by key order by row_no) as nth from arriving_contract
) a
left join people.contract same
    on same.key = a.key and same.person_id = a.person_id and same.product = a.product
    and same.started_on = a.started_on and same.ended_on is not distinct from a.ended_on;

-- replace --
-- Contracts under the same keys that the file no longer says.
create temporary table replaced_contract on commit drop as
select c.id, c.act
from people.contract c
where exists (select from arriving_contract a where a.act = c.act)
    and not exists (
        select from arriving_contract a
        where a.key = c.key and a.person_id = c.person_id and a.product = c.product
            and a.started_on = c.started_on and a.ended_on is not distinct from c.ended_on
    );

-- end --
-- They make room.
delete from people.contract c using replaced_contract r where r.id = c.id;

-- add --
-- What is new or says something new.
insert into people.contract (
    person_id, act, key, product, product_key, started_on, ended_on
)
select a.person_id, a.act, a.key, a.product, a.product_key, a.started_on, a.ended_on
from arriving_contract a join judged_contract j on j.row_no = a.row_no and j.what <> 'unchanged'
order by a.row_no;

-- count --
-- How many rows did what, and how many contracts ended without a row in their place.
select
    count(*) filter (where what = 'added') as added,
    count(*) filter (where what = 'changed') as changed,
    count(*) filter (where what = 'unchanged') as unchanged,
    cast(coalesce((
        select sum(greatest(0, ended - coalesce(begun, 0)))
        from (select act, count(*) as ended from replaced_contract group by act) e
        left join (
            select act, count(*) as begun from judged_contract where what = 'changed' group by act
        ) b using (act)
    ), 0) as bigint) as removed
from judged_contract;
