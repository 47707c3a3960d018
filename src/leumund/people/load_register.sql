-- How a public register gets into the tables. A row's number is its line in the file.

-- stage --
-- Room for the numbers of a public register.
create temporary table incoming_register (
    row_no bigint not null, number text collate "C" not null
) on commit drop;

-- copy --
-- The file's rows.
copy incoming_register from stdin;

-- look_at --
-- Let the planner know what has come.
analyze incoming_register;

-- count --
-- How many rows name a number that was not in the register.
select
    count(*) filter (where not is_known) as added,
    0 as changed,
    count(*) filter (where is_known) as unchanged
from (
    select
        e.number is not null
            or 1 < row_number() over (partition by i.number order by i.row_no) as is_known
    from incoming_register i
    left join people.register_entry e
        on e.register = %(register)s and e.number = i.number and e.listed_until is null
) as each_row;

-- relist --
-- Numbers that a corrected file of the same day puts back were never gone.
update people.register_entry e set listed_until = null
from incoming_register i
where e.register = %(register)s and e.number = i.number and e.listed_until = %(dated_on)s;

-- unlist --
-- Numbers that are no longer in the register: those of an earlier version end here. Nobody
-- leaves it by a file of which not every row could be read.
with gone as (
    select e.number, e.listed_from
    from people.register_entry e
    where %(is_whole)s and e.register = %(register)s and e.listed_until is null
        and not exists (select from incoming_register i where i.number = e.number)
), never_were as (
    delete from people.register_entry e using gone g
    where e.register = %(register)s and e.number = g.number and e.listed_from = g.listed_from
        and g.listed_from = %(dated_on)s
    returning e.number
), ended as (
    update people.register_entry e set listed_until = %(dated_on)s from gone g
    where e.register = %(register)s and e.number = g.number and e.listed_from = g.listed_from
        and g.listed_from < %(dated_on)s
    returning e.number
)
select (select count(*) from never_were) + (select count(*) from ended) as removed;

-- list --
-- Numbers that are new in the register, or are in it again.
insert into people.register_entry (register, number, listed_from)
select %(register)s, i.number, %(dated_on)s
from incoming_register i
where not exists (
    select from people.register_entry e
    where e.register = %(register)s and e.number = i.number and e.listed_until is null
)
group by i.number
order by min(i.row_no);

-- note --
-- Which version was loaded; a corrected file of the same day takes its place.
insert into people.register (name, dated_on, file_digest, loaded_at)
values (%(register)s, %(dated_on)s, %(file_digest)s, %(now)s)
on conflict (name, dated_on) do update
set file_digest = excluded.file_digest, loaded_at = excluded.loaded_at;
