-- How a file of customers gets into the tables. A row's number is its line in the file.

-- stage --
-- Room for a file of customers, one row per number; is_first marks a file row's first one.
create temporary table incoming_customer (
    row_no bigint not null, is_first boolean not null, number text collate "C", ref text collate "C" not null,
    name text, kind text not null, land text, postcode text, segment text, zone text not null
) on commit drop;

-- copy --
-- The file's rows.
copy incoming_customer from stdin;

-- look_at --
-- Let the planner know what has come.
analyze incoming_customer;

-- hold --
-- A row that says something else about a person than the first row with the same reference.
with repeated as (
    select ref from incoming_customer group by ref having min(row_no) < max(row_no)
), first_said as (
    select distinct on (i.ref) i.*
    from incoming_customer i join repeated using (ref)
    order by i.ref, i.row_no
)
insert into held
select distinct i.row_no, 'contradicts'
from incoming_customer i join first_said f using (ref)
where (i.name, i.kind, i.land, i.postcode, i.segment, i.zone)
    is distinct from (f.name, f.kind, f.land, f.postcode, f.segment, f.zone);

-- leave_out --
-- Held rows are not loaded.
delete from incoming_customer i using held where i.row_no = held.row_no;

-- add_lines --
-- The numbers that are new, in their own order, which the index likes best.
insert into people.line (number)
select distinct i.number
from incoming_customer i
where i.number is not null and not exists (select from people.line l where l.number = i.number)
order by i.number;

-- arrive --
-- Each person of the file, with what is known of them; absent columns keep what is known.
create temporary table arriving_customer on commit drop as
select
    i.ref, i.row_no as first_row, i.name, i.kind, i.land, i.postcode, i.segment, i.zone,
    p.id as person_id,
    p.id is null as is_new,
    p.id is not null and (
        ('name' = any(%(given)s) and i.name is distinct from p.name)
        or ('kind' = any(%(given)s) and i.kind is distinct from p.kind)
        or ('land' = any(%(given)s) and i.land is distinct from p.land)
        or ('postcode' = any(%(given)s) and i.postcode is distinct from p.postcode)
        or ('segment' = any(%(given)s) and i.segment is distinct from p.segment)
        or ('zone' = any(%(given)s) and i.zone is distinct from p.zone)
    ) as is_changed
from (
    select distinct on (ref) * from incoming_customer order by ref, row_no
) i left join people.person p on p.ref = i.ref;

-- add_persons --
-- The persons who are new.
insert into people.person (ref, name, kind, land, postcode, segment, zone)
select ref, name, kind, land, postcode, segment, zone
from arriving_customer
where is_new
order by ref;

-- change_persons --
-- The persons of whom the file says something else than is known.
update people.person p set
    name = case when 'name' = any(%(given)s) then a.name else p.name end,
    kind = case when 'kind' = any(%(given)s) then a.kind else p.kind end,
    land = case when 'land' = any(%(given)s) then a.land else p.land end,
    postcode = case when 'postcode' = any(%(given)s) then a.postcode else p.postcode end,
    segment = case when 'segment' = any(%(given)s) then a.segment else p.segment end,
    zone = case when 'zone' = any(%(given)s) then a.zone else p.zone end
from arriving_customer a
where a.is_changed and p.id = a.person_id;

-- arrive_person_lines --
-- Who is reached on which line by what the file says, and whether that is new.
create temporary table arriving_person_line on commit drop as
select i.row_no, i.ref, p.id as person_id, l.id as line_id, e.line_id is null as is_new
from incoming_customer i
join people.person p on p.ref = i.ref
join people.line l on l.number = i.number
left join people.person_line e on e.person_id = p.id and e.line_id = l.id;

-- look_at_person_lines --
-- Let the planner know how many are new: it then sorts them once instead of twice.
analyze arriving_person_line;

-- drop_person_lines --
-- The file is the whole truth about the numbers of the persons it names: others end.
create temporary table dropped_person_line on commit drop as
select e.person_id, e.line_id
from people.person_line e
join arriving_customer a on a.person_id = e.person_id
where 'number' = any(%(given)s) and not exists (
    select from arriving_person_line w where w.person_id = e.person_id and w.line_id = e.line_id
);

-- remove_person_lines --
-- End them.
delete from people.person_line e using dropped_person_line d
where e.person_id = d.person_id and e.line_id = d.line_id;

-- add_person_lines --
-- Who is now reached on which line.
insert into people.person_line (person_id, line_id)
select person_id, line_id
from arriving_person_line
where is_new
group by person_id, line_id
order by person_id, line_id;

-- count --
-- How many rows of the file added a person, changed one, or said what was known.
with file as (
    select count(*) as rows, count(*) filter (where a.is_new) as added
    from incoming_customer i join arriving_customer a on a.ref = i.ref
    where i.is_first
), changed_row as (
    select i.row_no
    from incoming_customer i join arriving_customer a on a.ref = i.ref
    where a.is_changed
    union
    select w.row_no
    from arriving_person_line w join arriving_customer a on a.ref = w.ref
    where w.is_new and not a.is_new
    union
    select a.first_row
    from arriving_customer a join dropped_person_line d on d.person_id = a.person_id
)
select
    file.added,
    c.changed,
    file.rows - file.added - c.changed as unchanged
from file cross join (select count(*) as changed from changed_row) c;
