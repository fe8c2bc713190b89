"""What is asked of a PostgreSQL server: these statements, in this order, and no others.

They read `pg_catalog` alone, which every role may read: no row of a table, and no function but the server's own. All
are in one transaction, so that a pooler gives them to one session and nothing of them stays in it.
"""

from __future__ import annotations

#: The most columns that are read of a database, and the most characters of a comment.
MOST_COLUMNS = 200_000
_LONGEST_COMMENT = 500
#: How long the statements may take, and how long they wait for a lock, in seconds.
STATEMENT_SECONDS, LOCK_SECONDS = 10, 3

#: A transaction that can write nothing. What the address or the role sets otherwise is set anew, to its end.
BEGIN = (
    "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY",
    "SET LOCAL search_path = pg_catalog, pg_temp",
    "SET LOCAL default_transaction_read_only = on",
    f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'",
    f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'",
    f"SET LOCAL idle_in_transaction_session_timeout = '{STATEMENT_SECONDS}s'",
    "SET LOCAL row_security = off",
)
END = "ROLLBACK"

#: A row for each column, and one for a relation that has none.
#:
#: - A relation is a table, a partitioned one, a view, a materialized view, a foreign table or a composite type, of no
#:   system schema. Those of an extension are marked.
#: - `parts`: the oids of the relations whose partitions it is, or from which it inherits all of its columns.
#: - `core`: the type of a column within its domains and arrays; `composed` is the relation whose columns it has.
CATALOGUE = f"""
WITH RECURSIVE relations AS (
  SELECT c.oid, n.nspname, c.relname, c.relkind, c.relispartition, c.relnamespace,
    EXISTS (
      SELECT FROM pg_catalog.pg_depend d
      WHERE d.deptype = 'e' AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND (
        d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
        OR c.reltype <> 0 AND d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = c.reltype
      )
    ) AS of_extension
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND c.relpersistence <> 't'
    AND n.nspname <> 'information_schema' AND pg_catalog.left(n.nspname::text, 3) <> 'pg_'
), attributes AS (
  SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attinhcount
  FROM pg_catalog.pg_attribute a JOIN relations r ON r.oid = a.attrelid
  WHERE a.attnum > 0 AND NOT a.attisdropped
), core (outer_type, inner_type, depth) AS (
  SELECT DISTINCT a.atttypid, a.atttypid, 0 FROM attributes a
  UNION ALL
  SELECT core.outer_type, CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.typelem END, core.depth + 1
  FROM core JOIN pg_catalog.pg_type t ON t.oid = core.inner_type
  WHERE (t.typtype = 'd' OR t.typcategory = 'A' AND t.typelem <> 0) AND core.depth < 16
), composed AS (
  SELECT DISTINCT ON (core.outer_type) core.outer_type, t.typrelid
  FROM core JOIN pg_catalog.pg_type t ON t.oid = core.inner_type
  WHERE t.typtype = 'c' AND t.typrelid <> 0
  ORDER BY core.outer_type, core.depth DESC
)
SELECT r.oid, r.nspname, r.relname, r.relkind, r.of_extension,
  CASE WHEN r.relispartition OR NOT EXISTS (
    SELECT FROM attributes own WHERE own.attrelid = r.oid AND own.attinhcount = 0
  ) THEN (
    SELECT pg_catalog.string_agg(i.inhparent::text, ',' ORDER BY i.inhseqno)
    FROM pg_catalog.pg_inherits i WHERE i.inhrelid = r.oid
  ) END AS parts,
  pg_catalog.left(about_table.description, {_LONGEST_COMMENT}),
  a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
  pg_catalog.left(about_column.description, {_LONGEST_COMMENT}),
  composed.typrelid
FROM relations r
LEFT JOIN attributes a ON a.attrelid = r.oid
LEFT JOIN composed ON composed.outer_type = a.atttypid
LEFT JOIN pg_catalog.pg_description about_table ON about_table.objoid = r.oid AND about_table.objsubid = 0
  AND about_table.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
LEFT JOIN pg_catalog.pg_description about_column ON about_column.objoid = r.oid AND about_column.objsubid = a.attnum
  AND about_column.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
ORDER BY r.nspname, r.relname, r.oid, a.attnum
LIMIT {MOST_COLUMNS + 1}
""".strip()  # noqa: S608 - of numbers of ours
