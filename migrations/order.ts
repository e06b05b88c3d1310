/** The schemas that have migrations, in their order: the platform's own, then the contexts', a new one at the end. */
export const contexts = ["platform", "identity"] as const;
