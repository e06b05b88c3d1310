export const problemType = "application/problem+json";

/** A JSON schema, or any other part of the document. */
export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
}

export interface Answer {
  /** The schema of each media type; none: there is no body. */
  readonly content: ReadonlyMap<string, Schema>;
  readonly headers: ReadonlyMap<string, { readonly required: boolean; readonly schema: Schema }>;
  /** Of the problems that it has examples of. */
  readonly codes: ReadonlySet<string>;
}

/** One operation as the document describes it, with its references resolved. */
export interface Operation {
  /** As in `PUT /v1/things/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly needsToken: boolean;
  readonly parameters: readonly Parameter[];
  /** What its body may be, by media type. */
  readonly bodies: ReadonlyMap<string, Schema>;
  readonly bodyRequired: boolean;
  readonly answers: ReadonlyMap<number, Answer>;
}

/** @throws Error for a reference to what the document doesn't have */
export function operationsOf(document: Schema): readonly Operation[] {
  const { paths } = resolve(document, document) as { paths: Record<string, Record<string, RawOperation>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => toOperation(method.toUpperCase(), path, operation)),
  );
}

interface RawOperation {
  readonly security?: readonly unknown[];
  readonly parameters?: readonly RawParameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: RawContent };
  readonly responses: Readonly<Record<string, { readonly content?: RawContent; readonly headers?: RawHeaders }>>;
}

interface WithExamples {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Schema>>;
}

interface RawParameter extends WithExamples {
  readonly in: Parameter["in"];
  readonly name: string;
  readonly required?: boolean;
}

type RawContent = Readonly<Record<string, WithExamples>>;
type RawHeaders = Readonly<Record<string, { readonly required?: boolean; readonly schema: Schema }>>;

function toOperation(method: string, path: string, { security, parameters, requestBody, responses }: RawOperation) {
  const answers = Object.entries(responses).map(([status, { content = {}, headers = {} }]) => {
    const schemas = new Map(Object.entries(content).map(([mediaType, { schema }]) => [mediaType, schema]));
    const documented = Object.entries(headers).map(
      ([name, { required = true, schema }]) => [name.toLowerCase(), { required, schema }] as const,
    );
    const codes = new Set(Object.keys(content[problemType]?.examples ?? {}));
    return [Number(status), { content: schemas, headers: new Map(documented), codes }] as const;
  });
  const bodies = Object.entries(requestBody?.content ?? {}).map(
    ([mediaType, content]) => [mediaType, withExamples(content)] as const,
  );
  return {
    name: `${method} ${path}`,
    method,
    path,
    needsToken: (security ?? []).length > 0,
    parameters: (parameters ?? []).map(({ in: place, name, required = false, ...content }) => {
      return { in: place, name, required, schema: withExamples(content) };
    }),
    bodies: new Map(bodies),
    bodyRequired: requestBody?.required ?? false,
    answers: new Map(answers),
  };
}

/** Examples stand beside the schema or in it: afterwards, in it. */
function withExamples({ schema, example, examples }: WithExamples): Schema {
  const beside = [
    ...(example === undefined ? [] : [example]),
    ...Object.values(examples ?? {}).map(({ value }) => value),
  ];
  const inside = (schema["examples"] ?? []) as readonly unknown[];
  return beside.length === 0 ? schema : { ...schema, examples: [...inside, ...beside] };
}

/** The same with each `$ref` replaced by what it names. One that contains itself is refused. */
function resolve(part: unknown, document: Schema, open: readonly string[] = []): unknown {
  if (Array.isArray(part)) return part.map((element) => resolve(element, document, open));
  if (typeof part !== "object" || part === null) return part;
  const { $ref, ...rest } = part as Schema;
  if (typeof $ref !== "string")
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, resolve(value, document, open)]));
  if (open.includes($ref)) throw new Error(`${$ref} of the document contains itself: only finite schemas are known.`);
  const target = $ref
    .split("/")
    .slice(1)
    .reduce<unknown>((from, key) => (from as Schema | undefined)?.[key], document);
  if (target === undefined) throw new Error(`The document refers to ${$ref}, which it doesn't have.`);
  return { ...(resolve(target, document, [...open, $ref]) as Schema), ...rest };
}
