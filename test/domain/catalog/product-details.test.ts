import { describe, expect, test } from "vitest";
import {
  InvalidDescription,
  InvalidPrice,
  InvalidProductName,
  InvalidQuantity,
  InvalidSku,
} from "#domain/catalog/errors.ts";
import { parseProductDetails, type ProductFields } from "#domain/catalog/product-details.ts";
import { InvalidMoney } from "#domain/shared/money.ts";
import { fieldsOf } from "#test/support/catalog/product-files.ts";

describe("what a product is made of is read", () => {
  test.for<[string, Partial<ProductFields>, object]>([
    ["a SKU in capitals, without spaces around it", { sku: " ab.1_x-2 " }, { sku: "AB.1_X-2" }],
    ["a SKU of 50 characters", { sku: "A".repeat(50) }, { sku: "A".repeat(50) }],
    ["a name without spaces around it", { name: " Zoë's 李 🫖 " }, { name: "Zoë's 李 🫖" }],
    ["a description of several lines", { description: "\nOne\r\n\ttwo " }, { description: "One\n\ttwo" }],
    ["no description", { description: null }, { description: null }],
    ["a price of nothing", { price: "0" }, { price: "0.00" }],
    ["no stock", { stockQuantity: 0 }, { stockQuantity: 0 }],
  ])("%s", ([, given, expected]) => {
    const { sku, name, price, ...rest } = parseProductDetails(fieldsOf(1, given));
    const read = { sku: sku.toString(), name: name.toString(), price: price.toString(), ...rest };
    expect(read).toMatchObject(expected);
  });
});

describe("what can't be is refused", () => {
  test.for<[string, Partial<ProductFields>, new (...args: never[]) => Error]>([
    ["no SKU", { sku: " " }, InvalidSku],
    ["a SKU of 51 characters", { sku: "A".repeat(51) }, InvalidSku],
    ["a SKU with a space in it", { sku: "A 1" }, InvalidSku],
    ["a SKU that begins with a dash", { sku: "-1" }, InvalidSku],
    ["a SKU in another script", { sku: "Ä1" }, InvalidSku],
    ["no name", { name: "\u00a0" }, InvalidProductName],
    ["a name of 201 characters", { name: "x".repeat(201) }, InvalidProductName],
    ["a name of two lines", { name: "a\nb" }, InvalidProductName],
    ["half a surrogate pair in a name", { name: "\ud83e" }, InvalidProductName],
    ["an empty description", { description: " " }, InvalidDescription],
    ["a description of 5,001 characters", { description: "x".repeat(5001) }, InvalidDescription],
    ["NUL in a description", { description: "a\0" }, InvalidDescription],
    ["half a surrogate pair in a description", { description: "\ude00" }, InvalidDescription],
    ["a price below nothing", { price: "-0.01" }, InvalidPrice],
    ["a price in thousandths", { price: "1.001" }, InvalidMoney],
    ["a price with a comma", { price: "1,50" }, InvalidMoney],
    ["a price beyond the highest", { price: "100000000" }, InvalidMoney],
    ["a stock below nothing", { stockQuantity: -1 }, InvalidQuantity],
    ["half a piece", { stockQuantity: 0.5 }, InvalidQuantity],
    ["more than the most", { stockQuantity: 1_000_000_001 }, InvalidQuantity],
  ])("%s", ([, given, error]) => {
    expect(() => parseProductDetails(fieldsOf(1, given))).toThrow(error);
  });
});
