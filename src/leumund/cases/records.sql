-- Cases, their steps and measures.

-- add_person --
-- A person of ours who acts; nothing where that name is known.
insert into cases.person (name) values (%(name)s) on conflict (name) do nothing;

-- person --
-- The id of a person.
select id from cases.person where name = %(name)s;

-- add_file --
-- A new case.
insert into cases.file (target, name, state, opened_at)
values (%(target)s, %(name)s, %(state)s, %(opened_at)s)
returning id;

-- files --
-- Cases, newest first; all of them, or those against one name, or in one state.
select id, target, name, state, opened_at, closed_at
from cases.file
where (cast(%(name)s as text) is null or name = %(name)s)
    and (cast(%(state)s as text) is null or state = %(state)s)
order by id desc;

-- file --
-- One case.
select id, target, name, state, opened_at, closed_at from cases.file
where id = %(case_id)s;

-- move_file --
-- Where a case stands now.
update cases.file set state = %(state)s, closed_at = %(closed_at)s where id = %(case_id)s;

-- add_step --
-- One thing that happened.
insert into cases.step (case_id, number, at, move, event, person_id, said, entry_id)
values (
    %(case_id)s, %(number)s, %(at)s, %(move)s, %(event)s, %(person_id)s,
    cast(%(said)s as jsonb), %(entry_id)s
);

-- steps --
-- All that happened in a case, in its order.
select s.number, s.at, s.move, s.event, coalesce(p.name, '') as by, s.said, s.entry_id
from cases.step s left join cases.person p on p.id = s.person_id
where s.case_id = %(case_id)s
order by s.number;

-- add_finding --
-- A finding and its facts stand in this case.
insert into cases.finding (digest, target, name, case_id)
select digest, %(target)s, %(name)s, %(case_id)s from unnest(%(digests)s::text[]) as digest
on conflict (digest, target, name) do nothing;

-- taken --
-- In which cases these findings stand already.
select digest, case_id from cases.finding
where target = %(target)s and name = %(name)s and digest = any(%(digests)s);

-- stopped --
-- Other cases against the same in which a data stop was ordered.
select id from cases.file f
where target = %(target)s and name = %(name)s and id <> %(case_id)s and state <> 'locked'
    and exists (
        select from cases.measure m where m.case_id = f.id and m.kind = 'data_stop'
    )
order by id;

-- save_measure --
-- A measure as it stands now.
insert into cases.measure (case_id, number, kind, is_provisional, since, until, ended_at)
values (
    %(case_id)s, %(number)s, %(kind)s, %(is_provisional)s, %(since)s, %(until)s, %(ended_at)s
)
on conflict (case_id, number) do update set
    until = excluded.until, ended_at = excluded.ended_at;

-- in_force --
-- Measures in force at an instant, with whom they are against.
select m.case_id, m.kind, m.since, m.until, f.target, f.name
from cases.measure m join cases.file f on f.id = m.case_id
where m.since <= %(at)s
    and (m.until is null or m.until > %(at)s)
    and (m.ended_at is null or m.ended_at > %(at)s)
order by m.case_id, m.number;

-- lapsed --
-- Measures whose time is over and whose end nobody has recorded.
select case_id, number from cases.measure
where ended_at is null and until <= %(at)s
order by case_id, number;

-- add_letter --
-- The code of a letter and the entry that proves it.
insert into cases.letter (code, case_id, entry_id, sent_at)
values (%(code)s, %(case_id)s, %(entry_id)s, %(sent_at)s)
on conflict (code) do nothing;

-- letter --
-- The letter of that code.
select code, case_id, entry_id, sent_at from cases.letter where code = %(code)s;

-- letter_of --
-- The newest letter about a case.
select code, case_id, entry_id, sent_at from cases.letter
where case_id = %(case_id)s
order by entry_id desc
limit 1;
