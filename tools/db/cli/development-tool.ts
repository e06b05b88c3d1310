/**
 * Loads a part that isn't in the image of the service.
 *
 * @param command the command that needs it, for the message
 * @throws Error that says where the command can be run, when a module is missing
 */
export async function importDevelopmentTool<T>(command: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Error(
      `\`${command}\` needs the development packages and tools, which the image of the service doesn't have: run it in ` +
        `a checkout, after npm install. ${(error as Error).message}`,
      { cause: error },
    );
  }
}
