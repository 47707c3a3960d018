-- Until which day the company's own files held what the caller knew is sealed with the complaint,
-- and stays.
alter table intake.complaint add column fact_until date;

create or replace function intake.sealed_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and tg_table_name = 'complaint' then
        if (new.position, new.file_id, new.line_id, new.is_number_known, new.shown_digest,
            new.arrived_at, new.called_at, new.called_until, new.fact_since,
            new.explained_by, new.explained_partner, new.salt, new.content, new.caller_digest,
            new.whom, new.fact_until)
           is not distinct from
           (old.position, old.file_id, old.line_id, old.is_number_known, old.shown_digest,
            old.arrived_at, old.called_at, old.called_until, old.fact_since,
            old.explained_by, old.explained_partner, old.salt, old.content, old.caller_digest,
            old.whom, old.fact_until)
        then
            return new;
        end if;
    end if;
    raise exception 'what is sealed stays' using constraint = 'sealed_complaints_stay';
end
$$;
