import type { Catalog } from "../catalog.ts";
import { constantText } from "../constants.ts";
import { numberIn, textIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { decidedByFirst, fieldsOfInfinity, totalFunctions, totalOperators } from "./known-functions.ts";
import { argumentsOf } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { hasOneRowFunction, rowFunctionColumns } from "./row-functions.ts";

const total = new Set(totalFunctions);
const operators = new Set(totalOperators);

/** Whether a call is non-null in each row, in the SELECT list also one that makes rows. */
export function callIsNonNull(call: TreeNode, scope: Scope): boolean {
  const args = argumentsOf(call);
  const known = scope.catalog.function(numberIn(call, "funcid"));
  if (known?.builtIn === undefined) return false;
  const { name, signature } = known.builtIn;
  if (textIn(call, "funcretset") === "true") {
    return hasOneRowFunction(scope.query) && rowFunctionColumns(call, scope)[0] === true;
  }
  const deciding = decidedByFirst.get(name);
  if (deciding !== undefined) {
    // VARIADIC hands over an array, and NULL for it gives NULL.
    const count = textIn(call, "funcvariadic") === "true" ? args.length : deciding;
    return args.slice(0, count).every((argument) => scope.isNonNull(argument));
  }
  const isTotal = known.totalCast || total.has(name) || total.has(signature) || takesFieldOfInfinity(name, args);
  return isTotal && args.every((argument) => scope.isNonNull(argument));
}

/** Whether an operator is NULL only for NULL. */
export function operatorIsTotal(expression: TreeNode, catalog: Catalog): boolean {
  const name = catalog.operator(numberIn(expression, "opno"))?.name;
  return name !== undefined && operators.has(name);
}

function takesFieldOfInfinity(name: string, args: readonly TreeNode[]): boolean {
  if (name !== "extract" && name !== "date_part") return false;
  return args[0] !== undefined && fieldsOfInfinity.includes(constantText(args[0]) ?? "");
}
