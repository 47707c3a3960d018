-- Findings with what followed, notices to partners, reported numbers.

-- keep_finding --
-- Keep a finding; one that is known stays as it was first known.
insert into audit.finding
    (digest, code, partner, source, first_sign_at, points_at, said, effect, citation, known_at)
values
    (%(digest)s, %(code)s, %(partner)s, %(source)s, %(first_sign_at)s, %(points_at)s::jsonb,
     %(said)s::jsonb, %(effect)s, %(citation)s, %(known_at)s)
on conflict (digest) do nothing
returning digest;

-- findings --
-- What is known, the earliest sign first; of one partner or of all.
select digest, code, partner, source, first_sign_at, points_at, said, effect, citation, known_at
from audit.finding
where %(partner)s::text is null or partner = %(partner)s
order by first_sign_at, digest;

-- told --
-- Who was told of what, in the order of time.
select digest, who as text, at from audit.told order by at, id;

-- done --
-- What was done about what, in the order of time.
select digest, what as text, at from audit.done order by at, id;

-- digests_like --
-- The findings whose digest begins so, at most two.
select digest from audit.finding where starts_with(digest, %(beginning)s) order by digest limit 2;

-- add_told --
-- Somebody was told of a finding.
insert into audit.told (digest, who, at) values (%(digest)s, %(text)s, %(at)s);

-- add_done --
-- Something was done about a finding.
insert into audit.done (digest, what, at) values (%(digest)s, %(text)s, %(at)s);

-- add_notice --
-- A partner was sent a file of numbers it may not call again.
insert into audit.notice (partner, made_at, due_at, file_digest, plain_digest, numbers)
values (%(partner)s, %(made_at)s, %(due_at)s, %(file_digest)s, %(plain_digest)s, %(numbers)s)
returning id;

-- copy_notice_lines --
-- The lines that a notice named.
copy audit.notice_line (notice_id, line_id) from stdin;

-- notices --
-- Every notice, the earliest first.
select id, partner, made_at, due_at, file_digest, plain_digest, numbers, acknowledged_at
from audit.notice order by made_at, id;

-- notice_of --
-- The notice with these contents, or this locked file, to that partner.
select id, partner, made_at, due_at, file_digest, plain_digest, numbers, acknowledged_at
from audit.notice
where partner = %(partner)s and (plain_digest = %(digest)s or file_digest = %(digest)s)
for update;

-- acknowledge --
-- A partner has opened the file.
update audit.notice set acknowledged_at = %(at)s
where id = %(id)s and acknowledged_at is null;

-- told_lines --
-- Which partner was told of which line, and when first.
select n.partner, l.line_id, min(n.made_at) as told_at
from audit.notice_line l join audit.notice n on n.id = l.notice_id
group by n.partner, l.line_id
order by n.partner, l.line_id;

-- look_up_number --
-- A number that was reported is looked up.
insert into audit.reported (number, first_at, looked_up)
values (%(number)s, %(at)s, 1)
on conflict (number) do update set looked_up = audit.reported.looked_up + 1
returning looked_up;

-- reported --
-- Whether this number was looked up.
select first_at from audit.reported where number = %(number)s;

-- ring_of --
-- What was noted when this number was rung.
select rang_at as at, rang_by as by, said, named from audit.rang where number = %(number)s;

-- add_ring --
-- This number was rung by a person, once.
insert into audit.rang (number, rang_at, rang_by, said, named)
values (%(number)s, %(at)s, %(by)s, %(said)s, %(named)s);

-- forget_rings --
-- What was said at reported numbers goes when the period of its table is over.
delete from audit.rang
where rang_at < %(at)s - cast(substring(
    obj_description('audit.rang'::regclass, 'pg_class') from 'retention: (P[0-9A-Z]+)'
) as interval)
returning number;

-- forget_reported --
-- Reported numbers go as well; one that was rung stays as long as the note of it.
delete from audit.reported r
where r.first_at < %(at)s - cast(substring(
        obj_description('audit.reported'::regclass, 'pg_class')
        from 'retention: (P[0-9A-Z]+)'
    ) as interval)
    and not exists (select from audit.rang g where g.number = r.number)
returning r.number;
