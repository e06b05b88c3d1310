/** A small hospital, with every trap of nullability, and rows in which everything is NULL that may be. */
export const schema = `
CREATE SCHEMA care;
SET search_path = care;
CREATE DOMAIN filled AS text NOT NULL;
CREATE TABLE ward (id int PRIMARY KEY, title text NOT NULL, floor int, head int);
CREATE TABLE patient (id int PRIMARY KEY, name text NOT NULL, born date, ward_id int REFERENCES ward, weight numeric(5, 2),
  tags text[] NOT NULL DEFAULT '{}', extra jsonb, note text, created timestamptz NOT NULL DEFAULT now(), left_at timestamptz,
  rank int DEFAULT 1, label text GENERATED ALWAYS AS (name || coalesce(note, '')) STORED);
CREATE TABLE visit (id bigint PRIMARY KEY, patient_id int NOT NULL, doctor text, cost numeric(8, 2), at timestamptz NOT NULL, paid bool);
CREATE TABLE old_visit (id bigint, doctor text);
CREATE TABLE empty_table (id int NOT NULL, note text NOT NULL);
CREATE TABLE parent (id int, kind text NOT NULL, CONSTRAINT parent_id NOT NULL id NO INHERIT);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE part (id int NOT NULL, region text NOT NULL, amount int) PARTITION BY LIST (region);
CREATE TABLE part_n PARTITION OF part FOR VALUES IN ('n');
CREATE TABLE doubted (id int PRIMARY KEY, named filled);
CREATE TABLE watched (id int PRIMARY KEY, note text, state text NOT NULL);
CREATE FUNCTION blank() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.note := NULL; RETURN NEW; END';
CREATE TRIGGER blank BEFORE INSERT OR UPDATE ON watched FOR EACH ROW EXECUTE FUNCTION blank();
CREATE FUNCTION lookup(int) RETURNS text LANGUAGE sql STRICT IMMUTABLE AS 'SELECT NULL::text';
CREATE FUNCTION moody(int) RETURNS text LANGUAGE sql VOLATILE AS 'SELECT NULL::text WHERE random() < 2';
INSERT INTO ward VALUES (1, 'north', NULL, 1), (2, 'south', 2, NULL), (3, 'empty', NULL, NULL);
INSERT INTO patient (id, name, born, ward_id, weight, tags, extra, note, left_at, rank) VALUES
  (1, 'Ada', 'infinity', 1, 60.5, '{a,NULL}', '{"a": null}', 'x', 'infinity', 3),
  (2, 'Bob', NULL, NULL, NULL, '{}', NULL, NULL, NULL, NULL), (3, '', '2000-01-01', 2, NULL, '{NULL}', 'null', NULL, NULL, 2);
INSERT INTO visit VALUES (10, 1, 'Dr X', 5, 'infinity', true), (11, 1, NULL, NULL, now(), NULL), (12, 9, NULL, NULL, now(), false);
INSERT INTO old_visit VALUES (NULL, NULL), (1, 'Y');
ALTER TABLE old_visit ADD CONSTRAINT old_visit_id NOT NULL id NOT VALID;
INSERT INTO parent VALUES (1, 'p');
INSERT INTO child VALUES (NULL, 'c');
INSERT INTO part VALUES (1, 'n', NULL);
INSERT INTO doubted VALUES (1, 'd'), (2, (SELECT named FROM doubted WHERE false));
INSERT INTO watched VALUES (1, 'gone', 's');
CREATE VIEW stays AS SELECT p.id, p.name, p.note, w.id AS ward_id, w.title FROM patient p LEFT JOIN ward w ON w.id = p.ward_id;
CREATE VIEW noted AS SELECT id, note, ward_id FROM patient WHERE note IS NOT NULL;
CREATE VIEW totals AS SELECT patient_id, count(*) AS visits, sum(cost) AS cost, max(at) AS last FROM visit GROUP BY patient_id;
CREATE VIEW everyone AS SELECT id, name FROM patient UNION ALL SELECT id, title FROM ward;
CREATE VIEW nested AS SELECT s.id, s.title, t.visits FROM stays s LEFT JOIN totals t ON t.patient_id = s.id;
CREATE MATERIALIZED VIEW stored AS SELECT p.id, p.name, w.title FROM patient p LEFT JOIN ward w ON w.id = p.ward_id;
`;
