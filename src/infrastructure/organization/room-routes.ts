import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import {
  OrganizationNotFound,
  RoleNotSufficient,
  RoomLayoutNotAllowed,
  RoomNotFound,
} from "#domain/organization/errors.ts";
import type { RoomKey } from "#domain/organization/room-repository.ts";
import { parseId } from "#domain/shared/id.ts";
import { cursorOf, invalidCursor } from "#infrastructure/shared/http/cursor.ts";
import { IfMatch, ifMatchProblems, readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { pageOf, PageQuery } from "#infrastructure/shared/http/pages.ts";
import { closed, id, IdParams, NoContent } from "#infrastructure/shared/http/schemas.ts";
import {
  invalidName,
  RoomBody,
  RoomChangeBody,
  RoomListingView,
  RoomView,
  toRoomView,
} from "./organization-schemas.ts";
import type { OrganizationRoutesOptions } from "./route-options.ts";

const RoomParams = Type.Object({ id, roomId: id });
const ListView = Type.Object(
  {
    organization: Type.Object({ id, name: Type.String(), slug: Type.String() }),
    ...pageOf(RoomListingView),
  },
  { description: "A page of the rooms, with their organization." },
);
const position = cursorOf(Type.Object({ name: Type.String({ maxLength: 200 }), id }, closed));

const schema = { tags: ["organization: rooms"] };

export const roomRoutes =
  ({ organization, authentication }: OrganizationRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.post(
      "/v1/organizations/:id/rooms",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "addRoom",
          summary: "Add a room",
          params: IdParams,
          body: RoomBody,
          response: { 201: RoomView },
          problems: [new RoleNotSufficient(), new OrganizationNotFound(), new RoomLayoutNotAllowed(), invalidName],
        },
      },
      async ({ actor, params, body: { description = null, ...body } }, reply) => {
        const room = await organization.addRoom({
          by: parseId(actor.userId),
          id: parseId(params.id),
          room: { ...body, description },
        });
        return reply.code(201).header("etag", toETag(room.version)).send(toRoomView(room));
      },
    );

    app.get(
      "/v1/organizations/:id/rooms",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "listRooms",
          summary: "List the rooms of an organization, by name",
          params: IdParams,
          querystring: PageQuery,
          response: { 200: ListView },
          problems: [new OrganizationNotFound(), invalidCursor()],
        },
      },
      async ({ actor, params, query: { limit: most, cursor } }) => {
        const place = cursor === undefined ? undefined : position.decode(cursor);
        const after = place && { name: place.name, id: parseId<"Room">(place.id) };
        const page = await organization.directory.rooms(parseId(params.id), parseId(actor.userId), most, after);
        const next = page.next && position.encode({ name: page.next.name, id: page.next.id });
        return { organization: page.organization, items: [...page.items], nextCursor: next ?? null };
      },
    );

    app.get(
      "/v1/organizations/:id/rooms/:roomId",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "readRoom",
          summary: "Read a room",
          params: RoomParams,
          response: { 200: RoomView },
          problems: [new OrganizationNotFound(), new RoomNotFound()],
        },
      },
      async ({ actor, params }, reply) => {
        const room = await organization.readRoom(parseId(actor.userId), toKey(params));
        return reply.header("etag", toETag(room.version)).send(toRoomView(room));
      },
    );

    app.patch(
      "/v1/organizations/:id/rooms/:roomId",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "changeRoom",
          summary: "Change a room",
          description: "A field that is not given stays as it is; null clears the description.",
          params: RoomParams,
          headers: IfMatch,
          body: RoomChangeBody,
          response: { 200: RoomView },
          problems: [
            new RoleNotSufficient(),
            new OrganizationNotFound(),
            new RoomNotFound(),
            new RoomLayoutNotAllowed(),
            invalidName,
            ...ifMatchProblems("The room"),
          ],
        },
      },
      async ({ actor, params, body, headers }, reply) => {
        const room = await organization.changeRoom({
          by: parseId(actor.userId),
          key: toKey(params),
          change: body,
          expectedVersion: readIfMatch(headers["if-match"]),
        });
        return reply.header("etag", toETag(room.version)).send(toRoomView(room));
      },
    );

    app.delete(
      "/v1/organizations/:id/rooms/:roomId",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "removeRoom",
          summary: "Remove a room",
          params: RoomParams,
          response: { 204: NoContent },
          problems: [new RoleNotSufficient(), new OrganizationNotFound(), new RoomNotFound()],
        },
      },
      async ({ actor, params }, reply) => {
        await organization.removeRoom(parseId(actor.userId), toKey(params));
        return reply.code(204).send(null);
      },
    );
  };

function toKey(params: { readonly id: string; readonly roomId: string }): RoomKey {
  return { organizationId: parseId(params.id), id: parseId(params.roomId) };
}
