-- name: appendEvents :exec
-- rows: events
INSERT INTO catalog.events (aggregate_id, version, position, type, data, occurred_at)
SELECT :aggregate_id, :version, position, type, data, occurred_at
FROM unnest(:type::text[], :data::jsonb[], :occurred_at::timestamptz[])
  WITH ORDINALITY AS given (type, data, occurred_at, position);

-- name: appendEventsOfMany :exec
-- One event each of several aggregates.
-- rows: events
INSERT INTO catalog.events (aggregate_id, version, position, type, data, occurred_at)
SELECT aggregate_id, version, 1, type, '{}', occurred_at
FROM unnest(:aggregate_id::uuid[], :version::integer[], :type::text[], :occurred_at::timestamptz[])
  AS given (aggregate_id, version, type, occurred_at);
