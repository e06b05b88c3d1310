/* oxlint-disable typescript/no-deprecated, typescript/unbound-method -- it is what dependency-cruiser reads with */
import { Visitor } from "@swc/core/Visitor.js";
import type { Statement, VariableDeclarator } from "@swc/core";

interface UsingDeclaration {
  readonly type: "UsingDeclaration";
  readonly decls: VariableDeclarator[];
}

/** The visitor that dependency-cruiser reads with throws on `using x = …`: it is older than that statement. */
export function teachUsingDeclarations(): void {
  const prototype = Visitor.prototype;
  const visitStatement = prototype.visitStatement;
  prototype.visitStatement = function visit(this: Visitor, statement: Statement | UsingDeclaration): Statement {
    if (statement.type !== "UsingDeclaration") return visitStatement.call(this, statement);
    this.visitVariableDeclarators(statement.decls);
    return statement as unknown as Statement;
  };
}
