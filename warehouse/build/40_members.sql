-- Units and projects named in loaded reports; then the reports themselves.
CREATE TEMP MACRO unit_key_of(department_key, name) AS
  CASE WHEN name IS NULL THEN 'NA' ELSE 'U' || substr(sha256(department_key || '|' || name), 1, 12) END;
CREATE TEMP MACRO project_key_of(department_key, name) AS
  CASE WHEN name IS NULL THEN 'NA' ELSE 'P' || substr(sha256(department_key || '|' || name), 1, 12) END;

CREATE TEMP TABLE unit_seen AS
SELECT DISTINCT r.report_key, r.department_key, r.department_name, n.unit_name
FROM (
  SELECT report_key, table_ordinal, unit_name FROM staged_expenditure
  UNION ALL SELECT report_key, table_ordinal, unit_name FROM staged_revenue
  UNION ALL SELECT report_key, table_ordinal, unit_name FROM staged_project_objective
) n
SEMI JOIN loaded_statement USING (report_key, table_ordinal)
JOIN loaded_report r USING (report_key)
WHERE n.unit_name IS NOT NULL;

INSERT INTO dim_unit
SELECT key, key, name, false FROM member
UNION ALL
SELECT DISTINCT unit_key_of(department_key, unit_name), department_key, unit_name,
  canonical_name(unit_name) = department_name
FROM unit_seen
ORDER BY ALL;

INSERT INTO dim_project
SELECT key, key, name, NULL, NULL FROM member
UNION ALL
SELECT project_key_of(department_key, project_name), department_key, project_name,
  min(fiscal_year), max(fiscal_year)
FROM (
  SELECT report_key, table_ordinal, project_name FROM staged_expenditure
  UNION ALL SELECT report_key, table_ordinal, project_name FROM staged_project_objective
)
SEMI JOIN loaded_statement USING (report_key, table_ordinal)
JOIN loaded_report USING (report_key)
WHERE project_name IS NOT NULL
GROUP BY department_key, project_name
ORDER BY ALL;

-- A unit's report whose money a department's report of the same year and kind contains already:
-- the department itself ("本级"), or one of the units the department's report lists.
CREATE TEMP TABLE contained AS
WITH spending AS (
  SELECT DISTINCT report_key FROM staged_expenditure e
  SEMI JOIN loaded_statement USING (report_key, table_ordinal)
  WHERE perspective = 'FUNCTION_ALL'
),
lists AS (
  SELECT report_key, department_name AS name FROM loaded_report
  UNION
  SELECT report_key, canonical_name(unit_name) FROM unit_seen
)
SELECT u.report_key, min(d.report_key) AS contained_in_report_key
FROM report_resolved u
JOIN report_resolved d ON d.fiscal_year = u.fiscal_year AND d.document_kind = u.document_kind
  AND d.city IS NOT DISTINCT FROM u.city
JOIN lists l ON l.report_key = d.report_key AND l.name = u.department_name
WHERE u.scope = 'unit' AND u.is_current AND d.scope = 'department' AND d.is_current
  AND d.report_key IN (SELECT report_key FROM spending)
GROUP BY u.report_key;

INSERT INTO dim_report BY NAME
SELECT r.report_key, r.department_key, r.city, r.region_code, r.entity_name, r.fiscal_year,
  r.document_kind, r.scope, r.file_name, r.sha256, r.source_url, r.published_on, r.fetched_at,
  r.page_count, r.version, r.is_current, r.supersedes_report_key, r.duplicate_of_report_key,
  c.contained_in_report_key, r.outcome, r.reason_code, r.reason, r.grade, r.content_hash,
  r.unit_of_main_table, r.token_count, r.tokens_conserved, r.equations_exact,
  r.equations_rounding, r.equations_failed, r.title_line, r.cover_line, r.extractor_version
FROM report_resolved r
LEFT JOIN contained c USING (report_key)
ORDER BY r.report_key;

INSERT INTO bridge_department_alias
SELECT department_key, entity_name, min(fiscal_year), min(report_key)
FROM report_resolved
WHERE department_key <> 'UNKNOWN'
GROUP BY department_key, entity_name
ORDER BY ALL;

-- Every file ever seen. The first path of a content has the outcome of its report.
INSERT INTO source_file BY NAME
WITH entry AS (
  SELECT s.*, row_number() OVER (PARTITION BY sha256 ORDER BY first_seen, path) AS copy
  FROM sources s
)
SELECT e.path, e.sha256, r.report_key,
  CASE WHEN e.outcome IS NOT NULL THEN e.outcome
       WHEN r.report_key IS NULL THEN 'quarantined'
       WHEN e.copy > 1 THEN 'duplicate'
       ELSE r.outcome END AS outcome,
  CASE WHEN e.outcome IS NOT NULL THEN e.reason_code
       WHEN r.report_key IS NULL THEN 'not_read'
       WHEN e.copy > 1 THEN 'same_bytes'
       ELSE r.reason_code END AS reason_code,
  CASE WHEN e.outcome IS NOT NULL THEN e.reason
       WHEN r.report_key IS NULL THEN '上次运行中断，此文件尚未读取；请再运行一次 ingest'
       WHEN e.copy > 1 THEN '与 ' || first_path.path || ' 逐字节相同，只读一次；无需处理'
       ELSE r.reason END AS reason,
  CASE WHEN r.report_key IS NULL THEN NULL
       WHEN e.copy > 1 THEN r.report_key
       ELSE r.duplicate_of_report_key END AS duplicate_of_report_key,
  e.is_latest, e.size AS size_bytes, e.modified_at, e.first_seen, e.source_url, e.published_on,
  e.fetched_at
FROM entry e
LEFT JOIN report_resolved r USING (sha256)
LEFT JOIN (SELECT sha256, path FROM entry WHERE copy = 1) first_path USING (sha256)
UNION ALL BY NAME
-- A report that a killed run staged before it entered the file: the next run enters it.
SELECT r.file_name AS path, r.sha256, r.report_key, r.outcome, r.reason_code, r.reason,
  r.duplicate_of_report_key, true AS is_latest, 0 AS size_bytes,
  TIMESTAMP '1970-01-01' AS first_seen
FROM report_resolved r ANTI JOIN sources USING (sha256)
ORDER BY path, sha256;
