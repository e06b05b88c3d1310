import type { Context } from "./context.ts";

interface Node {
  readonly type: string;
  readonly name?: string;
  readonly callee?: Node;
  readonly object?: Node;
  readonly property?: Node;
  readonly key?: Node;
  readonly properties?: readonly Node[];
  readonly arguments?: readonly Node[];
}

const leftOut = new Set(["only", "skip", "skipIf", "runIf", "todo"]);

/** oxlint's own rule knows only the `test` of vitest, not one that `test.extend` made. */
export const noSkippedTests = {
  create: (context: Context) => {
    const reportIfLeftOut = (node: Node, name: string | undefined): void => {
      if (name === undefined || !leftOut.has(name)) return;
      context.report({
        node,
        message: `Every test runs, always: ${name} leaves some out. Mend the test or delete it.`,
      });
    };
    return {
      MemberExpression: (node: Node) => {
        reportIfLeftOut(node, node.property?.name);
      },
      ObjectPattern: (node: Node) => {
        for (const { key } of node.properties ?? []) reportIfLeftOut(node, key?.name);
      },
    };
  },
};

/** A test without an expectation can't fail. Here too oxlint's own rule knows only the `test` of vitest. */
export const testsExpect = {
  create: (context: Context) => {
    const tests: { node: Node; expects: boolean }[] = [];
    return {
      CallExpression: (node: Node) => {
        const name = rootOf(node)?.name ?? "";
        if (isTest(node, name)) tests.push({ node, expects: false });
        const test = tests.at(-1);
        if (test !== undefined && /^(expect|assert)/.test(name)) test.expects = true;
      },
      "CallExpression:exit": (node: Node) => {
        if (tests.at(-1)?.node !== node) return;
        if (tests.pop()?.expects === false)
          context.report({ node, message: "This test expects nothing: it can't fail." });
      },
    };
  },
};

/** The `test` of `test.for(cases)("name", work)`. */
function rootOf(node: Node | undefined): Node | undefined {
  const inner = node?.callee ?? node?.object;
  return inner === undefined ? node : rootOf(inner);
}

function isTest(node: Node, name: string): boolean {
  return (name === "test" || name === "it") && node.arguments?.at(-1)?.type.endsWith("FunctionExpression") === true;
}
