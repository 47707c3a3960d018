-- (d) Who is in the chain and in no contract. Each step is called like its finding.
--
-- Further input, made by Python: payees_alike, the payees whose names are those of partners
-- but for their spelling.

-- payments --
-- The rows of statements that say what was paid, or what for, or to which account; a tax, a
-- reserve or a sum is nobody who is paid.
select s.*
from statements s
left join words w on w.written = s.payee
where (s.amount is not null or s.order_ref is not null or s.iban is not null)
    and not coalesce(w.is_bookkeeping, false)

-- partner_names --
-- Every name by which the list of partners calls somebody.
select t.name
from (
    select partner as name from partners
    union all select legal_name from partners
    union all select parent from partners
) t
where t.name is not null
group by t.name

-- partner_accounts --
-- The accounts of the partners.
select p.iban from partners p where p.iban is not null group by p.iban

-- payees_in_doubt --
-- Payees of which neither an account nor a name stands in the list of partners.
select s.payee
from payments s
left join partner_accounts a on a.iban = s.iban
left join partner_words w on w.written = s.payee
left join partner_list l on l.partner_id = w.partner_id and l.is_contracted
where s.payee is not null and a.iban is null and l.partner_id is null
group by s.payee

-- payees_unknown --
-- Payees whom no contract names, however their name is written.
select d.payee
from payees_in_doubt d
left join payees_alike k on k.written = d.payee
where k.written is null

-- chain_payee_unknown --
-- Paid to somebody whose name and account stand in no list of partners.
select
    s.file,
    s.sheet,
    s.row,
    l.partner,
    s.order_ref as subject,
    cast(null as timestamp) as at,
    s.payee as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from payments s
join payees_unknown u on u.payee = s.payee
left join partner_accounts a on a.iban = s.iban
left join partner_words w on w.written = s.partner
left join partner_list l on l.partner_id = w.partner_id
where a.iban is null

-- partner_logins --
-- The keys that were given to somebody.
select w.word
from partners p
join words w on w.written = p.login
where not w.is_nothing
group by w.word

-- chain_login_unknown --
-- Entered with a key that was given to nobody.
select
    f.file,
    f.sheet,
    f.row,
    f.partner,
    f.subject,
    f.at,
    o.login as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from orders_keyed o
join order_findings f on f.place = o.place
left join partner_logins k on k.word = o.login_word
where o.login_word is not null and k.word is null

-- partner_callers --
-- The numbers that partners may show.
select cast(substring(p.caller_number, 2) as bigint) as line
from partners p
where p.caller_number is not null
group by cast(substring(p.caller_number, 2) as bigint)

-- chain_caller_number_unknown --
-- Made under a number that is no partner's. Of that number the detail shows the beginning.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    c.row,
    l.partner,
    '+' || cast(c.line as varchar) as subject,
    c.started_at as at,
    '+' || substring(cast(c.shown_line as varchar), 1, 4)
        || substring('•••••••••••', 1, length(cast(c.shown_line as varchar)) - 4) as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from contacts c
left join partner_callers k on k.line = c.shown_line
join sources s on s.source = c.source
left join partner_list l on l.partner_id = c.partner_id
where c.shown_line is not null and k.line is null

-- dated_partner_sources --
-- Sheets of partners that say from when or until when.
select p.file, coalesce(p.sheet, '') as sheet
from partners p
where p.valid_from is not null or p.valid_to is not null
group by p.file, coalesce(p.sheet, '')

-- engagements --
-- From when until when each partner is engaged; where a day is missing there is no bound.
select
    w.partner_id,
    coalesce(p.valid_from, date '1900-01-01') as first_on,
    coalesce(p.valid_to, date '9999-12-31') as last_on,
    p.valid_from,
    p.valid_to
from partners p
join dated_partner_sources d on d.file = p.file and d.sheet = coalesce(p.sheet, '')
join partner_words w on w.written = p.partner

-- engaged_days --
-- The days with calls of partners whose engagements are known, and whether one covers them.
select
    c.partner_id,
    c.on_date,
    max(case when c.on_date >= e.first_on and c.on_date <= e.last_on then 1 else 0 end)
        as is_engaged,
    concat_ws(' – ', cast(min(e.valid_from) as varchar),
        case when max(e.last_on) < date '9999-12-31' then cast(max(e.last_on) as varchar) end
    ) as span
from (select partner_id, on_date from contacts group by partner_id, on_date) c
join engagements e on e.partner_id = c.partner_id
group by c.partner_id, c.on_date

-- chain_call_outside_engagement --
-- Made on a day on which the partner was not engaged.
select
    s.file,
    nullif(s.sheet, '') as sheet,
    c.row,
    l.partner,
    '+' || cast(c.line as varchar) as subject,
    c.started_at as at,
    e.span as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from contacts c
join engaged_days e on e.partner_id = c.partner_id and e.on_date = c.on_date
join sources s on s.source = c.source
left join partner_list l on l.partner_id = c.partner_id
where e.is_engaged = 0

-- calls_per_partner --
-- How many calls each partner made.
select c.partner_id, count(*) as calls from contacts c group by c.partner_id

-- art28_of_partners --
-- What the list of partners says of each partner's contract; several rows may disagree.
select w.partner_id, max(case when p.art28_signed then 1 else 0 end) as is_signed,
    max(case when not p.art28_signed then 1 else 0 end) as is_unsigned
from partners p
join partner_words w on w.written = p.partner
group by w.partner_id

-- chain_art28_unsigned --
-- The list says that it is not signed, and the partner calls; the first row of each partner.
select
    p.file,
    p.sheet,
    min(p.row) as row,
    l.partner,
    cast(null as varchar) as subject,
    cast(null as timestamp) as at,
    cast(min(c.calls) as varchar) as detail,
    cast(null as varchar) as with_file,
    cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from partners p
join partner_words w on w.written = p.partner
join art28_of_partners a on a.partner_id = w.partner_id
    and a.is_unsigned = 1 and a.is_signed = 0
join calls_per_partner c on c.partner_id = w.partner_id
join partner_list l on l.partner_id = w.partner_id
where not p.art28_signed
group by p.file, p.sheet, l.partner

-- art28_unclear --
-- Partners of the list that call, and it says nothing of their contract, or both.
select l.partner as what
from art28_of_partners a
join calls_per_partner c on c.partner_id = a.partner_id
join partner_list l on l.partner_id = a.partner_id
where a.is_signed = a.is_unsigned
group by l.partner
order by l.partner asc nulls last

-- chain_members --
-- Everybody whom the files name: in a contract or not, with what they did and were paid.
select
    l.partner,
    case when l.is_contracted then 'yes' else 'no' end as is_contracted,
    coalesce(c.calls, 0) as calls,
    coalesce(o.orders, 0) as orders,
    coalesce(p.payments, 0) as payments,
    p.amount
from partner_list l
left join (select partner_id, count(*) as calls from contacts group by partner_id) c
    on c.partner_id = l.partner_id
left join (select partner_id, count(*) as orders from orders_keyed group by partner_id) o
    on o.partner_id = l.partner_id
left join (
    select
        coalesce(a.partner_id, w.partner_id) as partner_id,
        count(*) as payments,
        cast(sum(s.amount) as decimal(18, 2)) as amount
    from payments s
    left join (
        select p.iban, min(w.partner_id) as partner_id
        from partners p
        join partner_words w on w.written = p.partner
        where p.iban is not null
        group by p.iban
    ) a on a.iban = s.iban
    left join partner_words w on w.written = s.payee
    group by coalesce(a.partner_id, w.partner_id)
) p on p.partner_id = l.partner_id
where l.is_contracted or c.calls is not null or o.orders is not null or p.payments is not null
order by l.is_contracted asc nulls last, coalesce(p.amount, 0) desc nulls last,
    coalesce(c.calls, 0) desc nulls last, l.partner asc nulls last

-- chain_accounts --
-- Payments under the name of a partner to an account that stands in no contract.
select
    l.partner,
    count(*) as payments,
    count(distinct s.iban) as accounts,
    cast(sum(s.amount) as decimal(18, 2)) as amount
from payments s
join partner_words w on w.written = s.payee
join partner_list l on l.partner_id = w.partner_id and l.is_contracted
join (
    select w.partner_id
    from partners p
    join partner_words w on w.written = p.partner
    where p.iban is not null
    group by w.partner_id
) k on k.partner_id = l.partner_id
left join partner_accounts a on a.iban = s.iban
where s.iban is not null and a.iban is null
group by l.partner
order by count(*) desc nulls last, l.partner asc nulls last

-- payments_elsewhere --
-- These payments, one by one.
select s.file, s.sheet, s.row, l.partner, s.order_ref as subject,
    cast(null as timestamp) as at,
    cast(s.amount as varchar) as detail,
    cast(null as varchar) as with_file, cast(null as varchar) as with_sheet,
    cast(null as bigint) as with_row
from payments s
join partner_words w on w.written = s.payee
join partner_list l on l.partner_id = w.partner_id and l.is_contracted
join (
    select w.partner_id
    from partners p
    join partner_words w on w.written = p.partner
    where p.iban is not null
    group by w.partner_id
) k on k.partner_id = l.partner_id
left join partner_accounts a on a.iban = s.iban
where s.iban is not null and a.iban is null
