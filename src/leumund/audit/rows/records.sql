-- What is kept about one line, and notices as findings point at them.

-- notices --
-- Every notice, the earliest first.
select id, partner, made_at, due_at, file_digest, plain_digest, numbers, acknowledged_at
from audit.notice order by made_at, id;

-- told_of --
-- Which partners were told that this line is not to be called again.
select n.partner, n.made_at, n.acknowledged_at
from audit.notice_line l join audit.notice n on n.id = l.notice_id
where l.line_id = %(line_id)s
order by n.made_at, n.id;

-- heard_of --
-- The transcripts of these calls: by the partner's own reference, or by its moment.
select t.partner, t.called_at, t.heard_at, t.permission, t.call_ref,
    coalesce(array_agg(f.quote order by f.turn, f.start_character)
        filter (where f.key is not null), '{}') as quotes
from audit.transcript t
left join audit.word_finding f on f.transcript_id = t.id
where exists (
    select from unnest(%(partners)s::text[], %(moments)s::timestamptz[]) as c (partner, at)
    where c.partner = t.partner and c.at = t.called_at
) or exists (
    select from unnest(%(owners)s::text[], %(refs)s::text[]) as r (partner, ref)
    where r.partner = t.partner and r.ref = t.call_ref
)
group by t.id
order by t.called_at, t.id;

-- agent_of --
-- The pseudonym on the transcript in which that place is, if the call was this partner's.
select t.agent
from audit.word_finding f join audit.transcript t on t.id = f.transcript_id
where f.key = %(key)s and t.partner = %(partner)s;
