import type { Node } from "libpg-query";
import { findParts, partsOf, wordsOf } from "./tree.ts";
import type { Part } from "./tree.ts";

/** A name that a statement mentions. */
export interface Mention {
  readonly kind: "relation" | "type" | "routine" | "schema";
  /** Undefined: the statement leaves it to the search path. */
  readonly schema: string | undefined;
  readonly name: string;
  /** Without its schema it could be PostgreSQL's own, such as `text` or `lower(…)`. */
  readonly mayBeBuiltIn: boolean;
  /** In bytes; undefined: the parser doesn't tell. */
  readonly location: number | undefined;
}

/** What lies inside a table, and is named `schema.table.name`. */
const inTables = ["COLUMN", "TABCONSTRAINT", "TRIGGER", "RULE", "POLICY"].map((name) => `OBJECT_${name}`);
const relations = ["TABLE", "INDEX", "VIEW", "MATVIEW", "SEQUENCE", "FOREIGN_TABLE", "STATISTIC_EXT", "COLLATION"].map(
  (name) => `OBJECT_${name}`,
);
const types = ["OBJECT_TYPE", "OBJECT_DOMAIN"];
/** Where a statement that makes or changes a type or a routine has its name. */
const definitions: Readonly<Record<string, readonly [key: string, kind: Mention["kind"]]>> = {
  CreateEnumStmt: ["typeName", "type"],
  AlterEnumStmt: ["typeName", "type"],
  CreateRangeStmt: ["typeName", "type"],
  CreateDomainStmt: ["domainname", "type"],
  AlterDomainStmt: ["typeName", "type"],
  CreateFunctionStmt: ["funcname", "routine"],
  DefineStmt: ["defnames", "routine"],
  CreateStatsStmt: ["defnames", "relation"],
};

/** The relations, types, routines and schemas that a statement names. Bodies of functions that are strings are not read. */
export function mentionsIn(node: Node): Mention[] {
  const temporaryNames = new Set(findParts(node, "CommonTableExpr").map((part) => String(part["ctename"])));
  const found = [...partsOf(node)].flatMap((part) => [...namesIn(part), ...definitionsIn(part), ...objectsIn(part)]);
  return found.filter(
    ({ kind, schema, name }) => kind !== "relation" || schema !== undefined || !temporaryNames.has(name),
  );
}

function namesIn(part: Part): Mention[] {
  const location = typeof part["location"] === "number" ? part["location"] : undefined;
  if (typeof part["relname"] === "string") {
    if (part["relpersistence"] === "t") return [];
    const words = [part["schemaname"], part["relname"]].filter((word) => typeof word === "string");
    return [mention("relation", words, location)];
  }
  if (Array.isArray(part["names"]) && "typemod" in part) {
    return [mention("type", wordsOf(part["names"]), location, true)];
  }
  if (Array.isArray(part["objname"])) return [mention("routine", wordsOf(part["objname"]), location)];
  if (
    Array.isArray(part["funcname"]) &&
    !("parameters" in part) &&
    !("is_procedure" in part) &&
    !("returnType" in part)
  ) {
    return [mention("routine", wordsOf(part["funcname"]), location, true)];
  }
  return [];
}

function definitionsIn(part: Part): Mention[] {
  return Object.entries(definitions).flatMap(([statement, [key, kind]]) => {
    const words = wordsOf((part[statement] as Part | undefined)?.[key]);
    return words.length === 0 ? [] : [mention(kind, words, undefined)];
  });
}

function objectsIn(part: Part): Mention[] {
  const schema = (name: unknown): Mention[] => (typeof name === "string" ? [mention("schema", [name], undefined)] : []);
  const created = part["CreateSchemaStmt"] as Part | undefined;
  const moved = (part["AlterObjectSchemaStmt"] ?? part["AlterExtensionContentsStmt"]) as Part | undefined;
  const changed = (part["DropStmt"] ?? part["CommentStmt"] ?? part["GrantStmt"] ?? part["RenameStmt"]) as
    | Part
    | undefined;
  if (created) return schema(created["schemaname"]);
  if (moved) return schema(moved["newschema"]);
  if (!changed) return [];
  const objectType = String(changed["removeType"] ?? changed["objtype"] ?? changed["renameType"]);
  const objects = [changed["objects"], changed["object"]].flat().filter((object) => object !== undefined);
  if (objectType === "OBJECT_SCHEMA" || changed["targtype"] === "ACL_TARGET_ALL_IN_SCHEMA") {
    return [...objects.flatMap((object) => wordsOf([object])), changed["subname"]].flatMap(schema);
  }
  return objects.flatMap((object) => {
    const words = wordsOf([object]);
    // One that is qualified was found as a type already.
    const isKnown = words.length > 1 && findParts(object, "TypeName").length > 0;
    if (types.includes(objectType)) return isKnown ? [] : [mention("type", words, undefined)];
    if (inTables.includes(objectType)) return [mention("relation", words.slice(0, -1), undefined)];
    return relations.includes(objectType) && words.length > 0 ? [mention("relation", words, undefined)] : [];
  });
}

function mention(
  kind: Mention["kind"],
  words: readonly string[],
  location: number | undefined,
  mayBeBuiltIn = false,
): Mention {
  const name = words.at(-1) ?? "";
  return { kind, schema: kind === "schema" ? name : words.at(-2), name, mayBeBuiltIn, location };
}
