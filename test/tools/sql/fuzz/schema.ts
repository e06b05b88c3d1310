import type { Column, Type } from "./column.ts";

/** Tables in which everything is NULL that may be, with the traps of NOT NULL. */
export const schema = `
DROP SCHEMA IF EXISTS fuzz CASCADE;
CREATE SCHEMA fuzz;
CREATE DOMAIN fuzz.filled AS text NOT NULL;
CREATE TABLE fuzz.a (id int PRIMARY KEY, n int, t text, f bool, r int NOT NULL DEFAULT 7, at timestamptz,
  j jsonb, l int[] NOT NULL DEFAULT '{NULL}', k int DEFAULT 3, UNIQUE (r));
CREATE TABLE fuzz.b (id int PRIMARY KEY, n int, t text NOT NULL, f bool NOT NULL, r int, at timestamptz NOT NULL,
  j jsonb NOT NULL, l int[]);
CREATE TABLE fuzz.c (id int NOT NULL, n int NOT NULL, t text);
CREATE TABLE fuzz.nothing (id int NOT NULL, n int NOT NULL, t text NOT NULL);
CREATE TABLE fuzz.unproven (id int, t text);
CREATE TABLE fuzz.parent (id int, t text, CONSTRAINT parent_id NOT NULL id NO INHERIT);
CREATE TABLE fuzz.child () INHERITS (fuzz.parent);
CREATE TABLE fuzz.triggered (id int PRIMARY KEY, n int, t text, g int GENERATED ALWAYS AS (n + 1) STORED);
CREATE TABLE fuzz.loose (id int NOT NULL, d fuzz.filled);
INSERT INTO fuzz.a VALUES (1, 2, 'x', true, 10, 'infinity', '{"a": null}', '{1,NULL}', NULL), (2, NULL, NULL, NULL, 20, NULL, NULL, '{}', 1),
  (3, 3, '', false, 30, '2020-01-01Z', 'null', '{3}', NULL), (4, NULL, 'y', NULL, 40, NULL, '[1, null]', '{NULL}', NULL), (5, 5, NULL, true, 50, now(), '{}', '{5,6}', NULL);
INSERT INTO fuzz.b VALUES (1, NULL, '', true, NULL, 'infinity', 'null', NULL), (2, 2, 'x', false, 2, '2020-01-01Z', '{"a": 1}', '{}'),
  (7, 3, 'z', true, NULL, '-infinity', '[]', '{NULL,1}'), (8, NULL, 'y', false, 1, now(), '{"b": null}', '{2}');
INSERT INTO fuzz.c VALUES (2, 1, NULL), (3, 2, 'x'), (9, 9, NULL), (9, 1, '');
INSERT INTO fuzz.unproven VALUES (NULL, NULL), (2, 'x');
ALTER TABLE fuzz.unproven ADD CONSTRAINT unproven_id NOT NULL id NOT VALID;
INSERT INTO fuzz.parent VALUES (1, NULL), (3, 'p');
INSERT INTO fuzz.child VALUES (NULL, NULL), (2, 'c');
INSERT INTO fuzz.triggered VALUES (1, 1, 'x'), (2, NULL, NULL), (3, 3, 'z');
INSERT INTO fuzz.loose VALUES (1, 'd'), (2, (SELECT d FROM fuzz.loose WHERE false));
CREATE FUNCTION fuzz.erase() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.t := NULL; NEW.n := NULL; RETURN NEW; END';
CREATE TRIGGER erase BEFORE INSERT OR UPDATE ON fuzz.triggered FOR EACH ROW EXECUTE FUNCTION fuzz.erase();
CREATE FUNCTION fuzz.strict_null(int) RETURNS int LANGUAGE sql STRICT IMMUTABLE AS 'SELECT NULL::int';
CREATE FUNCTION fuzz.moody(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT CASE WHEN random() < 0.5 THEN 1 END';
CREATE VIEW fuzz.joined AS SELECT a.id, b.id AS n, b.t FROM fuzz.a LEFT JOIN fuzz.b ON b.id = a.n;
CREATE VIEW fuzz.filtered AS SELECT id, n, t FROM fuzz.a WHERE n IS NOT NULL AND t LIKE '%';
CREATE VIEW fuzz.grouped AS SELECT f AS f, max(id) AS id, count(n) AS total, min(t) AS t FROM fuzz.a GROUP BY ROLLUP (f);
CREATE VIEW fuzz.united AS SELECT id, n FROM fuzz.a UNION ALL SELECT id, n FROM fuzz.c;
CREATE MATERIALIZED VIEW fuzz.stored AS SELECT x.id, y.id AS n, coalesce(y.t, '') AS t FROM fuzz.a x FULL JOIN fuzz.c y ON y.id = x.id;
`;

const columns = (text: string): Column[] =>
  text.split(" ").map((part) => {
    const [sql = "", type] = part.split(":");
    return { sql, type: type as Type };
  });

/** What can be read from. */
export const relations: readonly [Relation, ...Relation[]] = [
  { name: "fuzz.a", columns: columns("id:int n:int t:text f:bool r:int at:time j:json l:ints k:int") },
  { name: "fuzz.b", columns: columns("id:int n:int t:text f:bool r:int at:time j:json l:ints") },
  { name: "fuzz.c", columns: columns("id:int n:int t:text") },
  { name: "fuzz.nothing", columns: columns("id:int n:int t:text") },
  { name: "fuzz.unproven", columns: columns("id:int t:text") },
  { name: "fuzz.parent", columns: columns("id:int t:text") },
  { name: "ONLY fuzz.parent", columns: columns("id:int t:text") },
  { name: "fuzz.child", columns: columns("id:int t:text") },
  { name: "fuzz.triggered", columns: columns("id:int n:int t:text g:int") },
  { name: "fuzz.loose", columns: columns("id:int d:text") },
  { name: "fuzz.joined", columns: columns("id:int n:int t:text") },
  { name: "fuzz.filtered", columns: columns("id:int n:int t:text") },
  { name: "fuzz.grouped", columns: columns("id:int f:bool t:text") },
  { name: "fuzz.united", columns: columns("id:int n:int") },
  { name: "fuzz.stored", columns: columns("id:int n:int t:text") },
];

/** What can be changed, and the columns that may be set to anything of their type. */
export const targets: readonly [Target, ...Target[]] = [
  {
    name: "fuzz.a",
    key: "id",
    settable: columns("n:int t:text f:bool at:time j:json k:int"),
    columns: relations[0].columns,
  },
  {
    name: "fuzz.b",
    key: "id",
    settable: columns("n:int r:int l:ints"),
    columns: columns("id:int n:int t:text r:int l:ints"),
  },
  {
    name: "fuzz.triggered",
    key: "id",
    settable: columns("n:int t:text"),
    columns: columns("id:int n:int t:text g:int"),
  },
  { name: "fuzz.parent", settable: columns("t:text"), columns: columns("id:int t:text") },
  { name: "fuzz.unproven", settable: columns("t:text"), columns: columns("id:int t:text") },
];

export interface Relation {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface Target extends Relation {
  /** Its primary key, for ON CONFLICT. */
  readonly key?: string;
  readonly settable: readonly Column[];
}
