import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import {
  EmailAlreadyTaken,
  EmailAlreadyVerified,
  InvalidPassword,
  InvalidPersonName,
  InvalidToken,
  LastAdministrator,
  UserIsDeleted,
  UserNotFound,
  WrongPassword,
} from "#domain/identity/errors.ts";
import { changedSettings, defaultSettings } from "#domain/identity/user-settings.ts";
import { InvalidEmail } from "#domain/shared/email.ts";
import { parseId } from "#domain/shared/id.ts";
import { IfMatch, ifMatchProblems, readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { refusalOf } from "#infrastructure/shared/http/problem-responses.ts";
import { perMinute } from "#infrastructure/shared/http/rate-limits.ts";
import { closed, NoContent } from "#infrastructure/shared/http/schemas.ts";
import {
  accessTokensLive,
  emailText,
  nameText,
  newPasswordText,
  passwordText,
  SettingsChangeBody,
  tokenText,
  toUserView,
  UserView,
} from "./identity-schemas.ts";
import type { IdentityRoutesOptions } from "./route-options.ts";

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
          operationId: "registerUser",
          summary: "Register",
          body: RegisterBody,
          response: { 201: UserView },
          problems: [new EmailAlreadyTaken(), new InvalidEmail(), new InvalidPersonName(), new InvalidPassword()],
        },
      },
      async ({ body }, reply) => {
        const user = await identity.registerUser(body);
        return reply.code(201).header("etag", toETag(user.version)).send(toUserView(user));
      },
    );

    app.get(
      "/v1/me",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "readProfile",
          summary: "Read your account",
          response: { 200: UserView },
          problems: [new UserNotFound()],
        },
      },
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
          operationId: "renameProfile",
          summary: "Rename yourself",
          headers: IfMatch,
          body: RenameBody,
          response: { 200: UserView },
          problems: [new UserNotFound(), new UserIsDeleted(), new InvalidPersonName(), ...ifMatchProblems("The user")],
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
          operationId: "changeSettings",
          summary: "Change settings",
          description: "A field that is not given stays as it is; null clears the time zone.",
          headers: IfMatch,
          body: SettingsChangeBody,
          response: { 200: UserView },
          problems: [
            new UserNotFound(),
            new UserIsDeleted(),
            refusalOf(() => changedSettings(defaultSettings, { timeZone: "Europe/Atlantis" })),
            ...ifMatchProblems("The user"),
          ],
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
          operationId: "changeEmail",
          summary: "Change your e-mail address",
          headers: IfMatch,
          body: ChangeEmailBody,
          response: { 200: UserView },
          problems: [
            new WrongPassword(),
            new UserNotFound(),
            new UserIsDeleted(),
            new EmailAlreadyTaken(),
            new InvalidEmail(),
            ...ifMatchProblems("The user"),
          ],
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
          operationId: "changePassword",
          summary: "Change your password",
          description: `Ends every session, this one too. ${accessTokensLive}`,
          body: ChangePasswordBody,
          response: { 204: NoContent },
          problems: [new WrongPassword(), new UserNotFound(), new UserIsDeleted(), new InvalidPassword()],
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
          operationId: "requestEmailVerification",
          summary: "Ask for the verification mail again",
          response: { 204: NoContent },
          problems: [new UserNotFound(), new EmailAlreadyVerified()],
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
          operationId: "verifyEmail",
          summary: "Verify an e-mail address with the mailed token",
          body: VerifyEmailBody,
          response: { 204: NoContent },
          problems: [new InvalidToken(), new UserNotFound(), new UserIsDeleted(), new EmailAlreadyVerified()],
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
          operationId: "deleteProfile",
          summary: "Delete your account",
          description: `Administrators can restore it. ${accessTokensLive}`,
          response: { 204: NoContent },
          problems: [new UserNotFound(), new UserIsDeleted(), new LastAdministrator()],
        },
      },
      async ({ actor }, reply) => {
        await identity.deleteUser(parseId(actor.userId));
        return reply.code(204).send(null);
      },
    );
  };
