import { expect } from "vitest";
import { test } from "#test/support/test.ts";
import { RegisteredPeople } from "./people.ts";
import { runApiFuzz } from "./run-api-fuzz.ts";

const seed = Number(process.env["API_FUZZ_SEED"] ?? 1);

test(
  "every operation of the document answers as it says, whatever it is sent, and can succeed",
  { timeout: 600_000 },
  async ({ service, mails, clock }) => {
    const { container, logs, http } = service;
    const people = new RegisteredPeople({ url: http.url, container, clock });
    const report = await runApiFuzz({ url: http.url, people, logs, mails }, { seed, count: 500, extra: 5_000 });
    expect(report.violations, `seed ${seed}`).toEqual([]);
    expect(report.neverSucceeded.map(({ name }) => name)).toEqual([]);
  },
);
