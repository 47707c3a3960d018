-- A contact is found by its customer's reference however that is spelt, as the program folds it.
alter table orders.contact add column person_key text collate "C";
update orders.contact set person_key = translate(
    lower(regexp_replace(normalize(person_ref, nfkc), '[^[:alnum:]]', '', 'g')), 'oil', '011'
) where person_ref is not null;
create index on orders.contact (person_key) where person_key is not null;

create index on orders.placed (partner) where state in ('denied', 'disputed');
