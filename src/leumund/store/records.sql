-- applied_migrations --
-- Which migrations made the tables of this database, and from which bytes.
select name, digest from store.schema_version order by name;

-- is_founded --
-- Has any migration been applied to this database?
select to_regclass('store.schema_version') is not null as is_founded;

-- note_migration --
-- A migration has been applied.
insert into store.schema_version (name, digest) values (%(name)s, %(digest)s);
