DROP TABLE catalog.events;
DROP TABLE catalog.products;
DROP SCHEMA catalog;
