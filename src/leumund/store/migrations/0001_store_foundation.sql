-- The application's role, and the record of which migrations have been applied.
-- The role is shared by all databases of a server, so it may be there already.
do $$
begin
    if not exists (select from pg_roles where rolname = 'leumund_app') then
        create role leumund_app nologin;
        execute format('grant leumund_app to %I', current_user);
    end if;
end
$$;

create schema store;

create table store.schema_version (
    name text primary key,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    applied_at timestamptz not null default now()
);

comment on table store.schema_version is
    'purpose: which migrations made the tables of this database; retention: P30Y from applied_at';

grant usage on schema store to leumund_app;
grant select on store.schema_version to leumund_app;
