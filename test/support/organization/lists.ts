import type { ContextLists, Rows } from "#test/support/lists/list.ts";
import { id, oneOf, placeOfReader, placeOrCrowd, reader, time, withCrowd } from "#test/support/lists/rows.ts";

const organizations: Rows = {
  name: "organizations",
  sql: (count) => `
    INSERT INTO organization.organizations (id, name, slug, initialized, version, created_at)
    SELECT ${id("n")}, 'Organization ' || n, 'organization-' || n, true, 1, ${time("n")}
    FROM generate_series(1, ${count}) AS n;
    INSERT INTO organization.memberships (organization_id, user_id, role, joined_at)
    SELECT ${id("n")}, user_id, role, ${time("n")}
    FROM generate_series(1, ${count}) AS n
    CROSS JOIN LATERAL (VALUES (${id(`${count} + n / 100`)}, 'owner'), ('${reader}', 'member')) AS joined (user_id, role)
    WHERE role = 'member' OR n % 10 = 0`,
};

const rooms: Rows = {
  name: "rooms",
  sql: (count) => `
    ${organizationsOfReader(count)};
    INSERT INTO organization.rooms (id, organization_id, name, layout, capacity, version, created_at)
    SELECT
      ${id("n")}, ${placeOrCrowd(count)},
      ${oneOf(["Amber", "Basalt", "Chalk", "Diamond"])} || ' ' || random(1, ${count}), 'boardroom', random(2, 24), 1, ${time("n")}
    FROM generate_series(1, ${withCrowd(count)}) AS n`,
};

// One in 20 is accepted, and as many have expired.
const invitations: Rows = {
  name: "invitations",
  sql: (count) => `
    ${organizationsOfReader(count)};
    INSERT INTO organization.invitations
      (id, organization_id, email, role, invited_by, token_hash, version, created_at, expires_at, accepted_at)
    SELECT
      ${id("n")}, ${placeOrCrowd(count)}, 'guest-' || n || '@example.com', 'member', '${reader}', 'hash-' || n, 1, ${time("n")},
      ${timeOfExpiry(count)}, CASE WHEN n % 20 = 3 THEN ${time("n")} END
    FROM generate_series(1, ${withCrowd(count * 2)}) AS n`,
};

// One in 20 is used up, and as many have expired.
const invitationLinks: Rows = {
  name: "invitationLinks",
  sql: (count) => `
    ${organizationsOfReader(count)};
    INSERT INTO organization.invitation_links
      (id, organization_id, code, role, invited_by, max_uses, uses, version, created_at, expires_at)
    SELECT
      ${id("n")}, ${placeOrCrowd(count)}, 'code-' || n, 'member', '${reader}', 10, CASE WHEN n % 20 = 3 THEN 10 ELSE 1 END, 1,
      ${time("n")}, ${timeOfExpiry(count)}
    FROM generate_series(1, ${withCrowd(count * 2)}) AS n`,
};

export const organizationLists: ContextLists = {
  paged: [
    { name: "organizations", operation: "GET /v1/organizations", path: "/v1/organizations", rows: organizations },
    {
      name: "rooms",
      operation: "GET /v1/organizations/{id}/rooms",
      path: `/v1/organizations/${placeOfReader}/rooms`,
      rows: rooms,
    },
    {
      name: "open invitations",
      operation: "GET /v1/organizations/{id}/invitations",
      path: `/v1/organizations/${placeOfReader}/invitations`,
      rows: invitations,
    },
    {
      name: "invitation links",
      operation: "GET /v1/organizations/{id}/invitation-links",
      path: `/v1/organizations/${placeOfReader}/invitation-links`,
      rows: invitationLinks,
    },
  ],
  bounded: {
    "GET /v1/me/integrations": "the integrations come with the migrations",
    "GET /v1/organizations/{id}":
      "at most 1000 members (src/domain/organization/organization.ts), and the first 100 rooms",
    "GET /v1/reports/organizations-by-rooms": "a limit of at most 100",
  },
};

/** The one that the reader owns, and those of the crowd. */
function organizationsOfReader(count: number): string {
  return `
    INSERT INTO organization.organizations (id, name, slug, initialized, version, created_at)
    SELECT ${id("n + 1")}, 'Organization ' || n, 'organization-' || n, true, 1, ${time("n")}
    FROM generate_series(1, 1 + ${count} / 100) AS n;
    INSERT INTO organization.memberships (organization_id, user_id, role, joined_at)
    VALUES ('${placeOfReader}', '${reader}', 'owner', ${time("1")})`;
}

/** Long ago for the first so many, far off for the others. */
function timeOfExpiry(count: number): string {
  return `CASE WHEN n <= ${count} THEN ${time("n")} ELSE '2100-01-01T00:00:00Z'::timestamptz + n * interval '2 minutes' END`;
}
