/** Words of a name that say that nothing of value is in the database. */
const harmless =
  /(^|[^a-z])(dev|devel|development|test|tests|testing|ci|local|sandbox|scratch|demo|preview)([^a-z]|$)/i;
const serious = /(^|[^a-z])(prod|production|live)([^a-z]|$)/i;
const here = /^(localhost|127(\.\d+){3}|::1|\/.*)$/i;

/**
 * Why a database looks like production; nothing when it doesn't.
 *
 * It does when NODE_ENV is neither development nor test; when its name has the word prod, production or live; and when
 * it is on another machine, unless its name has a word such as dev, test or demo. A tunnel to another machine can't be
 * told from a database here: what stands in its way is the name that has to be typed.
 */
export function productionSigns(
  { host, database }: { readonly host: string; readonly database: string },
  environment: string | undefined,
): string[] {
  const kind = environment?.trim() || "development";
  return [
    ...(["development", "test"].includes(kind) ? [] : [`NODE_ENV is ${kind}`]),
    ...(serious.test(database) ? [`its name is ${database}`] : []),
    ...(here.test(host) || harmless.test(database)
      ? []
      : [`it is on ${host}, and its name, ${database}, has no word such as dev or test`]),
  ];
}
