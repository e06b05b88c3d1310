export const types = ["int", "text", "bool", "time", "json", "ints"] as const;
export type Type = (typeof types)[number];

export const sqlTypes: Readonly<Record<Type, string>> = {
  int: "int",
  text: "text",
  bool: "bool",
  time: "timestamptz",
  json: "jsonb",
  ints: "int[]",
};

/** A column that can be referred to as `sql`. */
export interface Column {
  readonly sql: string;
  readonly type: Type;
}
