import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { makeServiceDirectory, startService } from "#test/support/service-process.ts";
import { fits, readTranscript, runTranscript } from "#test/support/transcript.ts";

const readme = new URL("../../../README.md", import.meta.url);

test("what the README shows of the service is what it does", async () => {
  const steps = readTranscript(await readFile(readme, "utf8"));
  expect(steps.filter(({ command }) => command.includes("curl")).length, "commands with curl").toBeGreaterThan(4);

  const directory = await makeServiceDirectory();
  const { url } = await startService(directory, { SEED: "true" }).ready();
  const commands = steps.map(({ command }) => command.replaceAll("localhost:3000", new URL(url).host));
  const ran = await runTranscript(commands, directory);

  // Where the answer fits, the promise itself is compared, so that a difference shows in full.
  const shown = ran.map(({ output }, index) => {
    const promised = steps[index]?.output ?? "";
    return { command: steps[index]?.command, output: fits(output, promised) ? promised : output };
  });
  expect(shown).toEqual(steps);
});
