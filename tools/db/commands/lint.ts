import { relative } from "node:path";
import type { Command } from "../cli/command.ts";
import { importDevelopmentTool } from "../cli/development-tool.ts";

export const lint: Command = {
  name: "lint",
  usage: "[file…]",
  arity: [0, 1000],
  summary: "look for what a live database can't bear, in all migrations or these files",
  details: "Runs nothing and needs no database, but the development packages.",
  async run({ arguments: files, project }) {
    const { directory, order } = await project();
    const linter = await importDevelopmentTool("lint", () => import("../lint/lint.ts"));
    const findings = await linter.lint({ directory, order, ...(files.length > 0 ? { files } : {}) });
    const lines = findings.map(
      ({ file, line, column, rule, severity, message, hint }) =>
        `${relative(process.cwd(), file)}:${line}:${column}: ${severity} ${rule}: ${message}\n  ${hint}`,
    );
    return {
      ok: findings.length === 0,
      text: findings.length === 0 ? "Nothing found." : [...lines, `${findings.length} found.`].join("\n"),
      json: { findings },
    };
  },
};
