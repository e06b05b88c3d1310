-- name: findProducts :many
SELECT id, name, price, available
FROM ordering.products
WHERE id = ANY (:ids::uuid[]);

-- name: putProduct :exec
INSERT INTO ordering.products (id, name, price, available)
VALUES (:id, :name, :price, :available)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, price = excluded.price, available = excluded.available;
