-- Units and projects named in loaded reports; then the reports themselves.
CREATE TEMP MACRO unit_key_of(department_key, name) AS
  CASE WHEN name IS NULL THEN 'NA' ELSE 'U' || substr(sha256(department_key || '|' || name), 1, 12) END;
CREATE TEMP MACRO project_key_of(department_key, name) AS
  CASE WHEN name IS NULL THEN 'NA' ELSE 'P' || substr(sha256(department_key || '|' || name), 1, 12) END;

CREATE TEMP TABLE unit_seen AS
-- Bodies that carry out a project of a form need not be units of the department: not listed.
SELECT DISTINCT r.report_key, r.department_key, r.department_form, n.unit_name,
  b.canonical AS unit_form, n.is_listed
FROM (
  SELECT report_key, table_ordinal, unit_name, true AS is_listed FROM staged_expenditure
  UNION ALL SELECT report_key, table_ordinal, unit_name, true FROM staged_revenue
  UNION ALL SELECT report_key, table_ordinal, unit_name,
    source IN ('PROJECT_TABLE', 'KEY_PROJECT_TABLE') FROM staged_project_objective
  UNION ALL SELECT report_key, table_ordinal, unit_name, false FROM staged_performance_indicator
) n
SEMI JOIN loaded_statement USING (report_key, table_ordinal)
JOIN loaded_report r USING (report_key)
JOIN body_name b ON b.city IS NOT DISTINCT FROM r.city AND b.name = plain_name(n.unit_name)
WHERE n.unit_name IS NOT NULL;

INSERT INTO dim_unit BY NAME
SELECT key AS unit_key, key AS department_key, name AS unit_name, false AS is_head_office FROM member
UNION ALL BY NAME
SELECT DISTINCT unit_key_of(department_key, unit_name) AS unit_key, department_key, unit_name,
  unit_form = department_form AS is_head_office
FROM unit_seen
ORDER BY ALL;

INSERT INTO dim_project BY NAME
SELECT key AS project_key, key AS department_key, name AS project_name FROM member
UNION ALL BY NAME
SELECT project_key_of(department_key, project_name) AS project_key, department_key, project_name,
  min(fiscal_year) AS first_year, max(fiscal_year) AS last_year
FROM (
  SELECT report_key, table_ordinal, project_name FROM staged_expenditure
  UNION ALL SELECT report_key, table_ordinal, project_name FROM staged_project_objective
  UNION ALL SELECT report_key, table_ordinal, project_name FROM staged_performance_indicator
  UNION ALL SELECT report_key, table_ordinal, project_name FROM staged_procurement
)
SEMI JOIN loaded_statement USING (report_key, table_ordinal)
JOIN loaded_report USING (report_key)
WHERE project_name IS NOT NULL
GROUP BY department_key, project_name
ORDER BY ALL;

-- A unit's report whose money a department's report of the same year and kind contains already:
-- the department itself ("本级"), one of the units the department's report lists, or a body named
-- otherwise whose report prints the same money.
CREATE TEMP TABLE contained AS
WITH spending AS (
  SELECT report_key, function_code, fund, nature, sum(amount_yuan) AS amount_yuan
  FROM staged_expenditure e
  SEMI JOIN loaded_statement USING (report_key, table_ordinal)
  WHERE perspective = 'FUNCTION_ALL' AND NOT is_rounding
  GROUP BY ALL
),
-- All spending of a report, row by row, as one value.
money AS (
  SELECT report_key, list((function_code, amount_yuan) ORDER BY function_code, amount_yuan) AS leaves,
    count(DISTINCT amount_yuan) AS amounts
  FROM (
    SELECT report_key, function_code, sum(amount_yuan) AS amount_yuan FROM spending
    GROUP BY ALL HAVING sum(amount_yuan) <> 0
  )
  GROUP BY report_key
),
totals AS (
  SELECT report_key,
    max(amount_yuan) FILTER (side = 'income') AS income,
    max(amount_yuan) FILTER (side = 'expenditure') AS expenditure
  FROM staged_report_total GROUP BY report_key
),
lists AS (
  SELECT report_key, department_form AS form FROM loaded_report
  UNION
  SELECT report_key, unit_form FROM unit_seen WHERE is_listed
),
-- Current reports that can contain and be contained, with their money.
unit AS (
  SELECT r.report_key, r.city, r.fiscal_year, r.document_kind, r.department_form AS form,
    t.income, t.expenditure, m.leaves, m.amounts
  FROM report_resolved r
  LEFT JOIN totals t USING (report_key)
  LEFT JOIN money m USING (report_key)
  WHERE r.scope = 'unit' AND r.is_current
),
department AS (
  SELECT r.report_key, r.city, r.fiscal_year, r.document_kind, r.department_form AS form,
    t.income, t.expenditure, m.leaves
  FROM report_resolved r
  LEFT JOIN totals t USING (report_key)
  LEFT JOIN money m USING (report_key)
  WHERE r.scope = 'department' AND r.is_current
    AND r.report_key IN (SELECT report_key FROM spending)
),
found AS (
  SELECT u.report_key, d.report_key AS department_report_key
  FROM unit u
  JOIN lists l ON l.form = u.form
  JOIN department d ON d.report_key = l.report_key AND d.fiscal_year = u.fiscal_year
    AND d.document_kind = u.document_kind AND d.city IS NOT DISTINCT FROM u.city
  UNION
  SELECT u.report_key, d.report_key
  FROM unit u
  JOIN department d USING (city, fiscal_year, document_kind, income, expenditure, leaves)
  WHERE starts_with(u.form, d.form) OR starts_with(d.form, u.form)
    -- So many different amounts are not equal by chance.
    OR u.amounts >= 4
)
SELECT report_key, min(department_report_key) AS contained_in_report_key
FROM found
GROUP BY report_key;

INSERT INTO dim_report BY NAME
SELECT * EXCLUDE (department_name, department_form, is_identified, appeared, first_seen)
FROM report_resolved
LEFT JOIN contained USING (report_key)
ORDER BY report_key;

INSERT INTO bridge_department_alias BY NAME
SELECT department_key, entity_name AS alias_name, min(fiscal_year) AS first_year,
  max(fiscal_year) AS last_year,
  arg_min(report_key, (coalesce(fiscal_year, 9999), report_key)) AS report_key,
  arg_min(title_line, (coalesce(fiscal_year, 9999), report_key)) AS evidence
FROM report_resolved
WHERE department_key <> 'UNKNOWN'
GROUP BY department_key, entity_name
ORDER BY ALL;

-- What became of a file: of its report; of several what they share, else partial (as staging says).
CREATE TEMP TABLE file_outcome AS
WITH told AS (
  SELECT sha256, arg_min(file_name, report_number) AS file_name,
    arg_min(report_key, report_number) AS report_key,
    arg_min(reason_code, report_number) AS reason_code,
    arg_min(duplicate_of_report_key, report_number) AS duplicate_of_report_key,
    count(*) AS reports,
    list(DISTINCT outcome) AS outcomes,
    list(DISTINCT outcome) FILTER (outcome NOT IN ('rejected', 'duplicate')) AS useful,
    arg_min(reason, report_number) AS reason,
    string_agg(coalesce(entity_name, '（单位不明）') || '（' || outcome || '）：' || reason, '；'
      ORDER BY report_number) AS reasons
  FROM (SELECT *, coalesce(nullif(split_part(report_key, '-', 2), '')::INTEGER, 1) AS report_number
        FROM report_resolved)
  GROUP BY sha256
)
SELECT sha256, file_name, report_key,
  CASE WHEN len(outcomes) = 1 THEN outcomes[1]
       WHEN len(useful) = 1 THEN useful[1]
       WHEN len(useful) > 1 THEN 'partial'
       ELSE 'duplicate' END AS outcome,
  CASE WHEN reports = 1 THEN reason_code ELSE 'several_reports' END AS reason_code,
  CASE WHEN reports = 1 THEN reason
       ELSE '文件中有' || reports || '份报告，分别处理：' || reasons END AS reason,
  CASE WHEN reports = 1 THEN duplicate_of_report_key END AS duplicate_of_report_key
FROM told;

-- Every file ever seen. The first path of a content has the outcome of what it holds.
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
LEFT JOIN file_outcome r USING (sha256)
LEFT JOIN (SELECT sha256, path FROM entry WHERE copy = 1) first_path USING (sha256)
UNION ALL BY NAME
-- A report that a killed run staged before it entered the file: the next run enters it.
SELECT r.file_name AS path, r.sha256, r.report_key, r.outcome, r.reason_code, r.reason,
  r.duplicate_of_report_key, true AS is_latest, 0 AS size_bytes,
  TIMESTAMP '1970-01-01' AS first_seen
FROM file_outcome r ANTI JOIN sources USING (sha256)
ORDER BY path, sha256;
