import { expect, test } from "vitest";
import { OutcomeUnknown } from "#infrastructure/shared/database/errors.ts";
import { asWrongServer } from "#infrastructure/shared/database/wrong-server.ts";

test("a standby that refuses BEGIN is known in any language of the server", () => {
  const message = "kann den Read/Write-Modus einer Transaktion nicht während der Wiederherstellung setzen";
  const refusal = Object.assign(new Error(message), { code: "0A000", routine: "call_bool_check_hook" });
  expect(asWrongServer(new OutcomeUnknown("BEGIN failed", { cause: refusal }))).toMatchObject({ sqlState: "0A000" });
});

test("what else isn't supported is no sign of a standby", () => {
  const other = Object.assign(new Error("not supported"), { code: "0A000", routine: "transformLockingClause" });
  expect(asWrongServer(other)).toBeUndefined();
});
