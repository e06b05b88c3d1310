import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { parseId } from "#domain/shared/id.ts";
import { cursorOf } from "#infrastructure/shared/http/cursor.ts";
import { readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import {
  cursorText,
  idText,
  IfMatch,
  limit,
  ListingView,
  nextCursor,
  OrganizationBody,
  OrganizationParams,
  OrganizationView,
  OverviewView,
  RevisionBody,
  toListingView,
  toOrganizationView,
  toOverviewView,
} from "./organization-schemas.ts";
import type { OrganizationRoutesOptions } from "./route-options.ts";

const closed = { additionalProperties: false };
const ListQuery = Type.Object({ limit, cursor: cursorText }, closed);
const ListView = Type.Object(
  { items: Type.Array(ListingView), nextCursor },
  { description: "A page of your organizations." },
);
const ReportQuery = Type.Object(
  { moreThan: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }), limit },
  closed,
);
const ReportView = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: idText,
        name: Type.String(),
        rooms: Type.Integer(),
        capacity: Type.Integer({ description: "Of all its rooms together." }),
      }),
    ),
  },
  { description: "The organizations with the most rooms, most first." },
);
const position = cursorOf(Type.Object({ id: idText }, closed));

const schema = { tags: ["organization: organizations"] };

export const organizationRoutes =
  ({ organization, authentication }: OrganizationRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.post(
      "/v1/organizations",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Create an organization",
          description: "You become its owner.",
          body: OrganizationBody,
          response: { 201: OrganizationView, ...problems(409, 422) },
        },
      },
      async ({ actor, body: { externalId = null, ...body } }, reply) => {
        const created = await organization.createOrganization({ by: parseId(actor.userId), ...body, externalId });
        return reply.code(201).header("etag", toETag(created.version)).send(toOrganizationView(created));
      },
    );

    app.get(
      "/v1/organizations",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "List your organizations, newest first",
          querystring: ListQuery,
          response: { 200: ListView },
        },
      },
      async ({ actor, query: { limit: most, cursor } }) => {
        const after = cursor === undefined ? undefined : parseId<"Organization">(position.decode(cursor).id);
        const { items, next } = await organization.directory.listOf(parseId(actor.userId), most, after);
        return {
          items: items.map(toListingView),
          nextCursor: next === undefined ? null : position.encode({ id: next }),
        };
      },
    );

    app.get(
      "/v1/organizations/:id",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Read an organization with its members and rooms",
          params: OrganizationParams,
          response: { 200: OverviewView, ...problems(404) },
        },
      },
      async ({ actor, params }, reply) => {
        const overview = await organization.directory.overview(parseId(params.id), parseId(actor.userId));
        return reply.header("etag", toETag(overview.version)).send(toOverviewView(overview));
      },
    );

    app.patch(
      "/v1/organizations/:id",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Revise an organization",
          description: "A field that is not given stays as it is; null clears the external id.",
          params: OrganizationParams,
          headers: IfMatch,
          body: RevisionBody,
          response: { 200: OrganizationView, ...problems(403, 404, 409, 412, 422) },
        },
      },
      async ({ actor, params, body, headers }, reply) => {
        const expectedVersion = readIfMatch(headers["if-match"]);
        const revised = await organization.reviseOrganization({
          by: parseId(actor.userId),
          id: parseId(params.id),
          revision: body,
          expectedVersion,
        });
        return reply.header("etag", toETag(revised.version)).send(toOrganizationView(revised));
      },
    );

    app.get(
      "/v1/reports/organizations-by-rooms",
      {
        onRequest: authentication.adminOnly,
        schema: {
          ...schema,
          summary: "Report the organizations with more than so many rooms",
          querystring: ReportQuery,
          response: { 200: ReportView },
        },
      },
      async ({ query }) => ({
        items: [...(await organization.directory.withMoreRoomsThan(query.moreThan, query.limit))],
      }),
    );
  };
