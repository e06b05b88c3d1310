import type { Catalog } from "./catalog.ts";
import { constantText, emptyJson } from "./constants.ts";
import { columnsOfEntry, rangeEntryOf, returnedColumns, sourceOf } from "./expression-source.ts";
import type { Source } from "./expression-source.ts";
import { typeOfExpression } from "./expression-type.ts";
import type { Scope } from "./nullability/scope.ts";
import { listIn, nodeIn, nodesIn, numberIn, rangeTable, sublink, textIn } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";
import { arrayOf, objectOf, orNull } from "./typescript-text.ts";

/** What the shapes are derived with. */
export interface ShapeContext {
  readonly catalog: Catalog;
  /** What is known where an expression stands. */
  readonly scopeOf: (source: Source) => Scope | undefined;
}

const jsonTypes = new Set([114, 3802]);

/** The kinds of PostgreSQL's JsonConstructorExpr. */
const constructor = { object: 1, array: 2, objectOfRows: 3, arrayOfRows: 4, scalar: 6 };

/** The TypeScript type of an expression of type json or jsonb, leaving out that it may be NULL; `unknown` where it isn't known. */
export function jsonShapeOf(source: Source, context: ShapeContext): string {
  const made = sourceOf(source);
  const { expression } = made;
  const inside = (other: TreeNode): Source => ({ expression: other, queries: made.queries });
  const argumentsOf = (): Source[] => nodesIn(expression, "args").map(inside);
  const members = membersOf(made, context);
  if (members !== undefined) return objectOf([...members].map(([name, { type, mayLack }]) => [name, type, mayLack]));
  switch (expression.type) {
    case "CONST":
      return emptyJson(expression) === "[]" ? "never[]" : "unknown";
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
      const column = numberIn(expression, "subLinkType") === sublink.scalar ? columnOfSublink(made) : undefined;
      return column === undefined ? "unknown" : jsonShapeOf(column, context);
    }
    case "FUNCEXPR":
      if (textIn(expression, "funcvariadic") === "true") return "unknown";
      return shapeOfCall(makerOf(numberIn(expression, "funcid"), context), argumentsOf(), context);
    case "AGGREF": {
      const values = nodesIn(expression, "args").flatMap((argument) => nodeIn(argument, "expr") ?? []);
      return shapeOfCall(makerOf(numberIn(expression, "aggfnoid"), context), values.map(inside), context);
    }
    case "WINDOWFUNC":
      return shapeOfCall(makerOf(numberIn(expression, "winfnoid"), context), argumentsOf(), context);
    case "JSONCONSTRUCTOREXPR":
      return shapeOfConstructor(made, context);
    default:
      return "unknown";
  }
}

/** What a function of PostgreSQL's own makes, the same for json and jsonb; undefined for any other. */
function makerOf(oid: number, { catalog }: ShapeContext): string | undefined {
  return catalog.function(oid)?.builtIn?.name.replace(/^jsonb?_|_jsonb?$/, "");
}

function shapeOfCall(name: string | undefined, values: readonly Source[], context: ShapeContext): string {
  const [first, second] = values;
  switch (name) {
    case "build_array":
      return `[${values.map((value) => valueIn(value, context)).join(", ")}]`;
    case "agg":
      return first === undefined ? "unknown" : arrayOf(valueIn(first, context), false);
    case "agg_strict":
      return first === undefined ? "unknown" : arrayOf(nonNullValueIn(first, context), false);
    case "object_agg":
    case "object_agg_unique":
      return second === undefined ? "unknown" : `Record<string, ${valueIn(second, context)}>`;
    case "object_agg_strict":
    case "object_agg_unique_strict":
      return second === undefined ? "unknown" : `Record<string, ${nonNullValueIn(second, context)}>`;
    case "to":
    case "row_to":
    case "array_to":
      return first === undefined ? "unknown" : nonNullValueIn(first, context);
    default:
      return "unknown";
  }
}

/** JSON_ARRAY, JSON_ARRAYAGG, JSON_OBJECTAGG and JSON_SCALAR. Without NULL ON NULL an array leaves out its NULL values. */
function shapeOfConstructor({ expression, queries }: Source, context: ShapeContext): string {
  const values = nodesIn(expression, "args").map((argument) => ({ expression: argument, queries }));
  switch (numberIn(expression, "type")) {
    case constructor.array: {
      const leavesOut = textIn(expression, "absent_on_null") === "true";
      const isFull = values.every((value) => isNonNull(value, context));
      return leavesOut && !isFull ? "unknown" : shapeOfCall("build_array", values, context);
    }
    case constructor.objectOfRows:
    case constructor.arrayOfRows: {
      const aggregate = nodeIn(expression, "func");
      return aggregate === undefined ? "unknown" : jsonShapeOf({ expression: aggregate, queries }, context);
    }
    case constructor.scalar:
      return shapeOfCall("to", values, context);
    default:
      return "unknown";
  }
}

interface Member {
  readonly type: string;
  readonly mayLack: boolean;
}

/** The members of a JSON object: one that is built of them, `{}`, or `a || b` of such objects. */
function membersOf(source: Source, context: ShapeContext): ReadonlyMap<string, Member> | undefined {
  const { expression, queries } = sourceOf(source);
  const args = nodesIn(expression, "args").map((argument) => ({ expression: argument, queries }));
  const [first, second] = args;
  switch (expression.type) {
    case "CONST":
      return emptyJson(expression) === "{}" ? new Map() : undefined;
    case "FUNCEXPR": {
      const isVariadic = textIn(expression, "funcvariadic") === "true";
      const isBuilt = makerOf(numberIn(expression, "funcid"), context) === "build_object" && !isVariadic;
      return isBuilt ? membersOfPairs(args, false, context) : undefined;
    }
    case "JSONCONSTRUCTOREXPR":
      return numberIn(expression, "type") === constructor.object
        ? membersOfPairs(args, textIn(expression, "absent_on_null") === "true", context)
        : undefined;
    case "OPEXPR": {
      if (context.catalog.operator(numberIn(expression, "opno"))?.name !== "||") return undefined;
      const left = first && membersOf(first, context);
      const right = second && membersOf(second, context);
      if (left === undefined || right === undefined) return undefined;
      return new Map([...left, ...[...right].map(([name, member]) => [name, over(left.get(name), member)] as const)]);
    }
    default:
      return undefined;
  }
}

/** What is left of a member on the left of `||` where one of its name is on the right. */
function over(left: Member | undefined, right: Member): Member {
  if (left === undefined || !right.mayLack) return right;
  return { type: unionOf([left.type, right.type]), mayLack: left.mayLack };
}

/** Keys and values in turn. Of two values of one key PostgreSQL keeps both in json, the last in jsonb. */
function membersOfPairs(
  values: readonly Source[],
  leavesOutNull: boolean,
  context: ShapeContext,
): ReadonlyMap<string, Member> | undefined {
  const members = new Map<string, Member>();
  for (let index = 0; index < values.length; index += 2) {
    const [key, value] = values.slice(index, index + 2);
    const name = key && constantText(key.expression);
    if (name === undefined || value === undefined) return undefined;
    const mayLack = leavesOutNull && !isNonNull(value, context);
    const member = { type: leavesOutNull ? nonNullValueIn(value, context) : valueIn(value, context), mayLack };
    members.set(name, over(members.get(name), member));
  }
  return members;
}

/** What stands for a value inside JSON: SQL's NULL is its null. */
function valueIn(value: Source, context: ShapeContext): string {
  return orNull(nonNullValueIn(value, context), !isNonNull(value, context));
}

function isNonNull(value: Source, context: ShapeContext): boolean {
  return isPresentRow(value) || context.scopeOf(value)?.isNonNull(value.expression) === true;
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
    case sublink.scalar:
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
  if (numberIn(entry, "rtekind") === rangeTable.relation) {
    const { catalog } = context;
    const table = numberIn(entry, "relid");
    const columns = catalog.relation(table)?.columns.map(({ number, name, type }) => {
      const typescript = catalog.typeOf(type)?.json ?? "unknown";
      return [name, orNull(typescript, catalog.column(table, number)?.neverNull !== true)] as const;
    });
    return columns && objectOf(columns);
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
