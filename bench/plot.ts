import { libraries } from "./libraries.ts";
import type { Measurement, Results } from "./measurements.ts";
import { operationNames } from "./operations.ts";
import { isOf, namesOf, valuesOf } from "./report.ts";
import { spreadOf } from "./statistics.ts";

const rowHeight = 18;
const labelWidth = 190;
const barWidth = 150;
const valueWidth = 60;
const panelWidth = barWidth + valueWidth;

/** Bars of the time per operation, one at a time: on loopback, and through the proxy; fresh processes. */
export function plot({ measurements }: Results): string {
  const panels = (["loopback", "proxy"] as const).map((network) => ({
    title: network === "proxy" ? "Through a proxy of 1 ms" : "Loopback",
    measurements: measurements.filter((measurement) => isOf(measurement, { age: "fresh", network, concurrency: 1 })),
  }));
  const height = (namesOf(measurements).length + 3) * rowHeight;
  const drawn = panels.map((panel, index) => `<g transform="translate(0 ${index * height})">${drawPanel(panel)}</g>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${labelWidth + operationNames.length * panelWidth}" ` +
      `height="${height * panels.length}" font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

function drawPanel({
  title,
  measurements,
}: {
  readonly title: string;
  readonly measurements: readonly Measurement[];
}): string {
  const names = namesOf(measurements);
  const labels = names.map((name, row) => text(labelWidth - 6, row, libraries[name].title, `text-anchor="end"`));
  const columns = operationNames.flatMap((operation, column) => {
    const ofOperation = measurements.filter((measurement) => measurement.operation === operation);
    if (ofOperation.length === 0) return [];
    const x = labelWidth + column * panelWidth;
    const spreads = names.map((name) => spreadOf(valuesOf(ofOperation, name, "p50")));
    const scale = barWidth / Math.max(...spreads.map(({ most }) => most));
    return [
      text(x, -1, `${operation}, ms (p50)`, `font-weight="bold"`),
      ...spreads.map(({ median, least, most }, row) =>
        [
          bar(x, row, median * scale, names[row] === "plinth" ? "#1f6feb" : "#9db2c9"),
          line(x + least * scale, x + most * scale, row),
          text(x + most * scale + 4, row, median.toFixed(2)),
        ].join(""),
      ),
    ];
  });
  return [text(6, -1, title, `font-weight="bold"`), ...labels, ...columns].join("\n");
}

/** @param row from 0 on; -1 is the row of the titles */
function text(x: number, row: number, content: string, attributes = ""): string {
  return `<text x="${x.toFixed(1)}" y="${(row + 2) * rowHeight - 5}" ${attributes}>${content}</text>`;
}

function bar(x: number, row: number, width: number, colour: string): string {
  return `<rect x="${x}" y="${(row + 1) * rowHeight + 2}" width="${width.toFixed(1)}" height="${rowHeight - 5}" fill="${colour}"/>`;
}

function line(from: number, to: number, row: number): string {
  const y = (row + 1.5) * rowHeight;
  return `<line x1="${from.toFixed(1)}" x2="${to.toFixed(1)}" y1="${y}" y2="${y}" stroke="#333"/>`;
}
