import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";
import { applyChange, type OpenLibrary, orders, users } from "../library.ts";
import type { StoredUser } from "../model/user-factory.ts";

/** Prisma on its adapter for node-postgres; the lock by a raw query, for its own queries can't ask for one. */
export const open: OpenLibrary = (url, poolSize) => {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: poolSize }) });
  return {
    findUser: async (id) => users.restore(await prisma.user.findUnique({ where: { id } })),
    updateUser: (id, change) =>
      prisma.$transaction(async (transaction) => {
        const [row] = await transaction.$queryRaw<StoredUser[]>`
          SELECT id, email, name, role, version, created_at AS "createdAt", updated_at AS "updatedAt"
          FROM shop.users WHERE id = ${id}::uuid FOR UPDATE`;
        const user = users.restore(row);
        if (!applyChange(user, change)) return user;
        const { email, name, role, updatedAt, version } = user.snapshot;
        const data = { email, name, role, updatedAt, version: version + 1 };
        await transaction.user.updateMany({ where: { id, version }, data });
        return users.restore({ ...user.snapshot, version: version + 1 });
      }),
    async createOrder({ snapshot: { items, ...columns } }) {
      const rows = items.map((item, index) => ({ ...item, position: index + 1 }));
      await prisma.order.create({ data: { ...columns, items: { createMany: { data: rows } } }, select: { id: true } });
    },
    async listOrders({ placedAt, id }, take) {
      const rows = await prisma.order.findMany({
        where: { placedAt: { lte: placedAt }, OR: [{ placedAt: { lt: placedAt } }, { id: { lt: id } }] },
        orderBy: [{ placedAt: "desc" }, { id: "desc" }],
        take,
        include: { items: { orderBy: { position: "asc" } } },
      });
      return rows.map((row) => orders.restore(row));
    },
    async insertMovements(movements) {
      await prisma.stockMovement.createMany({ data: [...movements] });
    },
    close: () => prisma.$disconnect(),
  };
};
