import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { parsePeriod } from "#application/ordering/report-period.ts";
import { UnknownTimeZone } from "#domain/ordering/errors.ts";
import { limit } from "#infrastructure/shared/http/pages.ts";
import { refusalOf } from "#infrastructure/shared/http/problem-responses.ts";
import { closed } from "#infrastructure/shared/http/schemas.ts";
import { SalesOfDayView, SalesOfProductView } from "./ordering-schemas.ts";
import type { OrderingRoutesOptions } from "./route-options.ts";

const period = {
  from: Type.String({ format: "date", description: "The first day.", examples: ["2026-11-01"] }),
  to: Type.String({ format: "date", description: "The last day, at most 366 in all.", examples: ["2026-11-30"] }),
  timeZone: Type.String({
    maxLength: 100,
    default: "UTC",
    examples: ["Europe/London"],
    description: "Whose days they are: a name of the IANA database.",
  }),
};
const ByDayQuery = Type.Object(period, closed);
const ByProductQuery = Type.Object({ ...period, limit }, closed);
const ByDayView = Type.Object(
  { items: Type.Array(SalesOfDayView) },
  { description: "The days on which something was sold, in their order." },
);
const ByProductView = Type.Object(
  { items: Type.Array(SalesOfProductView) },
  { description: "The products with the highest revenue first." },
);

const periodProblems = [
  refusalOf(() => parsePeriod({ from: "2026-11-30", to: "2026-11-01", timeZone: "UTC" })),
  new UnknownTimeZone(),
];

const schema = {
  tags: ["ordering: sales"],
  description: "Of orders that are confirmed, shipped or delivered, by the time when they were placed.",
};

export const salesRoutes =
  ({ ordering, authentication }: OrderingRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.adminOnly;

    app.get(
      "/v1/sales/by-day",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "reportSalesByDay",
          summary: "Sales by day",
          querystring: ByDayQuery,
          response: { 200: ByDayView },
          problems: [...periodProblems],
        },
      },
      async ({ query }) => ({ items: [...(await ordering.reportSalesByDay(query))] }),
    );

    app.get(
      "/v1/sales/by-product",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "reportSalesByProduct",
          summary: "Sales by product",
          querystring: ByProductQuery,
          response: { 200: ByProductView },
          problems: [...periodProblems],
        },
      },
      async ({ query: { limit: most, ...given } }) => ({
        items: [...(await ordering.reportSalesByProduct(given, most))],
      }),
    );
  };
