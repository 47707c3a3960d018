-- The words that bulk.sql may use and that engines spell differently, as DuckDB spells them.
-- Every engine that is added defines the same words with the same answers.

-- Calendar days from one date to a later one; negative if it is earlier. No hours: from
-- 23:30 to 00:30 of the next day is one day.
create macro days_between(earlier, later) as
    cast(cast(later as date) - cast(earlier as date) as integer);

-- Day of the week after ISO 8601: Monday is 1, Sunday is 7.
create macro weekday_iso(day) as cast(isodow(cast(day as date)) as integer);

-- SHA-256 of the text's UTF-8 bytes as 64 lower-case hex digits.
create macro sha256_hex(written) as sha256(cast(written as varchar));

-- Does the pattern occur anywhere in the text? No backslash in patterns: write [0-9].
create macro matches(written, pattern) as regexp_matches(written, pattern);

-- Whole-number division, cut towards zero; null where the divisor is zero.
create macro int_div(dividend, divisor) as (dividend // nullif(divisor, 0));
