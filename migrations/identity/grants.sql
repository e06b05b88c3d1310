GRANT SELECT, INSERT, UPDATE ON identity.users, identity.user_settings, identity.sessions TO plinth_service;
GRANT SELECT, INSERT ON identity.user_identities TO plinth_service;
GRANT INSERT ON identity.events TO plinth_service;
