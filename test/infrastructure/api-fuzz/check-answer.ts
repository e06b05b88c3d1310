import { type Answer, type Operation, problemType, type Schema } from "./document.ts";
import { type Expectation, isJson } from "./request.ts";
import { validatorOf } from "./schema-validation.ts";
import type { ReceivedAnswer } from "./send.ts";

/** What is too long is refused before it is known which operation it is for: none documents these. */
const ofHttpItself = [414, 431];

/** Traces of the inside: stacks, paths of the source, SQL, PostgreSQL's own messages. */
const inside =
  /\n\s+at |node_modules|\.ts:\d|\b(?:SELECT|DELETE|INSERT INTO|UPDATE)\b.*\b(?:FROM|VALUES|SET|WHERE)\b|violates .*constraint|PostgresError|syntax error at/;

/** Holds an answer against what the document says of the operation. @returns what is wrong, a sentence each */
export function faultsOf(operation: Operation, expected: Expectation, answer: ReceivedAnswer): readonly string[] {
  const { status } = answer;
  if (status >= 500 && status !== 503) return [`it answered ${status}`];
  const documented = operation.answers.get(status);
  const mayBeElsewhere = expected === "another" || ofHttpItself.includes(status);
  if (documented === undefined && !mayBeElsewhere)
    return [`the status ${status} is not documented`, ...problemFaults(answer)];
  return [
    ...expectationFaults(expected, answer),
    ...(documented === undefined ? problemFaults(answer) : documentedFaults(documented, answer)),
    ...(documented === undefined || mayBeElsewhere ? [] : codeFaults(documented, answer)),
    ...(inside.test(answer.body.toString()) ? ["its body tells of the inside of the service"] : []),
  ];
}

function expectationFaults(expected: Expectation, { status, body }: ReceivedAnswer): string[] {
  if (expected === "refusal" && status < 400) return [`${status} answers what the schemas forbid`];
  if (expected === "allowed" && status === 400 && body.includes('"/problems/invalid-request"'))
    return ["what the schemas allow is refused as an invalid request"];
  if (Array.isArray(expected) && ![...expected, ...ofHttpItself].includes(status))
    return [`${status} came instead of ${expected.join(" or ")}`];
  return [];
}

function documentedFaults({ content, headers }: Answer, answer: ReceivedAnswer): string[] {
  const faults = [...headers].flatMap(([name, { required, schema }]) => {
    const value = answer.headers[name];
    if (value === undefined) return required ? [`its header ${name} is missing`] : [];
    return validatorOf(schema)(value) ? [] : [`its header ${name} is ${JSON.stringify(value)}`];
  });
  if (content.size === 0)
    return answer.body.length === 0 ? faults : [...faults, "it has a body, and none is documented"];
  const mediaType = mediaTypeOf(answer);
  const schema = content.get(mediaType);
  if (schema === undefined)
    return [...faults, `its media type is ${mediaType}, not ${[...content.keys()].join(" or ")}`];
  return [...faults, ...bodyFaults(schema, answer), ...(mediaType === problemType ? problemFaults(answer) : [])];
}

function bodyFaults(schema: Schema, answer: ReceivedAnswer): string[] {
  const text = answer.body.toString();
  const value = isJson(mediaTypeOf(answer)) ? parse(text) : text;
  const validate = validatorOf(closed(schema));
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const { additionalProperty } = params as { additionalProperty?: string };
    return `its body doesn't fit: ${instancePath.replaceAll(/\/\d+/g, "/0") || "/"} ${message} ${additionalProperty ?? ""}`.trim();
  });
}

function codeFaults({ codes }: Answer, answer: ReceivedAnswer): string[] {
  if (mediaTypeOf(answer) !== problemType) return [];
  const { type } = (parse(answer.body.toString()) ?? {}) as { type?: unknown };
  const code = String(type).replace("/problems/", "");
  return codes.has(code) ? [] : [`of the status ${answer.status} the document has no example ${code}`];
}

/** What every answer that is a problem promises. */
function problemFaults(answer: ReceivedAnswer): string[] {
  if (mediaTypeOf(answer) !== problemType) return [`its media type is ${mediaTypeOf(answer)}, not ${problemType}`];
  const problem = parse(answer.body.toString()) as Partial<Record<string, unknown>> | undefined;
  const faults: string[] = [];
  if (problem?.["status"] !== answer.status) faults.push(`its problem has the status ${String(problem?.["status"])}`);
  if (!/^\/problems\/[a-z][a-z-]*$/.test(String(problem?.["type"]))) faults.push("its problem has no code");
  if (problem?.["requestId"] !== answer.headers["x-request-id"]) faults.push("its problem has another request id");
  return faults;
}

function mediaTypeOf({ headers }: ReceivedAnswer): string {
  return /^[^;]*/.exec(String(headers["content-type"]))?.[0] ?? "";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const closedSchemas = new WeakMap<Schema, Schema>();

/** The same schema, with no fields but those it names. */
function closed(schema: Schema): Schema {
  const known = closedSchemas.get(schema);
  if (known !== undefined) return known;
  const result = close(schema) as Schema;
  closedSchemas.set(schema, result);
  return result;
}

function close(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(close);
  if (typeof part !== "object" || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, close(value)]));
  return "properties" in part && !("additionalProperties" in part) && (part as Schema)["type"] === "object"
    ? { ...inner, additionalProperties: false }
    : inner;
}
