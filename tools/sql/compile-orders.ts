import { compileStatement, refusal } from "./compile-statement.ts";
import type { DescribedStatement } from "./compile-statement.ts";
import type { Compilation, CompiledStatement, Field } from "./compiled-statement.ts";
import type { Describer } from "./describer.ts";
import { expandOrders } from "./orders.ts";
import type { Problem } from "./problem.ts";
import type { SourceStatement } from "./statement-file.ts";
import { findNodes } from "./tree-search.ts";
import { placeOfExpression } from "./places.ts";
import { applyAllows, vet } from "./vet/vet.ts";
import type { Finding } from "./vet/vet.ts";

/** Compiles a statement in each of its orders, and vets it. Faults that its orders share are given once. */
export async function compileOrders(
  statement: SourceStatement,
  context: string,
  describer: Describer,
): Promise<Compilation<CompiledStatement>> {
  const { variants, problems } = expandOrders(statement);
  const faults: Problem[] = [...problems];
  const findings = new Map<string | undefined, readonly Finding[]>();
  const compiled = new Map<string | undefined, DescribedStatement>();
  for (const { order, statement: variant } of variants) {
    const outcome = await compileStatement(variant, describer);
    faults.push(...(outcome.problems ?? []));
    if (outcome.compiled === undefined) continue;
    compiled.set(order, outcome.compiled);
    try {
      const plan = await describer.planByIndexes(outcome.compiled.text);
      findings.set(order, vet({ ...outcome.compiled, context, plan, catalog: describer.catalog }));
    } catch (error) {
      faults.push(refusal(error, outcome.compiled));
    }
    if (order !== undefined) faults.push(...keysetProblems(outcome.compiled));
  }
  const [first] = compiled.values();
  if (faults.length > 0 || first === undefined) return { problems: unique(faults) };
  const ofVet = applyAllows(statement, withOrders(findings));
  if (ofVet.length > 0) return { problems: ofVet };
  return { compiled: compiled.has(undefined) ? first : merge(first, compiled) };
}

/** A keyset condition that stays as it is while the order changes would skip rows and repeat others. */
function keysetProblems({ statement, positional, description }: DescribedStatement): Problem[] {
  const follows = statement.orders.some(({ clause }) => clause === "after");
  const [keyset] = follows ? [] : findNodes(description.tree, "ROWCOMPAREEXPR");
  if (keyset === undefined) return [];
  const message = `${statement.name} has several orders, but this comparison of rows stays the same in all of them.`;
  const hint = "Give each order its own, as in `-- after newest: (created_at, id) < (:created_at, :id)`.";
  return [{ offset: placeOfExpression({ statement, positional }, keyset), message, hint }];
}

function merge(
  first: CompiledStatement,
  compiled: ReadonlyMap<string | undefined, CompiledStatement>,
): CompiledStatement {
  const orders = new Map([...compiled].flatMap(([order, one]) => (order === undefined ? [] : [[order, one] as const])));
  const rows = [...compiled.values()].map(({ columns }) => columns);
  const columns = first.columns.map((column, index) => widest(rows.flatMap((row) => row[index] ?? [])) ?? column);
  return { ...first, columns, orders };
}

/** A keyset condition can make a column non-null in one order and not in another. */
function widest(fields: readonly Field[]): Field | undefined {
  return fields.find(({ typescript }) => typescript.endsWith("| null")) ?? fields[0];
}

/** Each finding once. Of one that not all orders share, it says which do. */
function withOrders(findings: ReadonlyMap<string | undefined, readonly Finding[]>): Finding[] {
  return unique([...findings.values()].flat()).map((finding) => {
    const sharing = [...findings].filter(([, found]) => found.some((other) => isSame(finding, other)));
    if (sharing.length === findings.size) return finding;
    return { ...finding, message: `Ordered by ${sharing.map(([order]) => order).join(", ")}: ${finding.message}` };
  });
}

function unique<T extends Problem>(problems: readonly T[]): T[] {
  return problems.filter((problem, index) => problems.findIndex((other) => isSame(problem, other)) === index);
}

function isSame(a: Problem, b: Problem): boolean {
  return a.offset === b.offset && a.message === b.message;
}
