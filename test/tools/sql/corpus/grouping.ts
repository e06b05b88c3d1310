import type { Case } from "./case.ts";

export const grouping: readonly Case[] = [
  ["SELECT count(*), count(doctor), sum(cost), max(id), array_agg(id) FROM visit", "!!???"],
  ["SELECT doctor, count(*), sum(cost), max(id), avg(patient_id) FROM visit GROUP BY doctor", "?!?!!"],
  ["SELECT patient_id, min(at), string_agg(doctor, ','), bool_and(paid) FROM visit GROUP BY patient_id", "!!??"],
  ["SELECT doctor, array_agg(cost), jsonb_agg(cost), json_object_agg(id, cost) FROM visit GROUP BY doctor", "?!!!"],
  ["SELECT doctor, sum(id) FILTER (WHERE paid), count(*) FILTER (WHERE paid) FROM visit GROUP BY doctor", "??!"],
  ["SELECT patient_id, doctor, sum(id) FROM visit GROUP BY ROLLUP (patient_id, doctor)", "???"],
  ["SELECT patient_id, max(id) FROM visit GROUP BY CUBE (patient_id)", "??"],
  ["SELECT patient_id, id, max(at) FROM visit GROUP BY GROUPING SETS ((patient_id, id), (patient_id))", "!?!"],
  ["SELECT patient_id, max(at) FROM visit GROUP BY GROUPING SETS ((patient_id), ())", "??"],
  ["SELECT patient_id, id, max(at) FROM visit GROUP BY patient_id, ROLLUP (id)", "!?!"],
  ["SELECT GROUPING(doctor) AS g, coalesce(doctor, '-') AS d FROM visit GROUP BY ROLLUP (doctor)", "!!"],
  ["SELECT id IS NULL AS missing FROM visit GROUP BY ROLLUP (id)", "!"],
  [
    "SELECT p.id, p.name, count(v.id), max(v.id) FROM patient p LEFT JOIN visit v ON v.patient_id = p.id GROUP BY p.id",
    "!!!?",
  ],
  ["SELECT coalesce(sum(cost), 0) AS total FROM visit", "!"],
  ["SELECT max(n) AS n FROM (VALUES (1), (2)) v (n)", "!"],
  ["SELECT count(*) FROM visit HAVING count(*) > 0", "!"],
  ["SELECT patient_id, stddev_samp(cost), stddev_pop(id) FROM visit GROUP BY patient_id", "!?!"],
  [
    "SELECT patient_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY id), mode() WITHIN GROUP (ORDER BY doctor) FROM visit GROUP BY patient_id",
    "!!?",
  ],
  [
    "SELECT row_number() OVER () AS a, rank() OVER (ORDER BY id) AS b, ntile(2) OVER () AS c, cume_dist() OVER (ORDER BY id) AS d FROM visit",
    "!!!!",
  ],
  [
    "SELECT lag(id) OVER w AS a, lead(id, 1, 0::bigint) OVER w AS b, first_value(id) OVER w AS c, nth_value(id, 2) OVER w AS d FROM visit WINDOW w AS (ORDER BY id)",
    "?!!?",
  ],
  ["SELECT sum(id) OVER (ORDER BY id) AS a, sum(cost) OVER () AS b, count(*) OVER () AS c FROM visit", "!?!"],
  ["SELECT sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS a FROM visit", "?"],
  ["SELECT max(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS a FROM visit", "!"],
  [
    "SELECT max(id) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS a FROM visit",
    "?",
  ],
  [
    "SELECT last_value(at) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE TIES) AS a FROM visit",
    "!",
  ],
  ["SELECT max(id) FILTER (WHERE paid) OVER () AS a FROM visit", "?"],
  [
    "SELECT doctor, sum(sum(id)) OVER () AS a, lag(count(*)) OVER (ORDER BY doctor) AS b FROM visit GROUP BY doctor",
    "?!?",
  ],
];
