GRANT SELECT, INSERT, UPDATE ON catalog.products TO plinth_service;
GRANT INSERT ON catalog.events TO plinth_service;
