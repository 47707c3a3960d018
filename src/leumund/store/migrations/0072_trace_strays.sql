-- A stray list is weighed together with the complaints that had been sealed when it was first
-- looked at; which these were must not change afterwards.
alter table trace.stray
    add column last_position bigint not null default 0 check (last_position >= 0);
