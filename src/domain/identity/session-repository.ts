import type { Change } from "#domain/shared/change.ts";
import type { Session, SessionId } from "./session.ts";
import type { UserId } from "./user.ts";

export interface SessionRepository {
  create(session: Session): Promise<void>;

  /** @throws SessionNotFound */
  read(id: SessionId): Promise<Session>;

  /** @throws SessionNotFound; what `change` throws */
  update(id: SessionId, change: Change<Session>): Promise<Session>;

  /** Changes every session of a user that is neither revoked nor expired. Returns how many that were. */
  updateAllOf(userId: UserId, change: Change<Session>): Promise<number>;
}
