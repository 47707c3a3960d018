-- Transcripts that were listened to, what was found in them, and who confirmed it.

-- heard --
-- The transcript of these bytes, if it was listened to with these checks before.
select id from audit.transcript where digest = %(digest)s and checks = %(checks)s;

-- forget --
-- Listened to with other checks: what was found then, and nobody has answered, goes.
delete from audit.transcript t where t.digest = %(digest)s and not exists (
    select from audit.word_finding f join audit.word_answer a on a.finding_key = f.key
    where f.transcript_id = t.id
);

-- forget_over --
-- Transcripts go, with their places and answers, when the period of their table is over.
with gone as (
    delete from audit.transcript
    where heard_at < %(at)s - cast(substring(
        obj_description('audit.transcript'::regclass, 'pg_class')
        from 'retention: (P[0-9A-Z]+)'
    ) as interval)
    returning id
)
select
    (select count(*) from gone) as transcripts,
    (select count(*) from audit.word_finding f join gone g on g.id = f.transcript_id)
        as places;

-- is_answered --
-- Whether findings of this transcript were answered; then it stays as it is.
select id from audit.transcript where digest = %(digest)s;

-- add_transcript --
-- A transcript was listened to.
insert into audit.transcript (
    digest, partner, called_at, call_ref, agent, permission, permission_ref, format, language,
    turns, doubt, role_confidence, checks, heard_at
) values (
    %(digest)s, %(partner)s, %(called_at)s, %(call_ref)s, %(agent)s, %(permission)s,
    %(permission_ref)s, %(format)s, %(language)s, %(turns)s, %(doubt)s, %(role_confidence)s,
    %(checks)s, %(heard_at)s
) returning id;

-- add_finding --
-- A place in it that a person should read.
insert into audit.word_finding (
    key, transcript_id, check_id, turn, start_character, end_character, start_s, end_s,
    because_turn, quote, means_de, means_en, doubt, role_confidence
) values (
    %(key)s, %(transcript_id)s, %(check_id)s, %(turn)s, %(start_character)s,
    %(end_character)s, %(start_s)s, %(end_s)s, %(because_turn)s, %(quote)s, %(means_de)s,
    %(means_en)s, %(doubt)s, %(role_confidence)s
);

-- findings --
-- Every finding with how many answered right and wrong, in the order of the calls.
select
    f.key, t.partner, t.called_at, t.heard_at, t.call_ref, t.permission_ref, t.digest,
    f.check_id, f.turn, f.start_character, f.end_character, f.start_s, f.end_s, f.because_turn, f.quote,
    f.means_de, f.means_en, f.doubt, f.role_confidence,
    count(a.finding_key) filter (where a.is_right) as right_answers,
    count(a.finding_key) filter (where not a.is_right) as wrong_answers
from audit.word_finding f
join audit.transcript t on t.id = f.transcript_id
left join audit.word_answer a on a.finding_key = f.key
group by f.key, t.id
order by t.called_at, t.id, f.turn, f.start_character, f.key;

-- keys_like --
-- The findings whose key begins so, at most two.
select key from audit.word_finding where starts_with(key, %(beginning)s) order by key limit 2;

-- answer --
-- What a person says of a finding; the same person may change the answer.
insert into audit.word_answer (finding_key, answered_by, is_right, answered_at)
values (%(key)s, %(answered_by)s, %(is_right)s, %(answered_at)s)
on conflict (finding_key, answered_by) do update set
    is_right = excluded.is_right, answered_at = excluded.answered_at;

-- answers --
-- Every answer, the findings' and the persons' order.
select finding_key, answered_by, is_right from audit.word_answer
order by finding_key, answered_at, answered_by;
