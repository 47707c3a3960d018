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
    p.id, p.name, p.legal_name, p.country, p.contact, p.age_recipient, p.risk,
    above.name as parent
from network.partner p left join network.partner above on above.id = p.parent_id
order by p.id;

-- engagements --
-- Every engagement, the earliest first.
select
    id, partner_id, role, purposes, products, lead_sources, art28_signed,
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
insert into network.partner (name, legal_name, country, contact, age_recipient, risk)
values (
    %(name)s, %(legal_name)s, %(country)s, %(contact)s, %(age_recipient)s, %(risk)s
);

-- change_partner --
-- What the file says of a partner now.
update network.partner set
    legal_name = %(legal_name)s, country = %(country)s, contact = %(contact)s,
    age_recipient = %(age_recipient)s, risk = %(risk)s
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
    partner_id, role, purposes, products, lead_sources, valid_during, art28_signed
)
select
    id, %(role)s, %(purposes)s, %(products)s, %(lead_sources)s,
    daterange(cast(%(valid_from)s as date), cast(%(valid_to)s as date), '[]'),
    %(art28_signed)s
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
