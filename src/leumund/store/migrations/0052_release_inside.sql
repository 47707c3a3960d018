-- A list for a sub-partner is drawn inside the copy of the partner above it, and books its
-- weight out of that copy's own, so such a draw has no turn in the account.
alter table release.draw add column inside_copy bigint references release.copy;
create index draw_inside on release.draw (inside_copy) where inside_copy is not null;
