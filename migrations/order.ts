/** The contexts that have migrations, in the order in which they are migrated: a new context goes to the end. */
export const contexts = ["identity"] as const;
