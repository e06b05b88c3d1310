import { filteredLists } from "#test/support/lists/lists.ts";
import type { Comparison } from "./measure.ts";

/** What a late page may cost, as a multiple of the first. */
const limit = 1.5;
/** Blocks more or less that say nothing: the index is a level higher here than there. */
const fewBlocks = 4;

/** The comparisons as a table in Markdown, and a line for each one that misses the limit. */
export function tableOf(comparisons: readonly Comparison[]): { lines: string[]; missed: string[] } {
  const width = Math.max(...comparisons.map(({ list }) => list.name.length), 4);
  const lines = [
    `| ${"list".padEnd(width)} |  page | p50 of page 1 | p50 of that page |            ratio |        blocks | blocks, generic |`,
    `| ${"-".repeat(width)} | ----: | ------------: | ---------------: | ---------------: | ------------: | --------------: |`,
    ...comparisons.map(({ list, page, first, late, ratio, blocks }) => {
      const spread = `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)}-${ratio.most.toFixed(2)})`;
      const cells = [
        list.name.padEnd(width),
        String(page).padStart(5),
        `${first.toFixed(2)} ms`.padStart(13),
        `${late.toFixed(2)} ms`.padStart(16),
        spread.padStart(16),
        blocks.custom.join(" → ").padStart(13),
        blocks.generic.join(" → ").padStart(15),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ];
  return { lines, missed: comparisons.flatMap(missesOf) };
}

function missesOf({ list, page, ratio, blocks }: Comparison): string[] {
  const expected = `Expected page ${page} of ${list.name} to cost at most ${limit} times the first`;
  const misses = ratio.median > limit ? [`${expected}, but it takes ${ratio.median.toFixed(2)} times as long.`] : [];
  if (filteredLists.includes(list)) return misses;
  for (const [kind, [first, late]] of Object.entries(blocks)) {
    if (late <= first * limit + fewBlocks) continue;
    misses.push(`${expected}, but with the ${kind} plan it touches ${late} blocks, the first ${first}.`);
  }
  return misses;
}
