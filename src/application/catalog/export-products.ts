import type { Ports } from "./ports.ts";
import type { ProductFiles } from "./product-files.ts";

export const exportProducts =
  ({ productFiles }: Pick<Ports, "productFiles">): ProductFiles["exportAll"] =>
  (consume) =>
    productFiles.exportAll(consume);
