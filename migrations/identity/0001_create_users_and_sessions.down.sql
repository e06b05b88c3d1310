DROP TABLE identity.events;
DROP TABLE identity.sessions;
DROP TABLE identity.user_identities;
DROP TABLE identity.user_settings;
DROP TABLE identity.users;
DROP SCHEMA identity;
