-- How a file of objections gets into the tables. A row's number is its line in the file.

-- stage --
-- Room for a file of objections; is_held marks rows that could only be read in part.
create temporary table incoming_objection (
    row_no bigint not null, number text collate "C", ref text collate "C", at timestamptz,
    scope text not null, scope_key text not null, channel text not null, source text,
    is_held boolean not null
) on commit drop;

-- copy --
-- The file's rows.
copy incoming_objection from stdin;

-- look_at --
-- Let the planner know what has come.
analyze incoming_objection;

-- add_lines --
-- An objection by a number nobody knows yet waits for whoever will have it.
insert into people.line (number)
select i.number
from incoming_objection i
where i.number is not null and not exists (select from people.line l where l.number = i.number)
group by i.number
order by min(i.row_no);

-- arrive --
-- Each objection with its line, and whether it is known; is_known also for a repeated row.
create temporary table arriving_objection on commit drop as
select
    i.*, l.id as line_id,
    o.id is not null or 1 < row_number() over (
        partition by l.id, i.ref, i.at, i.scope_key, i.channel order by i.is_held, i.row_no
    ) as is_known
from incoming_objection i
left join people.line l on l.number = i.number
left join people.objection o
    on o.line_id is not distinct from l.id and o.person_ref is not distinct from i.ref
    and o.at is not distinct from i.at and o.scope_key = i.scope_key and o.channel = i.channel;

-- add --
-- What is new; also from rows that could only be read in part.
insert into people.objection (
    line_id, person_ref, at, scope, scope_key, channel, source, noted_at
)
select line_id, ref, at, scope, scope_key, channel, source, %(now)s
from arriving_objection
where not is_known
order by row_no;

-- count --
-- How many rows said something new; an objection never changes.
select
    count(*) filter (where not is_known) as added,
    0 as changed,
    count(*) filter (where is_known) as unchanged
from (
    select bool_and(is_known) as is_known
    from arriving_objection
    where not is_held
    group by row_no
) as each_row;
