-- Department by year by kind: the best version of each, and what peers of the city have and it lacks.
WITH seen AS (
  SELECT r.*, d.city AS department_city, d.department_name
  FROM dim_report r JOIN dim_department d USING (department_key)
  WHERE r.outcome NOT IN ('rejected', 'duplicate')
),
best AS (
  SELECT *, count(*) OVER same AS version_count
  FROM seen
  WINDOW same AS (PARTITION BY department_key, scope, fiscal_year, document_kind)
  QUALIFY fiscal_year IS NULL OR department_key = 'UNKNOWN' OR row_number() OVER (
    PARTITION BY department_key, scope, fiscal_year, document_kind
    ORDER BY is_current DESC, version DESC, report_key) = 1
),
-- Years and kinds that any body of the city has published: a body without one lacks it.
published AS (
  SELECT DISTINCT department_city, fiscal_year, document_kind FROM seen
  WHERE fiscal_year IS NOT NULL AND document_kind IN ('budget', 'final_accounts')
),
body AS (
  SELECT DISTINCT department_key, department_city, department_name, scope FROM seen
  WHERE department_key <> 'UNKNOWN'
),
row_of AS (
  SELECT b.department_city AS city, b.department_name AS department, b.entity_name, b.scope,
    b.fiscal_year, b.document_kind, b.outcome, b.grade, b.version,
    CASE WHEN b.fiscal_year IS NULL OR b.department_key = 'UNKNOWN' THEN 1
         ELSE b.version_count END::INTEGER AS version_count,
    b.reason, b.report_key
  FROM best b
  UNION ALL BY NAME
  SELECT x.department_city AS city, x.department_name AS department, x.scope, p.fiscal_year,
    p.document_kind, 'missing' AS outcome, 0 AS version_count
  FROM body x
  JOIN published p ON p.department_city IS NOT DISTINCT FROM x.department_city
  ANTI JOIN best b ON b.department_key = x.department_key AND b.scope IS NOT DISTINCT FROM x.scope
    AND b.fiscal_year = p.fiscal_year AND b.document_kind = p.document_kind
)
SELECT w.*,
  coalesce(s.published, 0)::INTEGER AS statements_published,
  coalesce(s.held, 0)::INTEGER AS statements_held
FROM row_of w
LEFT JOIN (
  SELECT report_key, count(*) FILTER (is_published) AS published,
    count(*) FILTER (NOT is_published) AS held
  FROM statement GROUP BY report_key
) s USING (report_key)
ORDER BY w.city, w.department, w.scope, w.fiscal_year, w.document_kind, w.report_key
