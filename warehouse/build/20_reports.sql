-- Which report is whose, which version, which is current, which repeats another.

-- One row a content: where and when it was first met.
CREATE TEMP TABLE origin AS
SELECT sha256,
  arg_min(source_url, (source_url IS NULL, first_seen, path)) AS source_url,
  min(published_on) AS published_on,
  min(fetched_at) AS fetched_at,
  min(coalesce(published_on::TIMESTAMP, fetched_at, modified_at, first_seen)) AS appeared,
  min(first_seen) AS first_seen
FROM sources
WHERE sha256 <> ''
GROUP BY sha256;

-- Outcome after the gates: a main statement held back makes the report unusable.
CREATE TEMP TABLE gated AS
SELECT h.report_key,
  bool_or(d.is_main) AS main_is_held,
  string_agg('表' || h.table_ordinal || '“' || s.table_title || '”：' || h.problem, '；'
    ORDER BY h.table_ordinal, h.problem) AS problems
FROM held h
JOIN candidate_statement s USING (report_key, table_ordinal)
JOIN dim_statement d USING (statement)
GROUP BY h.report_key;

CREATE TEMP TABLE report_known AS
SELECT r.* EXCLUDE (outcome, reason_code, reason, scope),
  CASE WHEN g.main_is_held THEN 'quarantined'
       WHEN g.report_key IS NOT NULL THEN 'partial'
       ELSE r.outcome END AS outcome,
  CASE WHEN g.report_key IS NOT NULL THEN 'audit_held' ELSE r.reason_code END AS reason_code,
  CASE WHEN g.report_key IS NOT NULL
       THEN '建库审计不通过，未发布：' || left(g.problems, 1000)
         || '；请用 qingzhang explain 对照原件'
         || CASE WHEN r.outcome = 'partial' THEN '；' || r.reason ELSE '' END
       ELSE r.reason END AS reason,
  plain_name(r.entity_name) AS department_name,
  b.canonical AS department_form,
  CASE WHEN r.entity_name IS NULL THEN 'UNKNOWN'
       ELSE 'D' || substr(sha256(coalesce(r.city, '') || '|' || b.canonical), 1, 12)
  END AS department_key,
  r.entity_name IS NOT NULL AND r.fiscal_year IS NOT NULL
    AND r.document_kind IN ('budget', 'final_accounts') AS is_identified,
  -- A report that does not say it is a unit's is its department's.
  CASE WHEN r.scope IS NULL AND r.document_kind IN ('budget', 'final_accounts')
       THEN 'department' ELSE r.scope END AS scope,
  o.source_url, o.published_on, o.fetched_at, o.appeared, o.first_seen
FROM staged_report r
LEFT JOIN gated g USING (report_key)
LEFT JOIN origin o USING (sha256)
LEFT JOIN body_name b
  ON b.city IS NOT DISTINCT FROM r.city AND b.name = plain_name(r.entity_name);

-- The same content in other bytes: the first to appear counts.
CREATE TEMP TABLE same_content AS
SELECT report_key,
  first_value(report_key) OVER same AS first_report_key,
  first_value(file_name) OVER same AS first_file_name
FROM report_known
WHERE is_identified AND outcome IN ('accepted', 'partial') AND content_hash IS NOT NULL
WINDOW same AS (
  PARTITION BY content_hash, department_key, fiscal_year, document_kind, scope
  ORDER BY appeared NULLS LAST, first_seen NULLS LAST, report_key
);

-- Other content of the same body, year, kind and scope: versions in the order they appeared.
CREATE TEMP TABLE report_version AS
SELECT report_key,
  row_number() OVER version AS version,
  lag(report_key) OVER version AS supersedes_report_key,
  outcome IN ('accepted', 'partial') AND version = max(version) FILTER (outcome IN ('accepted', 'partial'))
    OVER (PARTITION BY department_key, fiscal_year, document_kind, scope) AS is_current
FROM (
  SELECT k.*, row_number() OVER (
    PARTITION BY department_key, fiscal_year, document_kind, scope
    ORDER BY appeared NULLS LAST, first_seen NULLS LAST, report_key) AS version
  FROM report_known k
  LEFT JOIN same_content c USING (report_key)
  WHERE is_identified AND outcome IN ('accepted', 'partial', 'quarantined')
    AND coalesce(c.first_report_key, report_key) = report_key
)
WINDOW version AS (
  PARTITION BY department_key, fiscal_year, document_kind, scope ORDER BY version
);

CREATE TEMP TABLE report_resolved AS
SELECT k.* EXCLUDE (outcome, reason_code, reason),
  CASE WHEN c.first_report_key <> k.report_key THEN 'duplicate' ELSE k.outcome END AS outcome,
  CASE WHEN c.first_report_key <> k.report_key THEN 'same_content' ELSE k.reason_code END AS reason_code,
  CASE WHEN c.first_report_key <> k.report_key
       THEN '与先前的 ' || c.first_file_name || ' 内容相同，不重复入库；无需处理'
       ELSE k.reason END AS reason,
  CASE WHEN c.first_report_key <> k.report_key THEN c.first_report_key END AS duplicate_of_report_key,
  coalesce(v.version, 1)::INTEGER AS version,
  v.supersedes_report_key,
  coalesce(v.is_current, false) AS is_current
FROM report_known k
LEFT JOIN same_content c USING (report_key)
LEFT JOIN report_version v USING (report_key);

INSERT INTO dim_department BY NAME
SELECT key AS department_key, name AS department_name FROM member
UNION ALL BY NAME
SELECT department_key, any_value(city) AS city, min(region_code) AS region_code,
  -- The name of its latest reports; of several the one printed most.
  arg_max(department_name, (coalesce(latest, 0), times, department_name)) AS department_name,
  min(first_year) AS first_year, max(latest) AS last_year
FROM (
  SELECT department_key, city, department_name, min(region_code) AS region_code,
    min(fiscal_year) AS first_year, max(fiscal_year) AS latest, count(*) AS times
  FROM report_resolved
  WHERE department_key <> 'UNKNOWN'
  GROUP BY ALL
)
GROUP BY department_key
ORDER BY ALL;

INSERT INTO dim_fiscal_year BY NAME
SELECT DISTINCT fiscal_year, fiscal_year || '年' AS year_name, make_date(fiscal_year, 1, 1) AS starts_on,
  make_date(fiscal_year, 12, 31) AS ends_on
FROM report_resolved WHERE fiscal_year IS NOT NULL
ORDER BY fiscal_year;

-- Reports whose facts are loaded, and their published statements.
CREATE TEMP TABLE loaded_report AS
SELECT report_key, department_key, department_name, department_form, city, fiscal_year
FROM report_resolved
WHERE outcome IN ('accepted', 'partial');

CREATE TEMP TABLE loaded_statement AS
SELECT s.* FROM candidate_statement s
SEMI JOIN loaded_report USING (report_key)
ANTI JOIN held USING (report_key, table_ordinal);
