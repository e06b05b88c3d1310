import { describe, expect, test } from "vitest";
import { commands } from "#tools/db/commands.ts";
import { db } from "../command-line.ts";

describe("help", () => {
  test("lists every command, on stdout", async () => {
    const { code, out, err } = await db(["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const { name, summary } of commands)
      expect(out).toMatch(new RegExp(`^  ${name}\\b.*${escape(summary)}$`, "m"));
  });

  test.for(commands.map(({ name }) => [name] as const))(
    "of %s tells its options and how to call it",
    async ([name]) => {
      const { code, out } = await db([name, "--help"]);
      expect(code).toBe(0);
      expect(out).toContain(`npm run db -- ${name}`);
      for (const option of ["--json", ...Object.keys(commands.find((command) => command.name === name)?.options ?? {})])
        expect(out).toContain(option);
    },
  );

  test("is what comes when no command is given, with exit code 2", async () => {
    const { code, err } = await db([]);
    expect(code).toBe(2);
    expect(err).toMatch(/^Expected a command\.\n[\s\S]*status/);
  });
});

describe("a wrong command line ends with 2, does nothing and says what was expected", () => {
  test.for([
    [["dwon"], /There is no command "dwon"\. Did you mean "down"\? Expected one of status, /],
    [["up", "--jsno"], /up: There is no option --jsno\. Did you mean "--json"\? Expected --allow-missing, /],
    [["drop", "-y"], /drop: There is no option -y\./],
    [["up", "--json=yes"], /--json/],
    [["docs", "--output"], /--output/],
    [["down", "0"], /Expected a whole number of at least 1, but 0 came\./],
    [["down", "-1"], /Expected a whole number of at least 1, but -1 came\./],
    [["down", "two"], /Expected a whole number of at least 1, but two came\./],
    [["up", "1.5"], /Expected a whole number of at least 1, but 1\.5 came\./],
    [["down", "2", "--all"], /Expected either N or --all, but 2 --all came\./],
    [["down", "1", "2"], /Expected `npm run db -- down \[N\]`, but after down "1 2" came\./],
    [["goto"], /Expected `npm run db -- goto <context\/NNNN>`, but after goto nothing came\./],
    [["goto", "twelve"], /Expected a version such as identity\/0001, but "twelve" came\./],
    [["create", "shop"], /Expected `npm run db -- create <context> <name>`/],
    [["status"], /there is no \/nowhere\/order\.ts/],
  ] as const)("%j", async ([args, message]) => {
    const { code, out, err } = await db(args);
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  test("as one JSON document on stdout with --json", async () => {
    const { code, out, err } = await db(["dwon", "--json"]);
    expect({ code, err }).toEqual({ code: 2, err: "" });
    expect(JSON.parse(out)).toMatchObject({ ok: false, error: { name: "UsageError" } });
  });
});

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
