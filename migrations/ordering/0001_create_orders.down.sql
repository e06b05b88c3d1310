DROP TABLE ordering.events;
DROP TABLE ordering.order_items;
DROP TABLE ordering.orders;
DROP TABLE ordering.products;
DROP SCHEMA ordering;
