import { checkBoundaries } from "./boundaries/check-boundaries.ts";

const { files, violations } = await checkBoundaries(process.cwd());
for (const { rule, from, to, advice } of violations) {
  console.error(`${from}${to === undefined ? "" : ` → ${to}`}\n  ${rule}: ${advice}\n`);
}
console.log(`${files} files read, ${violations.length} forbidden imports.`);
if (violations.length > 0) process.exitCode = 1;
