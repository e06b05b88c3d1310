import { eventAppender } from "#infrastructure/shared/database/append-events.ts";
import { appendEvents as append } from "#sql/ledger/event.sql.ts";

export const appendEvents = eventAppender(append);
