-- last_run --
-- The newest run, if there is one.
select run_id, inputs from trace.run order by run_id desc limit 1;

-- save_run --
-- A run that saw something new.
insert into trace.run (inputs, last_position, calls, ran_at)
values (%(inputs)s, %(last_position)s, %(calls)s, %(ran_at)s)
returning run_id;

-- copy_findings --
-- The outcome for every copy in one run.
copy trace.finding
    (run_id, draw_id, copy_id, partner, outcome, log_e, share_high, limit_of_100, calls, possible)
from stdin;

-- namings --
-- Every copy that was ever named, by complaints or by a stray list.
select draw_id, copy_id, source, partner, position, arrived_at, file_digest, at_most_once_in,
    redraws, crossings
from trace.naming
order by named_at, draw_id, copy_id;

-- save_naming --
-- A copy is named; what was named before stays as it was.
insert into trace.naming
    (draw_id, copy_id, source, partner, position, arrived_at, file_digest, at_most_once_in,
     redraws, crossings, named_at)
values
    (%(draw_id)s, %(copy_id)s, %(source)s, %(partner)s, %(position)s, %(arrived_at)s,
     %(file_digest)s, %(at_most_once_in)s, %(redraws)s, %(crossings)s, %(named_at)s)
on conflict (draw_id, copy_id, source) do nothing;

-- audit_of --
-- A redraw audit that was made before.
select redraws, crossings from trace.audit where inputs = %(inputs)s;

-- save_audit --
-- A redraw audit, so that it need not be repeated.
insert into trace.audit (inputs, redraws, crossings, audited_at)
values (%(inputs)s, %(redraws)s, %(crossings)s, %(audited_at)s)
on conflict (inputs) do nothing;

-- stray --
-- A stray list that was looked at before: its turn, when, and the last complaint sealed then.
select turn, looked_at, last_position from trace.stray where digest = %(digest)s;

-- next_turn --
-- The turn of the next stray list.
select coalesce(max(turn), 0) + 1 as turn from trace.stray;

-- save_stray --
-- A stray list that was looked at.
insert into trace.stray (turn, digest, looked_at, last_position)
values (%(turn)s, %(digest)s, %(looked_at)s, %(last_position)s);
