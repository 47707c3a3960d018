-- Decoys stand among our lines; here it is only noted which of them are. They are a stratum of
-- their own in a draw, so nothing of them is frozen apart from everybody else any more.
create table release.decoy_pool (
    digest text primary key,
    numbers integer not null check (numbers > 0),
    taken_in_at timestamptz not null,
    entry bigint not null
);
comment on table release.decoy_pool is
    'purpose: which files of rented numbers were taken in, and when; retention: P10Y from the last hand-over';

create table release.decoy (
    line_id bigint primary key,
    pool text not null references release.decoy_pool
);
comment on table release.decoy is
    'purpose: which lines are rented control numbers, so that they are drawn apart from people; retention: P10Y from the last hand-over';

create table release.decoy_announced (
    partner text not null,
    annex text not null,
    announced_on date not null,
    noted_at timestamptz not null,
    entry bigint not null,
    primary key (partner, annex, announced_on)
);
comment on table release.decoy_announced is
    'purpose: in which contract annex a partner was told of decoys in its copies, without which none is handed over; retention: P10Y from the last hand-over';

alter table release.draw drop column decoys_file;

grant select, insert on release.decoy_pool, release.decoy, release.decoy_announced to leumund_app;
