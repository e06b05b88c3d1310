import postgres from "postgres";
import { compileColumns } from "./compile-columns.ts";
import { compileParameters } from "./compile-parameters.ts";
import type { Compilation, CompiledStatement } from "./compiled-statement.ts";
import type { Describer, Description } from "./describer.ts";
import type { KnownParameters } from "./nullability/scope.ts";
import { findOverrideProblems } from "./overrides.ts";
import type { Written } from "./places.ts";
import { toPositionalText } from "./positional-text.ts";
import type { Problem } from "./problem.ts";
import type { SourceStatement } from "./statement-file.ts";
import { findTransactionControl } from "./transaction-control.ts";

const indeterminateType = "42P18";

/** A compiled statement and what it was compiled from. */
export interface DescribedStatement extends CompiledStatement, Written {
  readonly description: Description;
  readonly knownParameters: KnownParameters;
  /** The positions of those for which NULL is meant to be given. */
  readonly nullableParameters: ReadonlySet<number>;
}

/** Compiles one statement against the describer's database, or gives all of its faults that can be known together. */
export async function compileStatement(
  statement: SourceStatement,
  describer: Describer,
): Promise<Compilation<DescribedStatement>> {
  const { name, kind, documentation } = statement;
  const positional = toPositionalText(statement.body);
  const { text } = positional;
  const parameterNames = positional.parameters.map((parameter) => parameter.name);
  const faultsOfText = [
    ...positional.problems,
    ...findTransactionControl(statement.body),
    ...findOverrideProblems(statement, "param", parameterNames),
  ];
  if (faultsOfText.length > 0) return { problems: faultsOfText };

  let description: Description;
  try {
    description = await describe(text, describer);
  } catch (error) {
    return { problems: [refusal(error, { statement, positional })] };
  }
  const { catalog } = describer;
  const taken = compileParameters(statement, positional.parameters, description, catalog);
  const returned = compileColumns({ statement, positional }, description, catalog, taken.known);
  const faults = [...returned.problems, ...taken.problems];
  if (faults.length > 0) return { problems: faults };
  const { parameters, sideBySide, known, nullable } = taken;
  const { columns } = returned;
  return {
    compiled: {
      ...{ name, kind, documentation, text, parameters, sideBySide, columns },
      ...{ statement, positional, description, knownParameters: known, nullableParameters: nullable },
    },
  };
}

/** A domain's parameter is declared as its base type, so that its values can be serialized. */
async function describe(text: string, describer: Describer): Promise<Description> {
  const inferred = await describer.describe(text);
  const declared = inferred.parameterTypes.map((oid) => describer.catalog.typeOf(oid)?.parameterType ?? 0);
  const differs = declared.some((oid, index) => oid !== 0 && oid !== inferred.parameterTypes[index]);
  return differs ? describer.describe(text, declared) : inferred;
}

/**
 * What PostgreSQL has against a statement, in the author's words and at the place in the author's text: its first word
 * where PostgreSQL names none.
 *
 * @throws the error when it isn't PostgreSQL's
 */
export function refusal(error: unknown, { statement, positional }: Written): Problem {
  if (!(error instanceof postgres.PostgresError)) throw error;
  const mentioned = positional.parameters[Number(/\$(\d+)/.exec(error.message)?.[1]) - 1];
  const cast = mentioned && error.code === indeterminateType ? `Cast it, as in :${mentioned.name}::text.` : undefined;
  const advice = [error.detail, error.hint, cast].filter((text) => text !== undefined).map(positional.named);
  return {
    offset: error.position
      ? positional.offsetOf(Number(error.position))
      : (mentioned ?? statement.body[0] ?? statement).offset,
    message: positional.named(error.message),
    hint: advice.length > 0 ? advice.join(" ") : undefined,
  };
}
