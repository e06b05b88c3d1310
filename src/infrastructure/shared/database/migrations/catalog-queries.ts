/**
 * What `readCatalog` asks PostgreSQL. $1: the schemas to read, or null for all; $2: the schema of the history, which is
 * left out then.
 */
const chosen = `(CASE WHEN $1::text[] IS NULL
  THEN n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', $2)
  ELSE n.nspname = ANY ($1) END)`;

const ownWork = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend WHERE classid = '${catalog}'::regclass AND objid = ${oid} AND deptype = 'e')`;

/** What differs from the rights that such an object has from the start. */
const grants = (acl: string, kind: string, owner: string): string => {
  const rights = (list: string): string => `SELECT grantee, privilege_type, is_grantable FROM aclexplode(${list})`;
  const [given, usual] = [
    rights(`coalesce(${acl}, acldefault('${kind}', ${owner}))`),
    rights(`acldefault('${kind}', ${owner})`),
  ];
  const lines = (verb: string, preposition: string, difference: string): string => `
    SELECT format('${verb} %s ${preposition} %s', string_agg(privilege_type, ', ' ORDER BY privilege_type),
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
      || CASE WHEN is_grantable AND '${verb}' = 'GRANT' THEN ' WITH GRANT OPTION' ELSE '' END AS line
    FROM (${difference}) AS difference GROUP BY grantee, is_grantable`;
  return `(SELECT coalesce(json_agg(line ORDER BY line COLLATE "C"), '[]') FROM (
    ${lines("GRANT", "TO", `${given} EXCEPT ${usual}`)} UNION ALL ${lines("REVOKE", "FROM", `${usual} EXCEPT ${given}`)}
  ) AS lines)`;
};

const list = (query: string): string => `(SELECT coalesce(json_agg(part), '[]') FROM (${query}) AS part)`;

const names = (relation: string, numbers: string): string => `(
  SELECT coalesce(json_agg(attname ORDER BY position), '[]') FROM unnest(${numbers}) WITH ORDINALITY AS key (number, position)
  LEFT JOIN pg_attribute ON attrelid = ${relation} AND attnum = key.number AND key.number > 0)`;

const action = (code: string): string =>
  `CASE ${code} WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END`;

const columns = list(`
  SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
    CASE a.attgenerated WHEN '' THEN pg_get_expr(d.adbin, d.adrelid) END AS default,
    CASE a.attgenerated WHEN 's' THEN format('(%s) STORED', pg_get_expr(d.adbin, d.adrelid))
      WHEN 'v' THEN format('(%s) VIRTUAL', pg_get_expr(d.adbin, d.adrelid)) END AS generated,
    CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END AS identity,
    CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END AS collation,
    array_remove(ARRAY[
      CASE WHEN a.attstorage <> t.typstorage THEN 'STORAGE ' ||
        CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END,
      CASE a.attcompression WHEN 'p' THEN 'COMPRESSION pglz' WHEN 'l' THEN 'COMPRESSION lz4' END,
      CASE WHEN a.attstattarget >= 0 THEN 'STATISTICS ' || a.attstattarget END,
      '(' || array_to_string(a.attoptions, ', ') || ')'
    ], NULL) AS settings,
    col_description(a.attrelid, a.attnum) AS comment, ${grants("a.attacl", "c", "c.relowner")} AS grants
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`);

const constraints = list(`
  SELECT conname AS name,
    CASE contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclude' WHEN 'f' THEN 'foreign key'
      WHEN 'c' THEN 'check' ELSE 'not null' END AS kind,
    ${names("conrelid", "conkey")} AS columns, pg_get_constraintdef(k.oid) AS definition, convalidated AS validated,
    coninhcount > 0 AND NOT conislocal OR conparentid <> 0 AS inherited,
    CASE contype WHEN 'f' THEN (
      SELECT json_build_object('schema', rn.nspname, 'table', r.relname, 'columns', ${names("confrelid", "confkey")},
        'onUpdate', ${action("confupdtype")}, 'onDelete', ${action("confdeltype")})
      FROM pg_class r JOIN pg_namespace rn ON rn.oid = r.relnamespace WHERE r.oid = confrelid) END AS references,
    obj_description(k.oid, 'pg_constraint') AS comment
  FROM pg_constraint k WHERE conrelid = c.oid AND contype IN ('p', 'u', 'x', 'f', 'c', 'n')
  ORDER BY array_position('{p,u,x,f,c,n}', contype), conname`);

const indexes = list(`
  SELECT ic.relname AS name, pg_get_indexdef(i.indexrelid) AS definition, i.indisvalid AND i.indisready AS valid,
    i.indisunique AS unique, i.indpred IS NOT NULL AS partial,
    ${names("i.indrelid", "(i.indkey::int2[])[0:i.indnkeyatts - 1]")} AS columns,
    EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND conrelid = i.indrelid) AS "ofConstraint",
    ic.relispartition AS inherited, obj_description(i.indexrelid, 'pg_class') AS comment
  FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid ORDER BY ic.relname`);

const triggers = list(`
  SELECT tgname AS name, pg_get_triggerdef(g.oid) || CASE tgenabled WHEN 'O' THEN '' WHEN 'D' THEN ' (disabled)'
    WHEN 'R' THEN ' (replica)' ELSE ' (always)' END AS definition, obj_description(g.oid, 'pg_trigger') AS comment
  FROM pg_trigger g WHERE tgrelid = c.oid AND NOT tgisinternal AND tgparentid = 0 ORDER BY tgname`);

const policies = list(`
  SELECT polname AS name, concat_ws(' ', CASE WHEN polpermissive THEN 'AS PERMISSIVE' ELSE 'AS RESTRICTIVE' END,
    'FOR ' || CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
    'TO ' || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', '
      ORDER BY pg_get_userbyid(role)) FROM unnest(polroles) AS role),
    'USING (' || pg_get_expr(polqual, polrelid) || ')', 'WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')'
  ) AS definition, obj_description(y.oid, 'pg_policy') AS comment
  FROM pg_policy y WHERE polrelid = c.oid ORDER BY polname`);

const relations = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${chosen} AND ${ownWork("pg_class", "c.oid")}`;

export const queries = {
  schemas: `
    SELECT n.nspname AS name, obj_description(n.oid, 'pg_namespace') AS comment,
      ${grants("CASE n.nspname WHEN 'public' THEN NULL ELSE n.nspacl END", "n", "n.nspowner")} AS grants,
      (SELECT coalesce(json_agg(extname ORDER BY extname), '[]') FROM pg_extension
        WHERE extnamespace = n.oid) AS extensions
    FROM pg_namespace n WHERE ${chosen} ORDER BY n.nspname`,

  types: `
    SELECT n.nspname AS schema, t.typname AS name,
      CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'r' THEN 'range' WHEN 'd' THEN 'domain' ELSE 'composite' END AS kind,
      CASE t.typtype
        WHEN 'e' THEN (SELECT format('ENUM (%s)', string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder))
          FROM pg_enum WHERE enumtypid = t.oid)
        WHEN 'r' THEN (SELECT format('RANGE (SUBTYPE = %s, MULTIRANGE_TYPE_NAME = %s)', format_type(rngsubtype, NULL),
          format_type(rngmultitypid, NULL)) FROM pg_range WHERE rngtypid = t.oid)
        WHEN 'd' THEN concat_ws(' ', format_type(t.typbasetype, t.typtypmod),
          'DEFAULT ' || t.typdefault, CASE WHEN t.typnotnull THEN 'NOT NULL' END,
          (SELECT string_agg(format('CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)), ' ' ORDER BY conname)
            FROM pg_constraint WHERE contypid = t.oid AND contype = 'c'))
        ELSE (SELECT format('(%s)', string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', '
          ORDER BY attnum)) FROM pg_attribute WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped)
      END AS definition,
      (SELECT coalesce(json_agg(DISTINCT format_type(refobjid, NULL)), '[]') FROM pg_depend
        WHERE refclassid = 'pg_type'::regclass AND deptype = 'n'
          AND (classid = 'pg_type'::regclass AND objid = t.oid OR classid = 'pg_class'::regclass AND objid = t.typrelid)
      ) AS uses,
      obj_description(t.oid, 'pg_type') AS comment, ${grants("t.typacl", "T", "t.typowner")} AS grants
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class r ON r.oid = t.typrelid
    WHERE ${chosen} AND ${ownWork("pg_type", "t.oid")} AND (t.typtype IN ('e', 'r', 'd') OR r.relkind = 'c')
    ORDER BY n.nspname, t.typname`,

  sequences: `
    SELECT n.nspname AS schema, c.relname AS name,
      format('AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s', format_type(s.seqtypid, NULL),
        s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END
      ) AS definition,
      (SELECT format('%s.%I', refobjid::regclass, attname) FROM pg_depend
        JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
        WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype IN ('a', 'i')) AS "ownedBy",
      EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'i') AS "ofIdentity",
      obj_description(c.oid, 'pg_class') AS comment, ${grants("c.relacl", "s", "c.relowner")} AS grants
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
    WHERE ${chosen} AND ${ownWork("pg_class", "c.oid")} ORDER BY n.nspname, c.relname`,

  functions: `
    SELECT n.nspname AS schema, p.proname AS name, pg_get_function_identity_arguments(p.oid) AS arguments,
      CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
      CASE p.prokind WHEN 'a' THEN (SELECT format('SFUNC = %s, STYPE = %s', aggtransfn, format_type(aggtranstype, NULL))
        FROM pg_aggregate WHERE aggfnoid = p.oid) ELSE pg_get_functiondef(p.oid) END AS definition,
      obj_description(p.oid, 'pg_proc') AS comment, ${grants("p.proacl", "f", "p.proowner")} AS grants
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${chosen} AND ${ownWork("pg_proc", "p.oid")}
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'i')
    ORDER BY n.nspname, p.proname, 3`,

  tables: `
    SELECT n.nspname AS schema, c.relname AS name, obj_description(c.oid, 'pg_class') AS comment,
      c.relpersistence = 'u' AS unlogged, pg_get_partkeydef(c.oid) AS "partitionKey",
      (SELECT json_build_object('parent', inhparent::regclass::text, 'bounds', pg_get_expr(c.relpartbound, c.oid))
        FROM pg_inherits WHERE inhrelid = c.oid AND c.relispartition) AS "partitionOf",
      (SELECT coalesce(json_agg(inhparent::regclass::text ORDER BY inhseqno), '[]') FROM pg_inherits
        WHERE inhrelid = c.oid AND NOT c.relispartition) AS inherits,
      coalesce(c.reloptions, '{}') AS options,
      array_remove(ARRAY[CASE WHEN c.relrowsecurity THEN 'ENABLE' END, CASE WHEN c.relforcerowsecurity THEN 'FORCE' END],
        NULL) AS "rowSecurity",
      ${columns} AS columns, ${constraints} AS constraints, ${indexes} AS indexes, ${triggers} AS triggers,
      ${policies} AS policies, ${grants("c.relacl", "r", "c.relowner")} AS grants
    ${relations} AND c.relkind IN ('r', 'p') ORDER BY n.nspname, c.relname`,

  views: `
    SELECT n.nspname AS schema, c.relname AS name, c.relkind = 'm' AS materialized,
      rtrim(pg_get_viewdef(c.oid), ';') AS definition, coalesce(c.reloptions, '{}') AS options,
      ${list(`SELECT attname AS name, format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) AS comment
        FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 ORDER BY attnum`)} AS columns,
      (SELECT coalesce(json_agg(DISTINCT refobjid::regclass::text), '[]') FROM pg_rewrite r JOIN pg_depend d
        ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
        WHERE r.ev_class = c.oid AND d.refobjid <> c.oid) AS reads,
      ${indexes} AS indexes, ${triggers} AS triggers,
      obj_description(c.oid, 'pg_class') AS comment, ${grants("c.relacl", "r", "c.relowner")} AS grants
    ${relations} AND c.relkind IN ('v', 'm') ORDER BY n.nspname, c.relname`,

  others: `
    SELECT n.nspname AS schema, description FROM pg_namespace n JOIN (
      SELECT stxnamespace AS namespace, pg_get_statisticsobjdef(oid) AS description FROM pg_statistic_ext
      UNION ALL SELECT relnamespace, pg_get_ruledef(r.oid) FROM pg_rewrite r JOIN pg_class ON pg_class.oid = ev_class
        WHERE rulename <> '_RETURN'
      UNION ALL SELECT relnamespace, 'foreign table ' || oid::regclass FROM pg_class WHERE relkind = 'f'
      UNION ALL ${[
        ["pg_operator", "oprnamespace"],
        ["pg_opclass", "opcnamespace"],
        ["pg_opfamily", "opfnamespace"],
        ["pg_collation", "collnamespace"],
        ["pg_conversion", "connamespace"],
        ["pg_ts_config", "cfgnamespace"],
        ["pg_ts_dict", "dictnamespace"],
      ]
        .map(
          ([catalog = "", namespace]) =>
            `SELECT ${namespace}, pg_describe_object('${catalog}'::regclass, oid, 0) FROM ${catalog} o WHERE ${ownWork(catalog, "o.oid")}`,
        )
        .join(" UNION ALL ")}
    ) AS other ON other.namespace = n.oid WHERE ${chosen} ORDER BY n.nspname, description COLLATE "C"`,
} as const;
