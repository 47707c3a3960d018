-- A shop is its partner's: two partners may use one name for two shops, and neither says anything
-- about the other's. A span of hours ends after it began.
alter table orders.shop drop constraint shop_pkey;
alter table orders.shop add primary key (partner, shop, weekday, opens_minute);
alter table orders.shop add check (opens_minute < closes_minute) not valid;
