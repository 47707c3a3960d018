-- Partners with all that hangs on them: a few hundred rows, read whole.

-- principal --
-- The company's name.
select name from network.principal;

-- name_principal --
-- Set the company's name; nothing where it is the same.
insert into network.principal (name) values (%(name)s)
on conflict (is_the_one) do update set name = excluded.name
where network.principal.name <> excluded.name;

-- partners --
-- Every partner with the name of the one above it.
select
    p.id, p.name, p.legal_name, p.country, p.contact, p.age_recipient, p.risk, p.address,
    p.tasks, p.transfer_basis, p.transfer_document, p.transfer_assessed_on, p.audited_on,
    p.authorised_on, above.name as parent
from network.partner p left join network.partner above on above.id = p.parent_id
order by p.id;

-- engagements --
-- Every engagement, the earliest first.
select
    id, partner_id, role, purposes, products, lead_sources, art28_signed, art26_document,
    legal_ground, fields, documents,
    lower(valid_during) as valid_from, upper(valid_during) - 1 as valid_to
from network.engagement
order by partner_id, lower(valid_during), role;

-- caller_numbers --
-- Every number a partner may show.
select
    partner_id, number, has_right_of_use,
    lower(valid_during) as valid_from, upper(valid_during) - 1 as valid_to
from network.caller_number
order by partner_id, lower(valid_during), number;

-- add_partner --
-- A new partner, for now below nobody.
insert into network.partner (
    name, legal_name, country, contact, age_recipient, risk, address, tasks, transfer_basis,
    transfer_document, transfer_assessed_on, audited_on, authorised_on
) values (
    %(name)s, %(legal_name)s, %(country)s, %(contact)s, %(age_recipient)s, %(risk)s,
    %(address)s, %(tasks)s, %(transfer_basis)s, %(transfer_document)s,
    %(transfer_assessed_on)s, %(audited_on)s, %(authorised_on)s
);

-- change_partner --
-- What the file says of a partner now.
update network.partner set
    legal_name = %(legal_name)s, country = %(country)s, contact = %(contact)s,
    age_recipient = %(age_recipient)s, risk = %(risk)s, address = %(address)s,
    tasks = %(tasks)s, transfer_basis = %(transfer_basis)s,
    transfer_document = %(transfer_document)s,
    transfer_assessed_on = %(transfer_assessed_on)s, audited_on = %(audited_on)s,
    authorised_on = %(authorised_on)s
where name = %(name)s;

-- place_partner --
-- Put a partner below another, or below nobody.
update network.partner set
    parent_id = (select id from network.partner where name = %(parent)s)
where name = %(name)s;

-- end_engagements --
-- Take a partner's engagements away, to write down those of the file.
delete from network.engagement
where partner_id = (select id from network.partner where name = %(name)s)
    and not id = any(%(kept)s);

-- add_engagement --
-- Write down one engagement; both days are included.
insert into network.engagement (
    partner_id, role, purposes, products, lead_sources, valid_during, art28_signed,
    art26_document, legal_ground, fields, documents
)
select
    id, %(role)s, %(purposes)s, %(products)s, %(lead_sources)s,
    daterange(cast(%(valid_from)s as date), cast(%(valid_to)s as date), '[]'),
    %(art28_signed)s, %(art26_document)s, %(legal_ground)s, %(fields)s,
    cast(%(documents)s as jsonb)
from network.partner
where name = %(name)s;

-- end_caller_numbers --
-- Take a partner's numbers away, to write down those of the file.
delete from network.caller_number
where partner_id = (select id from network.partner where name = %(name)s);

-- add_caller_number --
-- Write down one number; both days are included.
insert into network.caller_number (partner_id, number, valid_during, has_right_of_use)
select
    id, %(number)s,
    daterange(cast(%(valid_from)s as date), cast(%(valid_to)s as date), '[]'),
    %(has_right_of_use)s
from network.partner
where name = %(name)s;

-- sites --
-- Every place from which a partner works.
select partner_id, name, country, address
from network.site
order by partner_id, name;

-- end_sites --
-- Take these away, to write down those of the file.
delete from network.site
where partner_id = (select id from network.partner where name = %(partner)s);

-- add_sites --
-- Write down one.
insert into network.site (
    partner_id, name, country, address
)
select id, %(name)s, %(country)s, %(address)s
from network.partner
where name = %(partner)s;

-- held_permits --
-- Every permit.
select partner_id, kind, valid_from, valid_to, reference
from network.held_permit
order by partner_id, kind, valid_from;

-- end_held_permits --
-- Take these away, to write down those of the file.
delete from network.held_permit
where partner_id = (select id from network.partner where name = %(partner)s);

-- add_held_permits --
-- Write down one.
insert into network.held_permit (
    partner_id, kind, valid_from, valid_to, reference
)
select id, %(kind)s, %(valid_from)s, %(valid_to)s, %(reference)s
from network.partner
where name = %(partner)s;

-- logins --
-- Every log-in, as its digest.
select partner_id, digest, valid_from, valid_to
from network.login
order by partner_id, valid_from, digest;

-- end_logins --
-- Take these away, to write down those of the file.
delete from network.login
where partner_id = (select id from network.partner where name = %(partner)s);

-- add_logins --
-- Write down one.
insert into network.login (
    partner_id, digest, valid_from, valid_to
)
select id, %(digest)s, %(valid_from)s, %(valid_to)s
from network.partner
where name = %(partner)s;

-- payees --
-- Every account that commission is paid to.
select partner_id, digest, valid_from, valid_to, ends_with
from network.payee
order by partner_id, valid_from, digest;

-- end_payees --
-- Take these away, to write down those of the file.
delete from network.payee
where partner_id = (select id from network.partner where name = %(partner)s);

-- add_payees --
-- Write down one.
insert into network.payee (
    partner_id, digest, valid_from, valid_to, ends_with
)
select id, %(digest)s, %(valid_from)s, %(valid_to)s, %(ends_with)s
from network.partner
where name = %(partner)s;

-- leads --
-- Every source of leads of a partner's own.
select partner_id, source, role, valid_from, valid_to, obtained_from, legal_ground, art26_document
from network.lead_source
order by partner_id, source, valid_from;

-- end_leads --
-- Take these away, to write down those of the file.
delete from network.lead_source
where partner_id = (select id from network.partner where name = %(partner)s);

-- add_leads --
-- Write down one.
insert into network.lead_source (
    partner_id, source, role, valid_from, valid_to, obtained_from, legal_ground, art26_document
)
select id, %(source)s, %(role)s, %(valid_from)s, %(valid_to)s, %(obtained_from)s, %(legal_ground)s, %(art26_document)s
from network.partner
where name = %(partner)s;

-- looked_at --
-- Everything that was looked at, the oldest first.
select partner_id, what, looked_on, looked_by, document
from network.looked_at
order by partner_id, looked_on, id;

-- add_looked_at --
-- Note what was looked at; what is noted already stays as it is.
insert into network.looked_at (partner_id, what, looked_on, looked_by, document, noted_at)
select id, %(what)s, %(looked_on)s, %(looked_by)s, %(document)s, %(noted_at)s
from network.partner
where name = %(partner)s
on conflict (partner_id, what, looked_on) do nothing;

-- declared --
-- Every sub-partner that was declared.
select partner_id, declared_at, is_late, acting_since from network.declared;

-- add_declared --
-- A sub-partner was declared.
insert into network.declared (partner_id, declared_at, acting_since, is_late)
select id, %(declared_at)s, %(acting_since)s, %(is_late)s
from network.partner
where name = %(partner)s;

-- terms --
-- What holds for the whole network.
select declaration_day, jurisdictions, sectors from network.terms;

-- set_terms --
-- Set what holds for the whole network.
insert into network.terms (declaration_day, jurisdictions, sectors)
values (%(declaration_day)s, %(jurisdictions)s, %(sectors)s)
on conflict (is_the_one) do update set
    declaration_day = excluded.declaration_day, jurisdictions = excluded.jurisdictions,
    sectors = excluded.sectors;

-- versions --
-- What a partner's engagements said from when on, the oldest first.
select p.name as partner, v.role, v.valid_from, v.version, v.digest, v.stated, v.known_from
from network.engagement_version v join network.partner p on p.id = v.partner_id
where p.name = %(partner)s
order by v.valid_from, v.role, v.version;

-- add_version --
-- An engagement says something else than before: one version more.
insert into network.engagement_version (
    partner_id, role, valid_from, version, digest, stated, known_from
)
select
    p.id, %(role)s, %(valid_from)s, coalesce(max(v.version), 0) + 1, %(digest)s,
    cast(%(stated)s as jsonb), %(known_from)s
from network.partner p left join network.engagement_version v
    on v.partner_id = p.id and v.role = %(role)s and v.valid_from = %(valid_from)s
where p.name = %(partner)s
group by p.id;

-- lead_numbers --
-- Every number that is somebody's own lead.
select p.name as partner, l.number, l.declared_at
from network.lead l join network.partner p on p.id = l.partner_id
order by l.id;

-- lead --
-- The lead that a partner calls so.
select
    p.name as partner, l.ref, l.number, l.source, l.consent_at, l.proof_digest,
    l.obtained_on, l.art14_sent_on, l.declared_at
from network.lead l join network.partner p on p.id = l.partner_id
where p.name = %(partner)s and l.ref = %(ref)s;

-- leads_of --
-- Every lead with this number, the oldest first.
select
    p.name as partner, l.ref, l.number, l.source, l.consent_at, l.proof_digest,
    l.obtained_on, l.art14_sent_on, l.declared_at
from network.lead l join network.partner p on p.id = l.partner_id
where l.number = %(number)s
order by l.declared_at, l.id;

-- add_lead --
-- Write down a lead; one that is known stays as it was declared first.
insert into network.lead (
    partner_id, ref, number, source, consent_at, proof_digest, art14_sent_on, obtained_on,
    declared_at
)
select
    id, %(ref)s, %(number)s, %(source)s, %(consent_at)s, %(proof_digest)s, %(art14_sent_on)s,
    %(obtained_on)s, %(declared_at)s
from network.partner
where name = %(partner)s
on conflict (partner_id, ref) do nothing;

-- claims --
-- Every row of a statement: to which account money of a partner goes.
select p.name as partner, c.id, c.payee, c.claimed_at
from network.claim c join network.partner p on p.id = c.partner_id
order by c.claimed_at, c.id;

-- add_claim --
-- Write down a row of a statement; the same again changes nothing.
insert into network.claim (partner_id, payee, ref, claimed_at, noted_at)
select id, %(payee)s, %(ref)s, %(at)s, %(noted_at)s
from network.partner
where name = %(partner)s
on conflict (partner_id, payee, ref, claimed_at) do nothing;
