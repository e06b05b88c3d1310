import { createWriteStream } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

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

/**
 * Writes a file, beside its place until it is whole: what fails leaves there what was there before.
 *
 * @throws Error that says which file couldn't be written, and why
 */
export async function writeProductFile(name: string, chunks: AsyncIterable<string>): Promise<void> {
  const unfinished = `${name}.part`;
  try {
    await pipeline(chunks, createWriteStream(unfinished));
    await rename(unfinished, name);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw new Error(`The products couldn't be written to ${name}: ${(cause as Error).message}.`, { cause });
  }
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
