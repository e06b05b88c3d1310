import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { parseId } from "#domain/shared/id.ts";
import { readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import { perMinute } from "#infrastructure/shared/http/rate-limits.ts";
import type { IdentityRoutesOptions } from "./route-options.ts";
import {
  accessTokensLive,
  emailText,
  IfMatch,
  nameText,
  newPasswordText,
  NoContent,
  passwordText,
  SettingsChangeBody,
  tokenText,
  toUserView,
  UserView,
} from "./identity-schemas.ts";

const closed = { additionalProperties: false };
const RegisterBody = Type.Object({ email: emailText, name: nameText, password: newPasswordText }, closed);
const RenameBody = Type.Object({ name: nameText }, closed);
const ChangeEmailBody = Type.Object({ email: emailText, password: passwordText }, closed);
const ChangePasswordBody = Type.Object({ currentPassword: passwordText, newPassword: newPasswordText }, closed);
const VerifyEmailBody = Type.Object({ token: tokenText }, closed);

const schema = { tags: ["identity: own account"] };

export const profileRoutes =
  ({ identity, authentication, logInsPerMinute }: IdentityRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const config = perMinute(logInsPerMinute);
    const onRequest = authentication.authenticated;

    app.post(
      "/v1/users",
      {
        config,
        schema: {
          ...schema,
          summary: "Register",
          body: RegisterBody,
          response: { 201: UserView, ...problems(409, 422) },
        },
      },
      async ({ body }, reply) => {
        const user = await identity.registerUser(body);
        return reply.code(201).header("etag", toETag(user.version)).send(toUserView(user));
      },
    );

    app.get(
      "/v1/me",
      { onRequest, schema: { ...schema, summary: "Read your account", response: { 200: UserView, ...problems(404) } } },
      async ({ actor }, reply) => {
        const user = await identity.readProfile(parseId(actor.userId));
        return reply.header("etag", toETag(user.version)).send(toUserView(user));
      },
    );

    app.patch(
      "/v1/me",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Rename yourself",
          headers: IfMatch,
          body: RenameBody,
          response: { 200: UserView, ...problems(404, 409, 412, 422) },
        },
      },
      async ({ actor, body, headers }, reply) => {
        const expectedVersion = readIfMatch(headers["if-match"]);
        const user = await identity.renameUser({ userId: parseId(actor.userId), ...body, expectedVersion });
        return reply.header("etag", toETag(user.version)).send(toUserView(user));
      },
    );

    app.patch(
      "/v1/me/settings",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Change settings",
          description: "A field that is not given stays as it is; null clears the time zone.",
          headers: IfMatch,
          body: SettingsChangeBody,
          response: { 200: UserView, ...problems(404, 409, 412, 422) },
        },
      },
      async ({ actor, body, headers }, reply) => {
        const expectedVersion = readIfMatch(headers["if-match"]);
        const user = await identity.changeSettings({ userId: parseId(actor.userId), change: body, expectedVersion });
        return reply.header("etag", toETag(user.version)).send(toUserView(user));
      },
    );

    app.put(
      "/v1/me/email",
      {
        config,
        onRequest,
        schema: {
          ...schema,
          summary: "Change your e-mail address",
          headers: IfMatch,
          body: ChangeEmailBody,
          response: { 200: UserView, ...problems(403, 404, 409, 412, 422) },
        },
      },
      async ({ actor, body, headers }, reply) => {
        const expectedVersion = readIfMatch(headers["if-match"]);
        const user = await identity.changeEmail({ userId: parseId(actor.userId), ...body, expectedVersion });
        return reply.header("etag", toETag(user.version)).send(toUserView(user));
      },
    );

    app.put(
      "/v1/me/password",
      {
        config,
        onRequest,
        schema: {
          ...schema,
          summary: "Change your password",
          description: `Ends every session, this one too. ${accessTokensLive}`,
          body: ChangePasswordBody,
          response: { 204: NoContent, ...problems(403, 404, 409, 422) },
        },
      },
      async ({ actor, body }, reply) => {
        await identity.changePassword({ userId: parseId(actor.userId), ...body });
        return reply.code(204).send(null);
      },
    );

    app.post(
      "/v1/me/email-verification",
      {
        config,
        onRequest,
        schema: {
          ...schema,
          summary: "Ask for the verification mail again",
          response: { 204: NoContent, ...problems(404, 409) },
        },
      },
      async ({ actor }, reply) => {
        await identity.requestEmailVerification(parseId(actor.userId));
        return reply.code(204).send(null);
      },
    );

    app.post(
      "/v1/email-verifications",
      {
        config,
        schema: {
          ...schema,
          summary: "Verify an e-mail address with the mailed token",
          body: VerifyEmailBody,
          response: { 204: NoContent, ...problems(401, 404, 409) },
        },
      },
      async ({ body }, reply) => {
        await identity.verifyEmail(body.token);
        return reply.code(204).send(null);
      },
    );

    app.delete(
      "/v1/me",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Delete your account",
          description: `Administrators can restore it. ${accessTokensLive}`,
          response: { 204: NoContent, ...problems(404, 409) },
        },
      },
      async ({ actor }, reply) => {
        await identity.deleteUser(parseId(actor.userId));
        return reply.code(204).send(null);
      },
    );
  };
