-- waiting --
-- What has to go out now over these ways and is being sent by nobody, the oldest first.
select o.id, o.kind, p.order_ref, o.way, p.language, o.payload, o.due_at, o.attempts
from orders.outgoing o
join orders.placed p on p.id = o.order_id
where o.sent_at is null and o.ended_at is null and o.gave_up_at is null
    and o.due_at <= %(at)s and o.way = any(%(ways)s)
    and (o.begun < 2 or o.way = 'webhook')
    and (o.begun_at is null or o.begun_at <= %(lease_before)s)
order by o.due_at, o.id
limit %(limit)s;

-- left --
-- How many are due over the other ways.
select way, count(*) as due from orders.outgoing
where sent_at is null and ended_at is null and gave_up_at is null
    and due_at <= %(at)s and not way = any(%(ways)s)
group by way
order by way;

-- begin --
-- A sending begins, unless somebody else began it a moment ago or it was begun twice. Events
-- may come more often: who takes them knows them by their id.
update orders.outgoing set begun = least(begun + 1, 2), begun_at = %(at)s
where id = %(id)s and sent_at is null and ended_at is null and gave_up_at is null
    and due_at <= %(at)s and (begun < 2 or way = 'webhook')
    and (begun_at is null or begun_at <= %(lease_before)s)
returning id;

-- not_needed --
-- What was begun need not go out any more.
update orders.outgoing set ended_at = %(at)s
where id = %(id)s and sent_at is null and ended_at is null;

-- done --
-- It has gone out.
update orders.outgoing set sent_at = %(at)s, attempts = attempts + 1, failed_why = null
where id = %(id)s and sent_at is null
returning id;

-- later --
-- It has not gone out; when it is tried again.
update orders.outgoing set
    attempts = attempts + %(count)s, failed_why = %(why)s, due_at = %(again_at)s, begun = 0,
    begun_at = null
where id = %(id)s and sent_at is null;

-- perhaps --
-- Nobody knows whether it has gone out; it is begun once more when its time comes.
update orders.outgoing set
    attempts = attempts + 1, failed_why = %(why)s, due_at = %(again_at)s
where id = %(id)s and sent_at is null;

-- give_up --
-- It has not gone out and is not tried again by itself.
update orders.outgoing set
    attempts = attempts + 1, failed_why = %(why)s, gave_up_at = %(at)s
where id = %(id)s and sent_at is null;

-- give_up_unknown --
-- What was begun twice, and nobody knows how that ended, waits for a person.
update orders.outgoing set failed_why = %(why)s, gave_up_at = %(at)s
where begun >= 2 and begun_at <= %(lease_before)s and way <> 'webhook'
    and sent_at is null and ended_at is null and gave_up_at is null
returning kind;

-- again --
-- A person has it sent again.
update orders.outgoing set
    gave_up_at = null, begun = 0, begun_at = null, attempts = 0, due_at = %(at)s
where id = %(id)s and gave_up_at is not null and sent_at is null and ended_at is null
returning id;

-- undelivered --
-- What waits for a person, the oldest first.
select o.id as outgoing_id, o.kind, p.order_ref, o.way, o.failed_why as why, o.attempts,
    o.gave_up_at
from orders.outgoing o
join orders.placed p on p.id = o.order_id
where o.gave_up_at is not null and o.sent_at is null and o.ended_at is null
order by o.gave_up_at, o.id;

-- contacts_of --
-- The contacts of this person, and the supply addresses of these orders.
select way, address, known_since, source from orders.contact
where person_ref = %(person_ref)s
    or owner in (select 'order ' || r from unnest(%(refs)s::text[]) as t (r))
order by known_since, id;

-- sent_about --
-- What went out to the customer about these orders.
select p.order_ref, o.kind, o.way, o.sent_at
from orders.outgoing o join orders.placed p on p.id = o.order_id
where p.order_ref = any(%(refs)s) and o.way <> 'webhook' and o.sent_at is not null
order by o.sent_at, o.id;

-- codes_of --
-- The one-time links of these orders.
select p.order_ref, c.made_at, c.used_at
from orders.code c join orders.placed p on p.id = c.order_id
where p.order_ref = any(%(refs)s)
order by c.made_at;
