import { col, DataTypes, fn, Op, Sequelize, where } from "sequelize";
import { applyChange, type OpenLibrary, orders, users } from "../library.ts";
import type { StoredOrder } from "../model/order-factory.ts";
import type { StoredUser } from "../model/user-factory.ts";

const { DATE, INTEGER, TEXT, UUID } = DataTypes;

function defineModels(sequelize: Sequelize) {
  const options = { schema: "shop", timestamps: false, underscored: true };
  const User = sequelize.define(
    "User",
    {
      id: { type: UUID, primaryKey: true },
      ...{ email: TEXT, name: TEXT, role: TEXT, version: INTEGER, createdAt: DATE, updatedAt: DATE },
    },
    { ...options, tableName: "users" },
  );
  const Order = sequelize.define(
    "Order",
    {
      id: { type: UUID, primaryKey: true },
      ...{ customerId: UUID, status: TEXT, note: TEXT, version: INTEGER, placedAt: DATE },
    },
    { ...options, tableName: "orders" },
  );
  const OrderItem = sequelize.define(
    "OrderItem",
    {
      orderId: { type: UUID, primaryKey: true },
      position: { type: INTEGER, primaryKey: true },
      ...{ productId: UUID, quantity: INTEGER, unitPrice: INTEGER },
    },
    { ...options, tableName: "order_items" },
  );
  const Movement = sequelize.define(
    "StockMovement",
    { id: { type: UUID, primaryKey: true }, productId: UUID, quantity: INTEGER, reason: TEXT, occurredAt: DATE },
    { ...options, tableName: "stock_movements" },
  );
  Order.hasMany(OrderItem, { as: "items", foreignKey: "orderId" });
  return { User, Order, OrderItem, Movement };
}

/** Sequelize; plain rows where no instance is needed, children by a query of their own. */
export const open: OpenLibrary = (url, poolSize) => {
  const sequelize = new Sequelize(url, { dialect: "postgres", logging: false, pool: { max: poolSize } });
  const { User, Order, OrderItem, Movement } = defineModels(sequelize);
  return {
    async findUser(id) {
      return users.restore((await User.findByPk(id, { raw: true })) as StoredUser | null);
    },
    updateUser: (id, change) =>
      sequelize.transaction(async (transaction) => {
        const row = await User.findByPk(id, { transaction, lock: transaction.LOCK.UPDATE, raw: true });
        const user = users.restore(row as StoredUser | null);
        if (!applyChange(user, change)) return user;
        const { email, name, role, updatedAt, version } = user.snapshot;
        const values = { email, name, role, updatedAt, version: version + 1 };
        await User.update(values, { where: { id, version }, transaction });
        return users.restore({ ...user.snapshot, version: version + 1 });
      }),
    async createOrder({ snapshot: { items, ...columns } }) {
      await sequelize.transaction(async (transaction) => {
        await Order.create(columns, { transaction, returning: false });
        const rows = items.map((item, index) => ({ ...item, orderId: columns.id, position: index + 1 }));
        await OrderItem.bulkCreate(rows, { transaction, returning: false });
      });
    },
    async listOrders({ placedAt, id }, limit) {
      const rows = await Order.findAll({
        where: where(fn("ROW", col("placed_at"), col("id")), Op.lt, fn("ROW", placedAt, id)),
        order: [
          ["placedAt", "DESC"],
          ["id", "DESC"],
        ],
        limit,
        include: [{ association: "items", separate: true, order: [["position", "ASC"]] }],
      });
      return rows.map((row) => orders.restore(row.get({ plain: true }) as StoredOrder));
    },
    async insertMovements(movements) {
      await Movement.bulkCreate(
        movements.map((movement) => ({ ...movement })),
        { returning: false },
      );
    },
    close: () => sequelize.close(),
  };
};
