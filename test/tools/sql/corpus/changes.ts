import type { Case } from "./case.ts";

export const changes: readonly Case[] = [
  ["INSERT INTO patient (id, name) VALUES (20, 'x') RETURNING id, name, note, rank, created, label, tags", "!!?!!?!"],
  [
    "INSERT INTO patient (id, name, note, rank) VALUES (20, 'x', 'n', NULL) RETURNING note, rank, old.id, new.id",
    "!??!",
  ],
  ["INSERT INTO patient (id, name, note) VALUES (20, 'x', 'n'), (21, 'y', NULL) RETURNING note", "?"],
  ["INSERT INTO patient (id, name, note) SELECT id + 50, title, title FROM ward RETURNING note, rank", "!!"],
  [
    "INSERT INTO patient (id, name, note) VALUES (1, 'x', 'n') ON CONFLICT (id) DO UPDATE SET name = 'z' RETURNING id, note, rank, old.name",
    "!???",
  ],
  [
    "INSERT INTO patient (id, name, note) VALUES (1, 'x', 'n') ON CONFLICT (id) DO UPDATE SET note = excluded.name RETURNING note",
    "!",
  ],
  [
    "INSERT INTO patient (id, name, note) VALUES (1, 'x', 'n') ON CONFLICT (id) DO UPDATE SET note = patient.note RETURNING note",
    "?",
  ],
  ["INSERT INTO patient (id, name, note) VALUES (30, 'x', 'n') ON CONFLICT DO NOTHING RETURNING note", "!"],
  ["INSERT INTO watched VALUES (5, 'kept', 's') RETURNING id, note, state", "!?!"],
  ["INSERT INTO old_visit VALUES (9, NULL) RETURNING id, doctor", "!?"],
  ["UPDATE patient SET note = 'new' WHERE id = 1 RETURNING note, old.note, new.note", "!?!"],
  ["UPDATE patient SET note = NULL WHERE note IS NOT NULL RETURNING note, old.note, new.note", "?!?"],
  ["UPDATE patient SET rank = 1 WHERE note IS NOT NULL RETURNING note, rank, label", "!!?"],
  ["UPDATE patient SET note = left_at::text WHERE left_at IS NOT NULL RETURNING note, left_at", "!!"],
  ["UPDATE patient SET rank = DEFAULT, note = DEFAULT RETURNING rank, note", "!?"],
  ["UPDATE watched SET note = 'kept' RETURNING note, old.note, state", "??!"],
  ["UPDATE watched SET state = 't' WHERE note IS NOT NULL RETURNING note, old.note", "?!"],
  ["UPDATE patient SET (note, rank) = (SELECT title, floor FROM ward LIMIT 1) RETURNING note, rank", "??"],
  [
    "UPDATE patient p SET note = w.title FROM ward w WHERE w.id = p.ward_id RETURNING p.note, w.floor, w.id, p.ward_id",
    "!?!!",
  ],
  [
    "UPDATE patient p SET rank = 2 FROM visit v LEFT JOIN ward w ON w.id = v.patient_id WHERE v.patient_id = p.id RETURNING p.id, v.id, w.id",
    "!!?",
  ],
  ["UPDATE old_visit SET doctor = 'z' WHERE id IS NOT NULL RETURNING id, old.id", "!!"],
  ["UPDATE parent SET kind = 'q' RETURNING id, kind", "?!"],
  ["DELETE FROM visit RETURNING id, doctor, old.id, new.id", "!?!?"],
  ["DELETE FROM visit WHERE doctor = 'Dr X' RETURNING doctor, old.doctor", "!!"],
  [
    "DELETE FROM visit v USING patient p WHERE p.id = v.patient_id AND p.note = 'x' RETURNING v.id, p.note, p.rank",
    "!!?",
  ],
  [
    "MERGE INTO ward w USING patient p ON w.id = p.ward_id WHEN MATCHED THEN UPDATE SET floor = 1 RETURNING merge_action(), w.id, p.id, old.id, new.id",
    "!!!!!",
  ],
  [
    "MERGE INTO ward w USING (SELECT id FROM patient) p ON w.id = p.id + 2 WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (p.id + 90, 't') RETURNING merge_action(), w.id, w.floor, old.id, new.id, p.id",
    "!!???!",
  ],
  [
    "MERGE INTO ward w USING empty_table e ON w.id = e.id WHEN NOT MATCHED BY SOURCE THEN UPDATE SET title = 'u' RETURNING w.id, e.id, old.title, new.title",
    "!?!!",
  ],
];
