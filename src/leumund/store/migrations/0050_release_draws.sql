-- Draws, their copies, what was handed over and recalled, and lists that others chose.
-- Everything is told by line ids and digests: no phone number and no name is kept here.
create schema release;

-- One series for draws, copies and sealed lists: tracing tells all of them by their number.
create sequence release.number;

create table release.account (
    is_the_only boolean primary key default true check (is_the_only),
    opened_on date not null,
    alpha text not null,
    horizon_years integer not null check (horizon_years > 0),
    declared_per_year integer not null check (declared_per_year > 0)
);
comment on table release.account is
    'purpose: the one promise of this installation, how rarely a copy that was not used is ever named; retention: P30Y from the last draw';

-- The share of the permanent hold-back is fixed once: whoever is in it may be in no later
-- draw, so a share that shrank would let them back into an urn they never were in.
create table release.hold_back (
    is_the_only boolean primary key default true check (is_the_only),
    share text not null,
    key_digest text not null,
    began_at timestamptz not null
);
comment on table release.hold_back is
    'purpose: the share of customers who are in no copy for good, and the digest of the key that decides; retention: P30Y from the last draw';

create table release.draw (
    id bigint primary key default nextval('release.number'),
    campaign text collate "C" not null unique,
    campaign_digest text not null,
    terms text not null,
    design text not null check (design in ('independent', 'conditional')),
    seal text not null,
    seal_digest text not null,
    universe_digest text not null,
    universe_file text not null,
    numbers_file text not null,
    frame_file text not null,
    decoys_file text,
    known_units integer not null,
    refused_units integer not null,
    held_for_good_units integer not null,
    sealed_at timestamptz not null,
    seal_entry bigint not null,
    beacon text,
    drawn_at timestamptz,
    draw_entry bigint,
    members_file text,
    leaves_file text,
    leaves_root text,
    account_year integer,
    account_turn integer,
    is_declared boolean,
    part text,
    check ((drawn_at is null) = (beacon is null)),
    check ((drawn_at is null) = (draw_entry is null)),
    check ((drawn_at is null) = (members_file is null)),
    check ((drawn_at is null) = (part is null)),
    unique (account_year, is_declared, account_turn)
);
comment on table release.draw is
    'purpose: which secret was sealed for which campaign and what was drawn from it, to name or clear a copy; retention: P10Y from the last hand-over';

create table release.copy (
    id bigint primary key default nextval('release.number'),
    draw_id bigint not null references release.draw,
    place integer not null,
    partner text not null,
    weight text not null,
    units integer not null,
    unique (draw_id, place),
    unique (draw_id, partner)
);
comment on table release.copy is
    'purpose: what a partner has received in a campaign, with the weight that may name it; retention: P10Y from the last hand-over';

create table release.handed_over (
    copy_id bigint not null references release.copy,
    portion integer not null check (portion > 0),
    handed_over_at timestamptz not null,
    units integer not null,
    stayed_units integer not null,
    rows integer not null,
    file_name text not null,
    file_digest text not null,
    plain_digest text not null,
    not_before date,
    stayed_file text not null,
    entry bigint not null,
    manifest text not null,
    primary key (copy_id, portion)
);
comment on table release.handed_over is
    'purpose: which portion left when, for whom, and with which file, to answer Art 15 GDPR and to date a leak; retention: P10Y from the hand-over';

create table release.recall (
    copy_id bigint primary key references release.copy,
    recalled_at timestamptz not null,
    why text not null,
    entry bigint not null
);
comment on table release.recall is
    'purpose: copies that must be deleted and of which nothing more leaves; retention: P10Y from the recall';

create table release.sealed_list (
    id bigint primary key default nextval('release.number'),
    partner text not null,
    handed_over_on date not null,
    list_digest text not null,
    lines_file text not null,
    rows integer not null,
    matched integer not null,
    unknown integer not null,
    unreadable integer not null,
    newest_line bigint not null,
    sealed_at timestamptz not null,
    entry bigint not null,
    unique (partner, list_digest, handed_over_on)
);
comment on table release.sealed_list is
    'purpose: lists that somebody else chose, so that a partner can be cleared by what was not in them; retention: P10Y from the hand-over';

-- What was drawn is drawn: its files and figures are what namings rest on.
create function release.keep_drawn() returns trigger language plpgsql as $$
begin
    raise exception 'drawn' using errcode = 'check_violation', constraint = 'a_draw_is_final';
end $$;
create trigger a_draw_is_final before update or delete on release.draw
    for each row when (old.drawn_at is not null) execute function release.keep_drawn();

grant usage on schema release to leumund_app;
grant usage on sequence release.number to leumund_app;
grant select, insert on
    release.account, release.hold_back, release.draw, release.copy, release.handed_over,
    release.recall, release.sealed_list
to leumund_app;
grant update (
    beacon, drawn_at, draw_entry, members_file, leaves_file, leaves_root,
    account_year, account_turn, is_declared, part
) on release.draw to leumund_app;
