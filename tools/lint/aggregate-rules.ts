import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Context } from "./context.ts";

interface Import {
  readonly source: { readonly value: string };
  readonly specifiers: readonly { readonly local: { readonly name: string } }[];
}

interface Construction {
  readonly callee: { readonly name?: string };
}

/** Where `user-factory.ts` stands beside `user.ts`, nothing else makes a `User`. */
export const aggregatesByFactory = {
  create: (context: Context) => {
    const factories = new Map<string, string>();
    return {
      ImportDeclaration: ({ source, specifiers }: Import) => {
        const factory = factoryOf(context.filename, source.value);
        if (factory === undefined || factory === context.filename) return;
        for (const { local } of specifiers) factories.set(local.name, factory);
      },
      NewExpression: (node: Construction) => {
        const factory = factories.get(node.callee.name ?? "");
        if (factory === undefined) return;
        context.report({
          node,
          message: `Only its factory makes this: use ${factory.slice(factory.lastIndexOf("/") + 1)}.`,
        });
      },
    };
  },
};

function factoryOf(importer: string, source: string): string | undefined {
  const file = source.startsWith("#domain/")
    ? resolve("src/domain", source.slice("#domain/".length))
    : resolve(dirname(importer), source);
  const factory = file.replace(/\.ts$/, "-factory.ts");
  return /\/src\/domain\/[^/]+\//.test(file) && existsSync(factory) ? factory : undefined;
}
