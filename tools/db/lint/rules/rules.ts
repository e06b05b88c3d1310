import { backfillWithDdl } from "./backfill-with-ddl.ts";
import { columnType } from "./column-type.ts";
import { foreignKeyIndex } from "./foreign-key-index.ts";
import { foreignSchema, unqualifiedName } from "./foreign-schema.ts";
import { missingNoTransaction, needlessNoTransaction } from "./no-transaction.ts";
import { repeatedSchema } from "./repeated-schema.ts";
import type { Rule } from "./rule.ts";
import { sessionSetting } from "./session-setting.ts";
import { transactionControl } from "./transaction-control.ts";
import { unnamed } from "./unnamed.ts";

/** Every rule of our own, in the order of docs/migrations.md. */
export const rules: readonly Rule[] = [
  foreignSchema,
  unqualifiedName,
  repeatedSchema,
  foreignKeyIndex,
  unnamed,
  columnType,
  backfillWithDdl,
  missingNoTransaction,
  needlessNoTransaction,
  transactionControl,
  sessionSetting,
];
