import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { type OpenLibrary, orders, users } from "../library.ts";
import { PostgresOrderRepository } from "./plinth/postgres-order-repository.ts";
import { PostgresStockLedger } from "./plinth/postgres-stock-ledger.ts";
import { PostgresUserRepository } from "./plinth/postgres-user-repository.ts";

/** The starter's own `DataSource`, compiled queries and repositories. */
export const open: OpenLibrary = (url, poolSize) => {
  const dataSource = createDataSource({ url, size: poolSize });
  const userRepository = new PostgresUserRepository(dataSource, users);
  const orderRepository = new PostgresOrderRepository(dataSource, orders);
  const ledger = new PostgresStockLedger(dataSource);
  return {
    findUser: (id) => userRepository.read(id),
    updateUser: (id, change) => userRepository.update(id, change),
    createOrder: (order) => orderRepository.create(order),
    listOrders: (after, limit) => orderRepository.list(after, limit),
    insertMovements: (movements) => ledger.append(movements),
    close: () => dataSource.close(),
  };
};
