-- Copies may be spread: a fixed shape of groups, and coins inside them.
alter table release.draw drop constraint draw_design_check;
alter table release.draw add constraint draw_design_check
    check (design in ('independent', 'conditional', 'spread'));
