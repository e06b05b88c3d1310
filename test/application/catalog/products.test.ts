import { describe, expect, test } from "vitest";
import {
  InvalidDescription,
  InvalidPrice,
  InvalidProductName,
  NotEnoughStock,
  ProductNotFound,
  SkuAlreadyTaken,
} from "#domain/catalog/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { InvalidMoney } from "#domain/shared/money.ts";
import { inMemoryCatalog } from "#test/support/catalog/in-memory-adapters.ts";
import { fieldsOf } from "#test/support/catalog/product-files.ts";

const nothing = parseId<"Product">("ffffffff-0000-7000-8000-000000000000");

describe("a product", () => {
  test("is added, and read as it is", async () => {
    const { catalog } = inMemoryCatalog();
    const added = await catalog.addProduct(fieldsOf(1));
    expect(await catalog.readProduct(added.id)).toStrictEqual(added);
    expect(added).toMatchObject(fieldsOf(1));
    await expect(catalog.addProduct(fieldsOf(2, { sku: "p-1" }))).rejects.toThrow(SkuAlreadyTaken);
  });

  test("is revised where something is given, by who saw it as it is", async () => {
    const { catalog } = inMemoryCatalog();
    const { id } = await catalog.addProduct(fieldsOf(3));
    const named = await catalog.reviseProduct({ id, name: "Teapot", expectedVersion: 1 });
    expect(named).toMatchObject({ ...fieldsOf(3), name: "Teapot", version: 2 });
    const cleared = await catalog.reviseProduct({ id, description: null, expectedVersion: 2 });
    expect(cleared).toMatchObject({ name: "Teapot", description: null, version: 3 });
    const late = catalog.reviseProduct({ id, name: "Mug", expectedVersion: 1 });
    await expect(late).rejects.toThrow(ConcurrencyConflict);
  });

  test("has its price changed, is restocked and taken from", async () => {
    const { catalog } = inMemoryCatalog();
    const { id } = await catalog.addProduct(fieldsOf(1, { stockQuantity: 1 }));
    expect(await catalog.changePrice(id, "7", { expectedVersion: 1 })).toMatchObject({ price: "7.00" });
    expect(await catalog.restockProduct(id, 2)).toMatchObject({ stockQuantity: 3 });
    expect(await catalog.takeStock(id, 3)).toMatchObject({ stockQuantity: 0, version: 4 });
    await expect(catalog.takeStock(id, 1)).rejects.toThrow(NotEnoughStock);
    await expect(catalog.changePrice(id, "8", { expectedVersion: 1 })).rejects.toThrow(ConcurrencyConflict);
  });

  test("refuses bad values before anything is read", async () => {
    const { catalog } = inMemoryCatalog();
    await expect(catalog.reviseProduct({ id: nothing, name: " " })).rejects.toThrow(InvalidProductName);
    await expect(catalog.reviseProduct({ id: nothing, description: "" })).rejects.toThrow(InvalidDescription);
    await expect(catalog.changePrice(nothing, "-1")).rejects.toThrow(InvalidPrice);
    await expect(catalog.changePrice(nothing, "1")).rejects.toThrow(ProductNotFound);
  });

  test("is found by what is asked for, until it is archived", async () => {
    const { catalog } = inMemoryCatalog();
    const { id } = await catalog.addProduct(fieldsOf(1, { price: "5.00" }));
    const search = { sort: "name", limit: 9, minPrice: "5", maxPrice: "5.0" } as const;
    expect((await catalog.searchProducts(search)).items).toHaveLength(1);
    await expect(catalog.searchProducts({ ...search, minPrice: "cheap" })).rejects.toThrow(InvalidMoney);
    expect(await catalog.archiveProducts([id])).toBe(1);
    expect((await catalog.searchProducts(search)).items).toEqual([]);
    expect((await catalog.readProduct(id)).archivedAt).not.toBeNull();
  });
});
