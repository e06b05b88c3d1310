import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** TypeScript's own language server, as an editor talks to it. */
export interface LanguageServer {
  /** What an editor shows for a place in a file, counted from 0: markdown. */
  hover(path: string, text: string, line: number, character: number): Promise<string>;
  stop(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** Starts `tsc --lsp` on a project. @param root the folder with its tsconfig.json */
export async function startLanguageServer(root: string): Promise<LanguageServer> {
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
  const server = spawn(process.execPath, [tsc, "--lsp", "--stdio"], { cwd: root, stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  const answers = new Map<number, PromiseWithResolvers<unknown>>();

  const send = (message: Message): void => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const request = (method: string, params: unknown): Promise<unknown> => {
    const answer = Promise.withResolvers<unknown>();
    const id = answers.size + 1;
    answers.set(id, answer);
    void ended.then(() => answer.reject(new Error(`The language server ended before it answered ${method}.`)));
    send({ id, method, params });
    return answer.promise;
  };
  let unread = Buffer.alloc(0);
  server.stdout.on("data", (bytes: Buffer) => {
    unread = Buffer.concat([unread, bytes]);
    for (;;) {
      const end = unread.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(unread.subarray(0, end).toString())?.[1]);
      if (end === -1 || unread.length < end + 4 + length) return;
      const message = JSON.parse(unread.subarray(end + 4, end + 4 + length).toString()) as Message;
      unread = unread.subarray(end + 4 + length);
      // What the server asks for itself, as its settings, may be empty.
      if (message.method !== undefined && message.id !== undefined) send({ id: message.id, result: null });
      else if (message.id !== undefined) answers.get(message.id)?.resolve(message.result);
    }
  });

  const capabilities = { textDocument: { hover: { contentFormat: ["markdown"] } } };
  await request("initialize", { processId: process.pid, rootUri: pathToFileURL(root).href, capabilities });
  send({ method: "initialized", params: {} });
  return {
    hover: async (path, text, line, character) => {
      const uri = pathToFileURL(path).href;
      send({
        method: "textDocument/didOpen",
        params: { textDocument: { uri, languageId: "typescript", version: 1, text } },
      });
      const hover = await request("textDocument/hover", { textDocument: { uri }, position: { line, character } });
      send({ method: "textDocument/didClose", params: { textDocument: { uri } } });
      return (hover as { contents: { value: string } } | null)?.contents.value ?? "";
    },
    stop: () => {
      server.kill();
      return ended;
    },
  };
}
