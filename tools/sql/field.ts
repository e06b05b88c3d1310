import type { Field, FieldFormat } from "./compiled-statement.ts";
import type { OverrideLine } from "./overrides.ts";
import type { CompiledType } from "./type-catalog.ts";
import { arrayOf, orNull } from "./typescript-text.ts";

/** What the compiler has found out; the header may know better. */
interface Known {
  readonly nullable: boolean;
  readonly elementsNullable: boolean;
  /** What a JSON value is made of. */
  readonly shape?: string | undefined;
}

interface CompiledField extends Omit<Field, "name"> {
  /** Completes "Column tags ...". */
  readonly problem?: string;
}

/** The TypeScript side of a column or parameter. */
export function compileField(
  type: CompiledType,
  { nullable, elementsNullable, imported }: Omit<OverrideLine, "target" | "name">,
  known: Known,
): CompiledField {
  const canBeNull = nullable ?? known.nullable;
  const typescript =
    imported === undefined
      ? (known.shape ?? typescriptOf(type, elementsNullable ?? known.elementsNullable))
      : imported.schema
        ? `Decoded<typeof ${imported.name}>`
        : imported.name;
  const schema = imported?.schema === true ? imported.name : undefined;
  return {
    typescript: orNull(typescript, canBeNull),
    format: formatOf(type, schema, canBeNull),
    imported,
    ...(elementsNullable !== undefined &&
      type.element === undefined && { problem: "is no array: it has no elements." }),
  };
}

/** Undefined where the OID of the type says all. */
export function formatOf({ valueType }: CompiledType, schema?: string, nullable = false): FieldFormat | undefined {
  const type = typeof valueType === "number" ? undefined : valueType;
  if (schema === undefined) return type && { type };
  return { type, schema, nullable: nullable ? true : undefined };
}

function typescriptOf({ typescript, element }: CompiledType, elementsNullable: boolean): string {
  return element === undefined ? typescript : arrayOf(element.typescript, elementsNullable);
}
