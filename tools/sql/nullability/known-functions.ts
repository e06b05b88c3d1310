/**
 * PostgreSQL's own functions whose result is non-null when the arguments are. Strictness alone doesn't promise that:
 * `substring('a' from 'b')`, `to_char(x, '')` and `lower('empty'::int4range)` are NULL. A name stands for all of its
 * overloads; one with argument types stands for itself.
 */
export const totalFunctions = words(`
  abs acos acosd age any_value array_cat array_reverse array_sort array_to_json array_to_string ascii asin asind atan
  atan2 atan2d atand bit_count bit_length btrim cardinality casefold cbrt ceil ceiling char_length character_length chr
  clock_timestamp cos cosd cot cotd crc32 crc32c current_database current_schemas date date_add date_bin date_subtract
  date_trunc decode degrees div encode erf erfc exp factorial family floor gcd gen_random_uuid get_bit get_byte
  hashtext hashtextextended host inet_merge inet_same_family initcap interval isempty isfinite json_array_length
  json_object json_strip_nulls json_typeof jsonb_array_length jsonb_insert jsonb_object jsonb_path_exists
  jsonb_path_query_array jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_typeof justify_days justify_hours
  justify_interval lastval currval lcm left length like_escape ln localtimestamp log log10 lower(text) lower_inc
  lower_inf lpad ltrim make_date make_interval make_time make_timestamp make_timestamptz masklen md5 mod multirange
  netmask network nextval normalize now numeric_cmp numnode octet_length overlay parse_ident pg_backend_pid
  pg_column_size pg_current_xact_id pg_try_advisory_lock pg_try_advisory_xact_lock phraseto_tsquery pi
  plainto_tsquery position power quote_ident quote_literal radians random range_merge regexp_count regexp_instr
  regexp_like regexp_replace regexp_split_to_array repeat replace reverse right round row_to_json rpad rtrim set_bit
  set_byte setweight sha224 sha256 sha384 sha512 sign sin sind sinh cosh tanh split_part sqrt starts_with
  statement_timestamp strip strpos substr substring(text,integer) substring(text,integer,integer)
  substring(bytea,integer) substring(bytea,integer,integer) tan tand text timeofday timezone to_ascii to_bin
  to_char(bigint,text) to_char(double_precision,text) to_char(integer,text) to_char(numeric,text) to_char(real,text)
  to_date to_hex to_json to_jsonb to_oct to_timestamp to_tsquery to_tsvector transaction_timestamp translate trim_array
  trim_scale trunc ts_headline ts_rank ts_rank_cd txid_current unistr upper(text) upper_inc upper_inf uuidv4 uuidv7
  version websearch_to_tsquery width_bucket extract(text,time_without_time_zone) extract(text,time_with_time_zone)
  date_part(text,time_without_time_zone) date_part(text,time_with_time_zone)
`);

/** Functions that take NULL for an argument: how many of the first arguments decide, the others being free to be NULL. */
export const decidedByFirst: ReadonlyMap<string, number> = new Map([
  ...words("array_append array_prepend concat json_build_array json_build_object jsonb_build_array").map(zero),
  ...words("jsonb_build_object num_nonnulls num_nulls pg_typeof quote_nullable").map(zero),
  ...words("daterange int4range int8range numrange tsrange tstzrange").map(zero),
  ...words("array_remove array_replace concat_ws format string_to_array").map((name) => [name, 1] as const),
]);

/** Operators, except over geometric types: NULL only for NULL. Those that look into JSON are not among them. */
export const totalOperators = words(`
  = <> < <= > >= ~ !~ ~* !~* ~~ !~~ ~~* !~~* ^@ ~<~ ~<=~ ~>=~ ~>~
  || + - * / % ^ |/ ||/ @ & | # << >> <<= >>= @> <@ && -|- &< &> ? ?| ?& #- @@ !!
`);

/** Fields of a date, timestamp or interval that an infinite one has too; extracting the others from it gives NULL. */
export const fieldsOfInfinity = words("century decade epoch isoyear julian millennium year");

/** Aggregates that are non-null over no rows too. */
export const countingAggregates = words("count cume_dist dense_rank percent_rank rank regr_count");

/** Aggregates that are non-null over at least one row, since they collect NULL as a value. */
export const collectingAggregates = words("array_agg json_agg json_object_agg jsonb_agg jsonb_object_agg");

/** Aggregates that are non-null over at least one row in which their (first) argument is non-null. */
export const reducingAggregates = words(`
  any_value avg bit_and bit_or bit_xor bool_and bool_or every max min mode percentile_cont percentile_disc range_agg
  stddev_pop string_agg sum var_pop
`);

/** Window functions that are never NULL. */
export const numberingWindows = words("cume_dist dense_rank percent_rank rank row_number");

/** Functions that return rows: which of their columns are non-null in each row. */
export const rowFunctions: ReadonlyMap<string, readonly boolean[]> = new Map([
  ...words("generate_series generate_subscripts json_array_elements json_object_keys jsonb_array_elements").map(first),
  ...words("jsonb_object_keys jsonb_path_query regexp_matches regexp_split_to_table").map(first),
  ["string_to_table(text,text)", [true]],
  ["json_each", [true, true]],
  ["jsonb_each", [true, true]],
  ["json_each_text", [true, false]],
  ["jsonb_each_text", [true, false]],
]);

/** Functions whose array has only non-null elements. */
export const fullArrays = words("regexp_split_to_array string_to_array(text,text) array_positions current_schemas");

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function zero(name: string): readonly [string, number] {
  return [name, 0];
}

function first(name: string): readonly [string, readonly boolean[]] {
  return [name, [true]];
}
