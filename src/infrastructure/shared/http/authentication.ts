import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "#application/shared/actor.ts";
import { type DomainError, Forbidden, Unauthenticated } from "#domain/shared/domain-error.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks. Only on routes with `authenticated` or `adminOnly`: elsewhere reading it throws. */
    actor: Actor;
    knownActor: Actor | null;
  }
}

type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** What a route sets as its `onRequest`, so that it refuses before the body is read. */
export interface Authentication {
  /** Lets everybody in who has a valid access token. What they get is for nobody to keep: `Cache-Control: no-store`. */
  readonly authenticated: Guard;
  /** Lets administrators in. */
  readonly adminOnly: Guard;
  /** What whom they don't let in is told, for the documentation. */
  readonly refusals: { readonly [guard in "authenticated" | "adminOnly"]: readonly DomainError[] };
}

class AccessTokenMissing extends Unauthenticated {
  readonly code = "access-token-missing";
}

class AdministratorsOnly extends Forbidden {
  readonly code = "administrators-only";
}

/**
 * @param verifyAccessToken throws a domain error of the kind `Unauthenticated` for a token that isn't valid
 * @param invalidToken such an error, for the documentation
 */
export function createAuthentication(
  verifyAccessToken: (token: string) => Promise<Actor>,
  ...invalidToken: readonly Unauthenticated[]
): Authentication {
  const missing = () =>
    new AccessTokenMissing("This needs an access token, in the header Authorization: Bearer <token>.");
  const noAdministrator = () => new AdministratorsOnly("Only administrators may do this.");
  const authenticated: Guard = async (request, reply) => {
    reply.header("cache-control", "no-store");
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (token === undefined) throw missing();
    try {
      request.actor = await verifyAccessToken(token);
    } catch (error) {
      if (error instanceof Unauthenticated) reply.header("www-authenticate", 'Bearer error="invalid_token"');
      throw error;
    }
  };
  const adminOnly: Guard = async (request, reply) => {
    await authenticated(request, reply);
    if (request.actor.role !== "admin") throw noAdministrator();
  };
  const refusals = [missing(), ...invalidToken];
  return {
    authenticated,
    adminOnly,
    refusals: { authenticated: refusals, adminOnly: [...refusals, noAdministrator()] },
  };
}

/** Makes `request.actor` and orders the hooks of guarded routes. Register it after the rate limits. */
export function guardRoutes(app: FastifyInstance, { authenticated, adminOnly }: Authentication): void {
  app.decorateRequest("knownActor", null);
  app.decorateRequest("actor", {
    getter() {
      if (this.knownActor !== null) return this.knownActor;
      throw new Error(`${this.method} ${this.routeOptions.url} reads request.actor without onRequest: authenticated.`);
    },
    setter(actor: Actor) {
      this.knownActor = actor;
    },
  });
  // The rate limit adds its hook behind the route's own; guesses at tokens have to count too.
  app.addHook("onRoute", (route) => {
    const hooks = [route.onRequest ?? []].flat();
    const isGuard = (hook: unknown) => hook === authenticated || hook === adminOnly;
    route.onRequest = [...hooks.filter((hook) => !isGuard(hook)), ...hooks.filter(isGuard)];
  });
}
