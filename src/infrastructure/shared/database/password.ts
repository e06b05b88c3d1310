import { readFile } from "node:fs/promises";

/** A password, or what fetches it: asked for each new connection, so that one that changes is taken up. */
export type Password = string | (() => string | Promise<string>);

/** The password in a file, read anew each time, without the line's end. @throws Error that names the file */
export const passwordFromFile = (path: string) => async (): Promise<string> => {
  const password = (await readFile(path, "utf8")).replace(/\r?\n$/, "");
  if (password === "") throw new Error(`${path} is empty`);
  return password;
};

/** @throws Error that says that the password could not be had, and why */
export async function revealPassword(password: Password): Promise<string> {
  if (typeof password === "string") return password;
  try {
    const revealed: unknown = await password();
    if (typeof revealed !== "string") throw new TypeError(`expected text, but got ${typeof revealed}`);
    return revealed;
  } catch (cause) {
    throw new Error(`the password could not be had: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
