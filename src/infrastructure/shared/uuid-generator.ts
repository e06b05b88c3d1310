import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { v7 } from "uuid";

export const uuidGenerator: IdGenerator = { next: () => v7() };
