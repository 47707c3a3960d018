-- How far a customer lives from the shop: of a postcode its country and first two digits are kept.
alter table orders.placed add column area text collate "C" check (area ~ '^[A-Z]{2}-[0-9]{2}$');
alter table orders.shop
    add column area text not null default '' check (area ~ '^([A-Z]{2}-[0-9]{2})?$');
