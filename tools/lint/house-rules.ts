import { aggregatesByFactory } from "./aggregate-rules.ts";
import type { Context } from "./context.ts";
import { noSkippedTests, testsExpect } from "./test-rules.ts";

interface Declaration {
  readonly id?: { readonly name: string } | null;
}

interface Export {
  readonly declaration?: Declaration | null;
  readonly specifiers?: readonly { readonly exported: { readonly name?: string } }[];
}

interface Construction {
  readonly callee: { readonly name?: string };
  readonly arguments: readonly unknown[];
}

const noDecorators = {
  create: (context: Context) => ({
    Decorator: (node: unknown) => {
      context.report({
        node,
        message: "Node can't run decorators when it strips types. Call a function, or wire by a factory in module.ts.",
      });
    },
  }),
};

const noExportedRows = {
  create: (context: Context) => ({
    ExportNamedDeclaration: (node: Export) => {
      const names = [node.declaration?.id?.name, ...(node.specifiers ?? []).map(({ exported }) => exported.name)];
      for (const name of names.filter((candidate) => candidate?.endsWith("Row"))) {
        context.report({
          node,
          message: `An adapter keeps its row type to itself: don't export ${name}, give out the aggregate or a read model.`,
        });
      }
    },
  }),
};

const noCurrentTime = {
  create: (context: Context) => ({
    NewExpression: (node: Construction) => {
      if (node.callee.name === "Date" && node.arguments.length === 0) {
        context.report({
          node,
          message: "Take the time as an argument or ask the port Clock: `new Date()` hides a clock.",
        });
      }
    },
  }),
};

/** What this house forbids and oxlint has no rule for. */
export default {
  meta: { name: "house" },
  rules: {
    "aggregates-by-factory": aggregatesByFactory,
    "no-decorators": noDecorators,
    "no-exported-rows": noExportedRows,
    "no-current-time": noCurrentTime,
    "no-skipped-tests": noSkippedTests,
    "tests-expect": testsExpect,
  },
};
