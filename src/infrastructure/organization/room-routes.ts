import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import type { RoomKey } from "#domain/organization/room-repository.ts";
import { parseId } from "#domain/shared/id.ts";
import { cursorOf } from "#infrastructure/shared/http/cursor.ts";
import { readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import {
  cursorText,
  idText,
  IfMatch,
  limit,
  nextCursor,
  NoContent,
  OrganizationParams,
  RoomBody,
  RoomChangeBody,
  RoomListingView,
  RoomView,
  toRoomView,
} from "./organization-schemas.ts";
import type { OrganizationRoutesOptions } from "./route-options.ts";

const closed = { additionalProperties: false };
const RoomParams = Type.Object({ id: idText, roomId: idText });
const ListQuery = Type.Object({ limit, cursor: cursorText }, closed);
const ListView = Type.Object(
  {
    organization: Type.Object({ id: idText, name: Type.String(), slug: Type.String() }),
    items: Type.Array(RoomListingView),
    nextCursor,
  },
  { description: "A page of the rooms, with their organization." },
);
const position = cursorOf(Type.Object({ name: Type.String({ maxLength: 200 }), id: idText }, closed));

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
          summary: "Add a room",
          params: OrganizationParams,
          body: RoomBody,
          response: { 201: RoomView, ...problems(403, 404, 422) },
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
          summary: "List the rooms of an organization, by name",
          params: OrganizationParams,
          querystring: ListQuery,
          response: { 200: ListView, ...problems(404) },
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
          summary: "Read a room",
          params: RoomParams,
          response: { 200: RoomView, ...problems(404) },
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
          summary: "Change a room",
          description: "A field that is not given stays as it is; null clears the description.",
          params: RoomParams,
          headers: IfMatch,
          body: RoomChangeBody,
          response: { 200: RoomView, ...problems(403, 404, 412, 422) },
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
          summary: "Remove a room",
          params: RoomParams,
          response: { 204: NoContent, ...problems(403, 404) },
        },
      },
      async ({ actor, params }, reply) => {
        await organization.removeRoom(parseId(actor.userId), toKey(params));
        return reply.code(204).send(null);
      },
    );
  };

function toKey({ id, roomId }: { readonly id: string; readonly roomId: string }): RoomKey {
  return { organizationId: parseId(id), id: parseId(roomId) };
}
