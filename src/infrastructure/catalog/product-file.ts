import { type FileHandle, open } from "node:fs/promises";

/** A file that is read bit by bit. */
export interface ProductFile extends AsyncDisposable {
  /** In bytes; undefined where nobody knows, as of standard input. */
  readonly size: number | undefined;
  /** So far. */
  readonly bytesRead: number;
  chunks(): AsyncGenerator<Uint8Array, void>;
}

/** Opens a file, or standard input for `-`. @throws Error that says which file can't be read, and why */
export async function openProductFile(name: string): Promise<ProductFile> {
  const handle = name === "-" ? undefined : await openHandle(name);
  const size = (await handle?.stat())?.size;
  let bytesRead = 0;
  return {
    size,
    get bytesRead() {
      return bytesRead;
    },
    async *chunks() {
      const stream: AsyncIterable<Uint8Array> = handle?.createReadStream() ?? process.stdin;
      for await (const chunk of stream) {
        bytesRead += chunk.byteLength;
        yield chunk;
      }
    },
    async [Symbol.asyncDispose]() {
      await handle?.close();
    },
  };
}

async function openHandle(name: string): Promise<FileHandle> {
  try {
    const handle = await open(name);
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
  } catch (cause) {
    throw new Error(`Expected a file, but ${name} can't be read: ${(cause as Error).message}.`, { cause });
  }
  throw new Error(`Expected a file, but ${name} is something else.`);
}
