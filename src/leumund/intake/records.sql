-- file_taken --
-- What is known of a file that was taken in before, by its kind, digest and partner.
select file_id, format, reading, rows, stored, duplicates, quarantined, quarantine_path
from intake.file
where kind = %(kind)s and digest = %(digest)s and partner = %(partner)s
order by file_id desc
limit 1;

-- save_file --
-- A file that was taken in, with what became of its rows.
insert into intake.file
    (file_id, kind, digest, partner, format, reading, replaces, rows, stored, duplicates,
     quarantined, quarantine_path, taken_at)
values
    (%(file_id)s, %(kind)s, %(digest)s, %(partner)s, %(format)s, %(reading)s, %(replaces)s,
     %(rows)s, %(stored)s, %(duplicates)s, %(quarantined)s, %(quarantine_path)s, %(taken_at)s);

-- next_file_id --
-- The id for a file whose rows are written before the file's own record.
select nextval(pg_get_serial_sequence('intake.file', 'file_id')) as file_id;

-- save_call_table --
-- A Parquet file of declared calls.
insert into intake.call_table (file_id, digest, rows, first_at, last_at)
values (%(file_id)s, %(digest)s, %(rows)s, %(first_at)s, %(last_at)s);

-- call_tables --
-- The Parquet files of declared calls in force; of one partner or of all, but for one file's.
select t.digest
from intake.call_table t join intake.file f using (file_id)
where (%(partner)s::text is null or f.partner = %(partner)s::text)
    and f.file_id is distinct from %(but)s::bigint
    and not exists (select from intake.file later where later.replaces = f.file_id)
order by t.file_id;

-- last_position --
-- The last place that is taken in the sealed order; 0 where there is none.
select coalesce(max(position), 0) as position from intake.complaint;

-- known_rows --
-- Which of these rows are stored already.
select row_digest from intake.complaint where row_digest = any(%(digests)s);

-- copy_complaints --
-- Complaints, in their order.
copy intake.complaint
    (position, file_id, row_number, row_digest, line_id, is_number_known, number_called,
     number_shown, shown_as_written, shown_digest, arrived_at, called_at, called_until,
     called_on, local_hour, local_weekday, is_holiday, is_ambiguous, is_day_only, caller_said,
     product, told, has_objection, missing, text, original, fact_since, explained_by,
     explained_partner, salt, content, caller_digest, whom,
     fact_until)
from stdin;

-- save_seal --
-- The commitment to one batch of complaints.
insert into intake.seal (first_position, last_position, root, file_id, sealed_at)
values (%(first)s, %(last)s, %(root)s, %(file_id)s, %(sealed_at)s);

-- seals --
-- All commitments, in their order.
select first_position, last_position, root from intake.seal order by first_position;

-- seal_of --
-- The commitment to the complaints of one file.
select first_position, last_position, root from intake.seal where file_id = %(file_id)s;

-- sealed_complaints --
-- Everything a leaf commits to, of all complaints, in the sealed order.
select position, salt, line_id, is_number_known, arrived_at, called_at, called_until,
    shown_digest, caller_digest, fact_since, explained_by, explained_partner, content, told,
    whom, fact_until
from intake.complaint
order by position;

-- shown_batches --
-- All commitments in their order, each with the file it came from.
select s.first_position as first, s.last_position as last, encode(s.root, 'hex') as root,
    f.digest as file, f.format
from intake.seal s join intake.file f using (file_id)
order by s.first_position;

-- originals --
-- The rows of all complaints as they came, in the sealed order.
select position, original from intake.complaint order by position;

-- forget --
-- Numbers and words of complaints that are older than their table may hold them.
update intake.complaint set
    number_called = null, number_shown = null, shown_as_written = null, caller_said = null,
    told = '{}', text = null, original = null
where arrived_at < %(at)s - cast(substring(
        obj_description('intake.complaint'::regclass, 'pg_class')
        from 'retention: (P[0-9A-Z]+)'
    ) as interval)
    and (told <> '{}' or num_nonnulls(
        number_called, number_shown, shown_as_written, caller_said, text, original
    ) > 0)
returning position;

-- complaints_of --
-- The complaints of one line, in their order, in the words of whoever complained.
select arrived_at, text
from intake.complaint
where line_id = %(line_id)s
order by position;

-- complaints_showing --
-- How many complaints name this number as the one shown, and when the first and last arrived.
select count(*) as complaints, min(arrived_at) as first_at, max(arrived_at) as last_at
from intake.complaint
where number_shown = %(number)s;

-- unexplained_showing --
-- Unexplained complaints that give the number called, in their order.
select position, number_called, number_shown, caller_said,
    coalesce(called_at, arrived_at) as call_from,
    coalesce(called_until, arrived_at) as call_until
from intake.complaint
where explained_by is null and number_called is not null
order by position;

-- counts_of_file --
-- What became of the complaints of one file.
select
    count(*) filter (where explained_by is null) as unexplained,
    count(*) filter (where explained_by is not null) as explained,
    count(*) filter (where explained_by = 'pass') as allowed,
    count(*) filter (where is_number_known and num_nonnulls(line_id, whom) = 0) as strangers,
    count(*) filter (where whom is not null) as by_name,
    count(*) filter (where cardinality(missing) > 0) as incomplete,
    count(*) filter (where has_objection) as objections
from intake.complaint
where file_id = %(file_id)s;
