import { expect, test } from "vitest";
import { idGeneratorContract } from "./contracts/id-generator-contract.ts";
import { sequentialIds } from "./sequential-ids.ts";

idGeneratorContract(() => sequentialIds());

test("are the same in every run", () => {
  expect(sequentialIds().next()).toBe("00000001-0000-7000-8000-000000000000");
  expect(sequentialIds(0xff).next()).toBe("00000100-0000-7000-8000-000000000000");
});
