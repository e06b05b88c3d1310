-- name: appendEvents :exec
-- rows: events
INSERT INTO ordering.events (aggregate_id, version, position, type, data, occurred_at)
SELECT :aggregate_id, :version, position, type, data, occurred_at
FROM unnest(:type::text[], :data::jsonb[], :occurred_at::timestamptz[])
  WITH ORDINALITY AS given (type, data, occurred_at, position);
