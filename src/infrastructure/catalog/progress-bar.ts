const width = 24;
const clearLine = "\r\u001b[K";

/**
 * A bar on one line of a terminal.
 *
 * @param total of what `done` counts; undefined: not known, so there is only the text
 */
export function progressBar(write: (text: string) => void, total: number | undefined) {
  return {
    show(done: number, text: string): void {
      write(`${clearLine}${total === undefined ? "" : bar(total === 0 ? 1 : Math.min(done / total, 1))}${text}`);
    },
    clear(): void {
      write(clearLine);
    },
  };
}

function bar(part: number): string {
  const filled = Math.round(part * width);
  return `[${"#".repeat(filled)}${".".repeat(width - filled)}] ${String(Math.floor(part * 100)).padStart(3)} %  `;
}
