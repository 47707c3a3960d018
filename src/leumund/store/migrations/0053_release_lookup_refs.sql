-- A look-up whose reference was used before is another look-up, and is not lost for it.
alter table release.lookup drop constraint lookup_partner_ref_key;
create index lookup_ref on release.lookup (partner, ref);
