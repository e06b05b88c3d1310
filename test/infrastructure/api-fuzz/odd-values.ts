import fc from "fast-check";
import { unicodeText } from "./unicode-text.ts";

/** Nasty on purpose: what parsers, PostgreSQL, Intl, Date and the URL are known to stumble over. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...["", " ", "\0", "a\0b", "\ud800", "\udc00x", "%00", "%", "-", "null", "true", "NaN", "Infinity", "1e999"],
    ...["-1", "0", "1.5", "0x10", "99999999.99", "9".repeat(40), "İ", "\u202e", "\u0007", "\ufeff", "🦆".repeat(130)],
    ...["__proto__", "constructor", "' OR true --", "\\", '"', "a/b", "../..", "a".repeat(256), "b".repeat(3_000)],
    ...["0000-01-01", "2026-02-30", "2016-12-31T23:59:60Z", "9999-12-31T23:59:59.999999999+14:00", "+275760-09-13"],
    ...["en-u-ca-x", "Etc/GMT+14", "EST5EDT", "+25:00", "urn:uuid:0192f5d0-0000-7000-8000-000000000000"],
  ),
  unicodeText({ maxLength: 40 }),
  fc.uuid(),
  fc.stringMatching(/^\d{1,20}$/),
);

const oddNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 1e300, -1e300, 2 ** 31, 2 ** 53, 2 ** 63, 8.64e15, 1e-7),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: oddText },
  { weight: 3, arbitrary: oddNumber },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], "x".repeat(100_000)) },
  { weight: 2, arbitrary: fc.jsonValue() },
);
