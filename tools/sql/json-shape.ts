import type { Catalog } from "./catalog.ts";
import { constantText, emptyJson } from "./constants.ts";
import { columnsOfEntry, rangeEntryOf, returnedColumns, sourceOf } from "./expression-source.ts";
import type { Source } from "./expression-source.ts";
import { typeOfExpression } from "./expression-type.ts";
import type { Scope } from "./nullability/scope.ts";
import { listIn, nodeIn, nodesIn, numberIn, textIn } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";
import { arrayOf, objectOf, orNull } from "./typescript-text.ts";

/** What the shapes are derived with. */
export interface ShapeContext {
  readonly catalog: Catalog;
  /** What is known where an expression stands. */
  readonly scopeOf: (source: Source) => Scope | undefined;
}

const jsonTypes = new Set([114, 3802]);
const sublink = { exists: 0, any: 2, expression: 4, array: 6 };
const relation = 0;

/** The TypeScript type of an expression of type json or jsonb, leaving out that it may be NULL; `unknown` where it isn't known. */
export function jsonShapeOf(source: Source, context: ShapeContext): string {
  const made = sourceOf(source);
  const { expression } = made;
  const inside = (other: TreeNode): Source => ({ expression: other, queries: made.queries });
  const argumentsOf = (): Source[] => nodesIn(expression, "args").map(inside);
  switch (expression.type) {
    case "CONST":
      return { "[]": "never[]", "{}": "{}", unknown: "unknown" }[emptyJson(expression) ?? "unknown"];
    case "COALESCEEXPR":
      return unionOf(argumentsOf().map((argument) => jsonShapeOf(argument, context)));
    case "CASEEXPR": {
      const results = [
        ...nodesIn(expression, "args").map((when) => nodeIn(when, "result")),
        nodeIn(expression, "defresult"),
      ];
      return unionOf(results.flatMap((result) => shapeUnlessNull(result && inside(result), context)));
    }
    case "SUBLINK": {
      const column = numberIn(expression, "subLinkType") === sublink.expression ? columnOfSublink(made) : undefined;
      return column === undefined ? "unknown" : jsonShapeOf(column, context);
    }
    case "FUNCEXPR":
      if (textIn(expression, "funcvariadic") === "true") return "unknown";
      return shapeOfCall(context.catalog.jsonFunction(numberIn(expression, "funcid")), argumentsOf(), context);
    case "AGGREF": {
      const values = nodesIn(expression, "args").flatMap((argument) => nodeIn(argument, "expr") ?? []);
      return shapeOfCall(context.catalog.jsonFunction(numberIn(expression, "aggfnoid")), values.map(inside), context);
    }
    case "WINDOWFUNC":
      return shapeOfCall(context.catalog.jsonFunction(numberIn(expression, "winfnoid")), argumentsOf(), context);
    default:
      return "unknown";
  }
}

function shapeOfCall(name: string | undefined, values: readonly Source[], context: ShapeContext): string {
  const [first, second] = values;
  switch (name) {
    case "build_object":
      return shapeOfObject(values, context);
    case "build_array":
      return `[${values.map((value) => valueIn(value, context)).join(", ")}]`;
    case "agg":
      return first === undefined ? "unknown" : arrayOf(valueIn(first, context), false);
    case "agg_strict":
      return first === undefined ? "unknown" : arrayOf(nonNullValueIn(first, context), false);
    case "object_agg":
      return second === undefined ? "unknown" : `Record<string, ${valueIn(second, context)}>`;
    case "to":
      return first === undefined ? "unknown" : nonNullValueIn(first, context);
    default:
      return "unknown";
  }
}

/** Keys and values in turn. Of two values of one key PostgreSQL keeps both in json, the last in jsonb. */
function shapeOfObject(values: readonly Source[], context: ShapeContext): string {
  const members = new Map<string, string>();
  for (let index = 0; index < values.length; index += 2) {
    const [key, value] = values.slice(index, index + 2);
    const name = key && constantText(key.expression);
    if (name === undefined || value === undefined) return "unknown";
    members.set(name, valueIn(value, context));
  }
  return objectOf([...members]);
}

/** What stands for a value inside JSON: SQL's NULL is its null. */
function valueIn(value: Source, context: ShapeContext): string {
  return orNull(
    nonNullValueIn(value, context),
    !isPresentRow(value) && context.scopeOf(value)?.isNonNull(value.expression) !== true,
  );
}

/** A whole row, of a table expression that no outer join can leave without one. */
function isPresentRow({ expression }: Source): boolean {
  return isRow(expression) && nullingRelations(expression) === 0;
}

function isRow(expression: TreeNode): boolean {
  return expression.type === "VAR" && numberIn(expression, "varattno") === 0;
}

/** The outer joins that can null a variable stand in it as `(b 3)`; `(b)` is none. */
function nullingRelations(variable: TreeNode): number {
  return listIn(variable, "varnullingrels").length - 1;
}

function nonNullValueIn(value: Source, context: ShapeContext): string {
  const { expression } = value;
  if (expression.type === "SUBLINK") return shapeOfSublink(value, context);
  const type = typeOfExpression(expression);
  if (jsonTypes.has(type)) return jsonShapeOf(value, context);
  return (
    shapeOfRow(value, context) ?? context.catalog.typeOf(type)?.json ?? (isUnknownLiteral(type) ? "string" : "unknown")
  );
}

function shapeOfSublink(value: Source, context: ShapeContext): string {
  const column = columnOfSublink(value);
  switch (numberIn(value.expression, "subLinkType")) {
    case sublink.exists:
    case sublink.any:
      return "boolean";
    case sublink.expression:
      return column === undefined ? "unknown" : nonNullValueIn(column, context);
    case sublink.array:
      return column === undefined ? "unknown" : arrayOf(valueIn(column, context), false);
    default:
      return "unknown";
  }
}

/** A row of a table, of a subquery or of a common table expression: its columns under their own names. */
function shapeOfRow(value: Source, context: ShapeContext): string | undefined {
  const place = isRow(value.expression) ? rangeEntryOf(value) : undefined;
  if (place === undefined) return undefined;
  const { entry, queries } = place;
  if (numberIn(entry, "rtekind") === relation) {
    const { catalog } = context;
    const columns = catalog.columnsOfTable(numberIn(entry, "relid")).map(({ table, column, name, type }) => {
      const typescript = catalog.typeOf(type)?.json ?? "unknown";
      return [name, orNull(typescript, catalog.column(table, column)?.neverNull !== true)] as const;
    });
    return objectOf(columns);
  }
  const columns = columnsOfEntry(entry, queries);
  return columns === undefined || columns.length === 0
    ? undefined
    : objectOf(columns.map((column) => [column.name, valueIn(column, context)]));
}

function columnOfSublink({ expression, queries }: Source): Source | undefined {
  const query = nodeIn(expression, "subselect");
  return query && returnedColumns([...queries, query])[0];
}

/** A NULL among the results adds nothing: that the whole can be NULL is decided elsewhere. */
function shapeUnlessNull(source: Source | undefined, context: ShapeContext): string[] {
  if (source === undefined) return [];
  const { expression } = sourceOf(source);
  const isNull = expression.type === "CONST" && textIn(expression, "constisnull") === "true";
  return isNull ? [] : [jsonShapeOf(source, context)];
}

function unionOf(shapes: readonly string[]): string {
  if (shapes.includes("unknown") || shapes.length === 0) return "unknown";
  const anArray = shapes.some((shape) => shape !== "never[]" && shape.endsWith("[]"));
  return [...new Set(shapes)].filter((shape) => shape !== "never[]" || !anArray).join(" | ");
}

/** A string literal whose type nothing has decided. */
function isUnknownLiteral(type: number): boolean {
  return type === 705;
}
