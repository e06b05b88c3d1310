GRANT SELECT, INSERT, UPDATE ON ordering.products, ordering.orders TO plinth_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ordering.order_items TO plinth_service;
GRANT INSERT ON ordering.events TO plinth_service;
