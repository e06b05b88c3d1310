import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidProductFile } from "#application/catalog/invalid-product-file.ts";
import { parseProductDetails, type ProductFields } from "#domain/catalog/product-details.ts";
import { formatNames, formats } from "#infrastructure/catalog/product-file-formats.ts";
import { all, fieldsOf, piecesOf } from "#test/support/catalog/product-files.ts";

const heading = "sku,name,description,price,stockQuantity";
const read = (format: "csv" | "ndjson", text: string | Uint8Array, size?: number) =>
  all(formats[format].read(piecesOf(text, size)));
const mug: ProductFields = { sku: "M-1", name: "Mug", description: null, price: "12.50", stockQuantity: 20 };
const good = "M-1,Mug,,12.50,20";

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

describe.for(formatNames)("%s", (format) => {
  const text = fc
    .oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
      fc.constantFrom('"', '""', ",", "a\nb", "\r\n\n", "=", "\ufffd"),
    )
    .filter((value) => !/[^\P{Cc}\n\r\t]/u.test(value));
  const product = fc.record({
    sku: fc.stringMatching(/^[A-Z\d][A-Z\d._-]{0,20}$/),
    name: text.map((value) => value.replaceAll(/[\r\n\t]/g, " ")).filter((value) => value.trim() !== ""),
    description: fc.option(text.filter((value) => value.trim() !== "")),
    price: fc.integer({ min: 0, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)),
    stockQuantity: fc.nat({ max: 1_000_000_000 }),
  });
  const plain = (fields: ProductFields) => {
    const { sku, name, description, price, stockQuantity } = parseProductDetails(fields);
    return [sku.toString(), name.toString(), description, price.toString(), stockQuantity];
  };

  test("what is written is read again, in pieces of any size", async () => {
    const property = fc.asyncProperty(
      fc.array(product, { maxLength: 8 }),
      fc.integer({ min: 1, max: 80 }),
      async (products, size) => {
        const written = (await all(formats[format].write(each(products)))).join("");
        const lines = await all(formats[format].read(piecesOf(written, size)));
        expect(lines.map((line) => ("product" in line ? plain(line.product) : line))).toEqual(products.map(plain));
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});

describe("a CSV", () => {
  test("names its columns in any order, may have a byte order mark, blank lines and any line ends", async () => {
    const lines = await read(
      "csv",
      '\ufeffprice, sku ,stockQuantity,name,description\r\n12.50,M-1,20,Mug,\n\n 12.50 ,M-2, 20 ,"Mug"," "',
    );
    expect(lines).toEqual([
      { line: 2, product: mug },
      { line: 4, product: { ...mug, sku: "M-2" } },
    ]);
  });

  test.for([
    ["nothing at all", "", "Here there is none."],
    ["no heading", good, 'Here "M-1" is none of them.'],
    ["a column missing", "sku,name,description,price\n", "Here stockQuantity is missing."],
    ["descriptions missing, which it would clear", "sku,name,price,stockQuantity\n", "Here description is missing."],
    ["a column twice", `${heading},sku\n`, "Here one comes twice."],
    ["a heading that can't be read", 'sku,"name\n', "is none of them."],
  ] as const)("with %s is refused as a whole", async ([, text, what]) => {
    const refused = read("csv", text);
    await expect(refused).rejects.toThrow(what);
    await expect(refused).rejects.toThrow(InvalidProductFile);
  });

  test.for<[string, string, string]>([
    ["too few values", "M-9,Mug", "Expected 5 values, as in the heading, but found 2."],
    ["too many values", `${good},1`, "Expected 5 values, as in the heading, but found 6."],
    ["text behind a quote", 'M-9,"Mug"blue,,12.50,20', "A quote is wrong"],
    ["a quote in the middle", 'M-9,4" pipe,,12.50,20', "A quote is"],
    ["a quote that is never closed", 'M-9,"Mug,,12.50,20', "A quote is"],
    ["a quote that is never closed, and blank lines behind it", `M-9,"Mug${"\n".repeat(20_000)}`, "not closed within"],
    ["no whole number for the stock", "M-9,Mug,,12.50,many", 'stockQuantity must be a whole number, but is "many".'],
    ["no stock", "M-9,Mug,,12.50,", "stockQuantity must be a whole number"],
    ["a very long line", `M-9,${"x".repeat(70_000)},,12.50,20`, "longer than 65536 bytes"],
  ])("with %s in one line loses that line and no other", async ([, bad, reason]) => {
    const before = Array.from({ length: 3 }, (_, n) => `B-${n},Mug,,12.50,20`);
    const after = Array.from({ length: 400 }, (_, n) => `A-${n},"Mug, blue","With ""handle"" and\nlid",12.50,20`);
    const lines = await read("csv", [heading, ...before, bad, ...after].join("\n"));
    const skus = lines.flatMap((line) => ("product" in line ? line.product.sku : []));
    expect(lines.filter((line) => "reason" in line)).toEqual([{ line: 5, reason: expect.stringContaining(reason) }]);
    expect(skus).toEqual([...before, ...after].map((line) => line.slice(0, line.indexOf(","))));
    expect(lines.at(-1)?.line).toBe(5 + bad.split("\n").length + 2 * 400 - 2);
  });

  test("drops nothing behind a lone carriage return", async () => {
    expect(await read("csv", `${heading}\nM-1,"Mug\r",,12.50,20\rM-2,"Mug"\n`)).toEqual([
      { line: 2, reason: expect.stringContaining("found 6") },
    ]);
  });

  test("tells of a line that isn't UTF-8", async () => {
    const text = Buffer.concat([
      Buffer.from(`${heading}\nM-9,M`),
      Buffer.from([0xfc]),
      Buffer.from(`g,,1,1\n${good}\n`),
    ]);
    expect(await read("csv", text)).toEqual([
      { line: 2, reason: "The line isn't valid UTF-8." },
      { line: 3, product: mug },
    ]);
  });
});

describe("an NDJSON", () => {
  test("has a product in each line, and may have blank lines", async () => {
    const text = `${JSON.stringify(mug)}\r\n\n${JSON.stringify(mug)}`;
    expect(await read("ndjson", text)).toEqual([
      { line: 1, product: mug },
      { line: 3, product: mug },
    ]);
    expect(await read("ndjson", "")).toEqual([]);
  });

  test.for<[string, string, string]>([
    ["no JSON", "sku,name", "The line isn't a JSON object."],
    ["no object", "[1]", "must be object."],
    ["nothing in it", "{}", "sku is missing; name is missing; description is missing; price is missing"],
    [
      "no word of a description, which it would clear",
      JSON.stringify({ ...mug, description: undefined }),
      "description is missing.",
    ],
    ["a price that is a number", JSON.stringify({ ...mug, price: 12.5 }), "price must be string."],
    ["an unknown field", JSON.stringify({ ...mug, colour: "blue" }), "colour is not known."],
    ["a forbidden field", '{"__proto__":{"sku":"X"}}', "__proto__ is not known"],
    ["half a piece", JSON.stringify({ ...mug, stockQuantity: 0.5 }), "stockQuantity must be integer."],
  ])("with %s in one line loses that line and no other", async ([, bad, reason]) => {
    const lines = await read("ndjson", [JSON.stringify(mug), bad, JSON.stringify(mug)].join("\n"));
    expect(lines).toEqual([
      { line: 1, product: mug },
      { line: 2, reason: expect.stringContaining(reason) },
      { line: 3, product: mug },
    ]);
  });
});

test("what a spreadsheet makes of an export is what it was", async () => {
  const written = await all(formats.csv.write(each([fieldsOf(3)])));
  expect(written).toEqual([`${heading}\r\n`, 'P-3,Product 3,"The 3th, ""in stock"", and\nmore",3.99,3\r\n']);
});
