import { expect, test } from "vitest";
import { eventually } from "./eventually.ts";

test("asks until the probe no longer throws, and returns its answer", async () => {
  let asked = 0;
  const answer = await eventually(() => {
    asked++;
    expect(asked).toBe(3);
    return "done";
  });
  expect(answer).toBe("done");
});

test("asks until the probe no longer answers false", async () => {
  let asked = 0;
  await eventually(async () => ++asked === 3);
  expect(asked).toBe(3);
});

test("gives up at the deadline and says why", async () => {
  const never = eventually(() => Promise.reject(new Error("no such row")), { deadline: 30 });
  await expect(never).rejects.toThrow("Not true within 30 ms: no such row");
  await expect(eventually(() => false, { deadline: 0 })).rejects.toThrow("The probe answered false.");
});
