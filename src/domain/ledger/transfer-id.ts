import type { Id } from "#domain/shared/id.ts";

export type TransferId = Id<"Transfer">;
