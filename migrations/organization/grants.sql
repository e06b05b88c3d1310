GRANT SELECT, INSERT, UPDATE ON organization.organizations, organization.invitations, organization.invitation_links
  TO plinth_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON organization.memberships, organization.rooms, organization.user_integrations
  TO plinth_service;
GRANT SELECT ON organization.integrations TO plinth_service;
GRANT INSERT ON organization.events TO plinth_service;
