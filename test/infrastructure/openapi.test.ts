import { globSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { openApiDocument } from "#tools/openapi/open-api-document.ts";

interface Example {
  readonly operation: string;
  readonly status: number;
  readonly code: string;
  readonly value: { readonly type: string; readonly title: string; readonly status: number; readonly instance: string };
}

interface Answer {
  readonly content?: Readonly<Record<string, { readonly examples?: Readonly<Record<string, Pick<Example, "value">>> }>>;
}

let operations: (readonly [name: string, path: string, operation: { readonly responses: Record<string, Answer> }])[];
let examples: Example[];
beforeAll(async () => {
  const { paths } = (await openApiDocument()) as { paths: Record<string, Record<string, { responses: object }>> };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method} ${path}`, path, operation as { responses: Record<string, Answer> }] as const,
    ),
  );
  examples = operations.flatMap(([operation, , { responses }]) =>
    Object.entries(responses).flatMap(([status, { content }]) =>
      Object.entries(content?.["application/problem+json"]?.examples ?? {}).map(([code, { value }]) => ({
        operation,
        status: Number(status),
        code,
        value,
      })),
    ),
  );
});

describe("the documented problems", () => {
  test("have the status and the type that they stand under", () => {
    expect(examples.length).toBeGreaterThan(operations.length);
    const wrong = examples.filter(({ status, code, value }) => {
      return value.status !== status || value.type !== `/problems/${code}` || value.title === "";
    });
    expect(wrong).toEqual([]);
  });

  test("have codes of the service, under the status that the code's error becomes", () => {
    expect(unknown(examples).map(({ operation, status, code }) => `${operation}: ${status} ${code}`)).toEqual([]);
    const [example] = examples;
    expect(unknown([{ ...example, status: 409, code: "made-up" }])).toHaveLength(1);
    expect(unknown([{ ...example, status: 422, code: "email-already-taken" }])).toHaveLength(1);
  });

  test("have paths that lead to their operations", () => {
    const paths = new Map(operations.map(([name, path]) => [name, path]));
    const wrong = examples.filter(({ operation, value }) => {
      const pattern = (paths.get(operation) ?? "").replaceAll(/\{\w+\}/g, "[^/{:]+");
      return !new RegExp(`^${pattern}$`).test(value.instance);
    });
    expect(wrong).toEqual([]);
  });

  test("leave out nothing that the domain refuses, except what no request can reach", () => {
    const documented = new Set(examples.map(({ status, code }) => `${status} ${code}`));
    const problems = domainProblems(usedSources());
    expect(problems.size).toBeGreaterThan(10);
    expect(problems.difference(documented)).toEqual(problems.intersection(new Set(unreachable)));
  });
});

/** Refused by the routes' schemas before the domain is asked, or guarding what is stored; those of contexts that are there. */
const unreachable = [
  "422 invalid-id",
  "422 invalid-price",
  "422 invalid-role",
  "422 invalid-member-role",
  "422 invalid-number",
  "422 invalid-currency",
  "422 invalid-order-status",
  "409 outside-identity-already-linked",
];

function unknown<Problem extends Pick<Example, "status" | "code">>(problems: readonly Problem[]): Problem[] {
  const known = knownProblems();
  return problems.filter(({ status, code }) => !known.has(`${status} ${code}`));
}

const statuses: Readonly<Record<string, number>> = {
  InvalidValue: 422,
  NotFound: 404,
  Conflict: 409,
  Unauthenticated: 401,
  Forbidden: 403,
};

/** The status and code of each class of domain error. */
function domainProblems(text: string): Set<string> {
  const kinds = Object.keys(statuses).join("|");
  const pattern = new RegExp(`class \\w+ extends (${kinds}) \\{\\s+readonly code = "([a-z-]+)"`, "g");
  return new Set([...text.matchAll(pattern)].map(([, kind = "", code]) => `${statuses[kind]} ${code}`));
}

/** Those, and what HTTP and the database bring. */
function knownProblems(): Set<string> {
  const text = sources();
  const faults = [...text.matchAll(/new RequestFault\(\s*(\d{3}),\s*"([a-z-]+)"/g)];
  const mapped = [...text.matchAll(/status: (\d{3}),\s+code: "([a-z-]+)"/g)];
  return new Set([
    ...domainProblems(text),
    ...[...faults, ...mapped].map(([, status, code]) => `${status} ${code}`),
    "412 concurrency-conflict",
    "413 body-too-large",
    "414 url-too-long",
    "415 unsupported-media-type",
  ]);
}

function sources(pattern = "src/**/*.ts"): string {
  return globSync(pattern)
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

/** The sources, without what `src/domain/shared` has for contexts that aren't there. */
function usedSources(): string {
  const others = ["src/domain/!(shared)/**/*.ts", "src/{application,infrastructure}/**/*.ts"]
    .map((pattern) => sources(pattern))
    .join("\n");
  const used = globSync("src/domain/shared/*.ts").filter((file) => others.includes(`#${file.slice("src/".length)}`));
  return [others, ...used.map((file) => readFileSync(file, "utf8"))].join("\n");
}
