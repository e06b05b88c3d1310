import { nodeIn, numberIn } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";

const boolean = 16;

/** Where each node keeps the OID of its type. */
const typeFields: Readonly<Record<string, string>> = {
  VAR: "vartype",
  CONST: "consttype",
  PARAM: "paramtype",
  AGGREF: "aggtype",
  WINDOWFUNC: "wintype",
  FUNCEXPR: "funcresulttype",
  OPEXPR: "opresulttype",
  DISTINCTEXPR: "opresulttype",
  NULLIFEXPR: "opresulttype",
  SUBSCRIPTINGREF: "refrestype",
  RELABELTYPE: "resulttype",
  COERCEVIAIO: "resulttype",
  ARRAYCOERCEEXPR: "resulttype",
  CONVERTROWTYPEEXPR: "resulttype",
  COERCETODOMAIN: "resulttype",
  FIELDSELECT: "resulttype",
  COALESCEEXPR: "coalescetype",
  CASEEXPR: "casetype",
  MINMAXEXPR: "minmaxtype",
  ARRAYEXPR: "array_typeid",
  ROWEXPR: "row_typeid",
  SQLVALUEFUNCTION: "type",
};

/** The OID of an expression's type; 0 where the tree doesn't say it. */
export function typeOfExpression(expression: TreeNode): number {
  const field = typeFields[expression.type];
  if (field !== undefined) return numberIn(expression, field);
  switch (expression.type) {
    case "COLLATEEXPR": {
      const argument = nodeIn(expression, "arg");
      return argument === undefined ? 0 : typeOfExpression(argument);
    }
    case "JSONCONSTRUCTOREXPR": {
      const returned = nodeIn(expression, "returning");
      return returned === undefined ? 0 : numberIn(returned, "typid");
    }
    case "BOOLEXPR":
    case "NULLTEST":
    case "BOOLEANTEST":
    case "SCALARARRAYOPEXPR":
      return boolean;
    default:
      return 0;
  }
}
