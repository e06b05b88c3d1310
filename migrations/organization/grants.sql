GRANT SELECT, INSERT, UPDATE ON organization.organizations TO plinth_service;
GRANT SELECT, INSERT, UPDATE, DELETE
  ON organization.memberships, organization.invitations, organization.invitation_links, organization.rooms,
    organization.user_integrations
  TO plinth_service;
GRANT SELECT ON organization.integrations TO plinth_service;
GRANT INSERT ON organization.events TO plinth_service;
