import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { fits, readTranscript, runTranscript } from "./transcript.ts";

const markdown = `
Text.

\`\`\`sh
$ not a transcript
\`\`\`

\`\`\`console
$ name=Ada
$ echo "{\\"name\\":\\"$name\\"}"
{"name":
 "Ada"}

$ echo done
done
\`\`\`
`;

const steps = [
  { command: "name=Ada", output: "" },
  { command: 'echo "{\\"name\\":\\"$name\\"}"', output: '{"name":"Ada"}' },
  { command: "echo done", output: "done" },
];

test("reads the commands and answers of console blocks, and of no others", () => {
  expect(readTranscript(markdown)).toEqual(steps);
});

test("runs the commands in one shell, so that variables live on", async () => {
  const commands = steps.map(({ command }) => command);
  expect(await runTranscript(commands, tmpdir())).toEqual(steps);
});

test("a command that can't be run, or ends the shell, is an error", async () => {
  await expect(runTranscript(["no-such-command-here"], tmpdir())).rejects.toThrow("not found");
  await expect(runTranscript(["exit 0", "echo never"], tmpdir())).rejects.toThrow("only 0 did");
});

test("an ellipsis stands for any text, the rest must be the same", () => {
  expect(fits('{"id":"1","name":"Ada"}', '{"id":"…","name":"Ada"}')).toBe(true);
  expect(fits('{"id":"1","name":"Ada","age":36}', '{"id":"…",…,"age":36}')).toBe(true);
  expect(fits('{"id":"1","name":"Bob"}', '{"id":"…","name":"Ada"}')).toBe(false);
  expect(fits('{"id":"1","name":"Ada"} and more', '{"id":"…","name":"Ada"}')).toBe(false);
  expect(fits("204", "20.")).toBe(false);
});
