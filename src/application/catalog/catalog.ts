import { addProduct } from "./add-product.ts";
import { archiveProducts } from "./archive-products.ts";
import { changePrice } from "./change-price.ts";
import { exportProducts } from "./export-products.ts";
import { importProducts } from "./import-products.ts";
import type { Ports } from "./ports.ts";
import { readProduct } from "./read-product.ts";
import { restockProduct } from "./restock-product.ts";
import { reviseProduct } from "./revise-product.ts";
import { searchProducts } from "./search-products.ts";
import { takeStock } from "./take-stock.ts";

export type Catalog = ReturnType<typeof createCatalog>;

/** All that the catalog context can do. */
export const createCatalog = (ports: Ports) => ({
  addProduct: addProduct(ports),
  readProduct: readProduct(ports),
  searchProducts: searchProducts(ports),

  reviseProduct: reviseProduct(ports),
  changePrice: changePrice(ports),
  restockProduct: restockProduct(ports),
  takeStock: takeStock(ports),
  archiveProducts: archiveProducts(ports),

  importProducts: importProducts(ports),
  exportProducts: exportProducts(ports),
});
