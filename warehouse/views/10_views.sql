-- Views for analysts: one perspective each, current versions, published statements, no unit's report
-- beside the department's report that contains it, and of each report the stage it is about (a budget
-- printed beside the final figures is in the view `execution`). Amounts in 万元 by an exact product.
CREATE VIEW counted_report AS
SELECT r.report_key, d.city, d.department_name AS department, r.entity_name, r.scope,
  CASE r.scope WHEN 'department' THEN '部门' WHEN 'unit' THEN '单位' END AS scope_name,
  r.fiscal_year, r.document_kind,
  CASE r.document_kind WHEN 'budget' THEN '预算' WHEN 'final_accounts' THEN '决算' END AS document_kind_name,
  CASE r.document_kind WHEN 'final_accounts' THEN 'final_accounts' ELSE 'initial_budget' END AS own_stage
FROM dim_report r
JOIN dim_department d USING (department_key)
WHERE r.is_current AND r.contained_in_report_key IS NULL;

CREATE VIEW expenditure_by_function AS
SELECT r.city, r.department, r.entity_name, r.scope, r.scope_name, r.fiscal_year, r.document_kind,
  r.document_kind_name, e.stage, s.stage_name,
  f.class_code, f.class_name, f.group_code, f.group_name, f.function_code, f.function_name,
  e.nature_key AS nature, n.nature_name,
  CASE e.cost_group WHEN 'PERSONNEL' THEN '人员经费' WHEN 'PUBLIC' THEN '公用经费' END AS cost_group_name,
  e.fund_key AS fund, u.fund_name,
  e.is_rounding, e.is_discrepancy, e.is_corrected, e.amount_yuan,
  CAST(e.amount_yuan * 0.0001::DECIMAL(5, 4) AS DECIMAL(18, 6)) AS amount_wan,
  e.report_key, e.cell_key
FROM fact_expenditure e
JOIN counted_report r USING (report_key)
JOIN dim_stage s USING (stage)
JOIN dim_function_code f USING (function_key)
JOIN dim_nature n USING (nature_key)
JOIN dim_fund_source u USING (fund_key)
WHERE e.perspective = 'FUNCTION_ALL' AND e.stage = r.own_stage;

CREATE VIEW expenditure_by_econ AS
SELECT r.city, r.department, r.entity_name, r.scope, r.scope_name, r.fiscal_year, r.document_kind,
  r.document_kind_name, e.stage, s.stage_name, e.perspective, p.perspective_name,
  c.scheme, c.class_code, c.class_name, c.econ_code, c.econ_name,
  e.nature_key AS nature, n.nature_name,
  CASE e.cost_group WHEN 'PERSONNEL' THEN '人员经费' WHEN 'PUBLIC' THEN '公用经费' END AS cost_group_name,
  e.fund_key AS fund, u.fund_name,
  e.is_rounding, e.is_discrepancy, e.is_corrected, e.amount_yuan,
  CAST(e.amount_yuan * 0.0001::DECIMAL(5, 4) AS DECIMAL(18, 6)) AS amount_wan,
  e.report_key, e.cell_key
FROM fact_expenditure e
JOIN counted_report r USING (report_key)
JOIN dim_stage s USING (stage)
JOIN dim_perspective p USING (perspective)
JOIN dim_econ_code c USING (econ_key)
JOIN dim_nature n USING (nature_key)
JOIN dim_fund_source u USING (fund_key)
WHERE e.stage = r.own_stage AND (e.perspective = 'ECON_GENERAL'
  OR (e.perspective = 'ECON_BASIC' AND NOT EXISTS (
    FROM fact_expenditure g
    WHERE g.report_key = e.report_key AND g.perspective = 'ECON_GENERAL'
  )));

CREATE VIEW projects AS
SELECT r.city, r.department, r.entity_name, r.scope, r.scope_name, r.fiscal_year, r.document_kind,
  r.document_kind_name, e.stage, s.stage_name, b.unit_name, e.project_key, p.project_name,
  e.nature_key AS nature, n.nature_name, e.fund_key AS fund, u.fund_name,
  e.is_rounding, e.is_discrepancy, e.is_corrected, e.amount_yuan,
  CAST(e.amount_yuan * 0.0001::DECIMAL(5, 4) AS DECIMAL(18, 6)) AS amount_wan,
  coalesce(o.objective_text, t.objective_text) AS objective_text, e.report_key, e.cell_key
FROM fact_expenditure e
JOIN counted_report r USING (report_key)
JOIN dim_stage s USING (stage)
JOIN dim_unit b USING (unit_key)
JOIN dim_project p USING (project_key)
JOIN dim_nature n USING (nature_key)
JOIN dim_fund_source u USING (fund_key)
-- The objective printed on the project's own row; projects of one name differ by row.
LEFT JOIN (
  SELECT regexp_replace(cell_key, ':[0-9]+$', '') AS printed_row,
    string_agg(objective_text, chr(10) ORDER BY cell_key) AS objective_text
  FROM fact_project_objective WHERE source = 'PROJECT_TABLE'
  GROUP BY ALL
) o ON o.printed_row = regexp_replace(e.cell_key, ':[0-9]+$', '')
-- Else the objectives of the project's own forms.
LEFT JOIN (
  SELECT report_key, project_key,
    string_agg(DISTINCT objective_text, chr(10) ORDER BY objective_text) AS objective_text
  FROM fact_project_objective
  WHERE source IN ('TARGET_FORM', 'KEY_PROJECT_TABLE') AND project_key <> 'NA' AND objective_text <> ''
  GROUP BY ALL
) t ON t.report_key = e.report_key AND t.project_key = e.project_key
WHERE e.perspective = 'PROJECT' AND e.stage = r.own_stage;

CREATE VIEW three_public AS
SELECT r.city, r.department, r.entity_name, r.scope, r.scope_name, r.fiscal_year, r.document_kind,
  r.document_kind_name, t.stage, s.stage_name, t.item, t.item_name,
  t.fund_key AS fund, u.fund_name, t.is_rounding,
  t.is_discrepancy, t.is_corrected, t.amount_yuan,
  CAST(t.amount_yuan * 0.0001::DECIMAL(5, 4) AS DECIMAL(18, 6)) AS amount_wan,
  t.report_key, t.cell_key
FROM fact_three_public t
JOIN counted_report r USING (report_key)
JOIN dim_stage s USING (stage)
JOIN dim_fund_source u USING (fund_key)
WHERE NOT t.is_memo AND t.stage = r.own_stage;

CREATE VIEW revenue AS
SELECT r.city, r.department, r.entity_name, r.scope, r.scope_name, r.fiscal_year, r.document_kind,
  r.document_kind_name, e.stage, s.stage_name,
  f.class_code, f.class_name, f.group_code, f.group_name, f.function_code, f.function_name,
  b.unit_name, e.fund_key AS fund, u.fund_name, g.fund_name AS parent_fund_name,
  u.is_fiscal_appropriation, e.is_rounding, e.is_discrepancy, e.is_corrected, e.amount_yuan,
  CAST(e.amount_yuan * 0.0001::DECIMAL(5, 4) AS DECIMAL(18, 6)) AS amount_wan,
  e.report_key, e.cell_key
FROM fact_revenue e
JOIN counted_report r USING (report_key)
JOIN dim_stage s USING (stage)
JOIN dim_function_code f USING (function_key)
JOIN dim_unit b USING (unit_key)
JOIN dim_fund_source u USING (fund_key)
LEFT JOIN dim_fund_source g ON g.fund_key = u.parent_fund_key
WHERE e.stage = r.own_stage;

CREATE VIEW reconciliation_failures AS
SELECT d.city, d.department_name AS department, r.entity_name, r.scope,
  CASE r.scope WHEN 'department' THEN '部门' WHEN 'unit' THEN '单位' END AS scope_name,
  r.fiscal_year, r.document_kind,
  CASE r.document_kind WHEN 'budget' THEN '预算' WHEN 'final_accounts' THEN '决算' END AS document_kind_name,
  r.outcome, r.is_current, c.rule, c.severity, c.scope AS rule_scope,
  c.left_yuan, c.right_yuan, c.residual_yuan, c.tolerance_yuan, c.message,
  c.accepted_by, c.accepted_reason,
  c.table_ordinal, s.table_title, c.left_cells, c.right_cells, c.report_key
FROM reconciliation c
JOIN dim_report r USING (report_key)
JOIN dim_department d USING (department_key)
LEFT JOIN statement s ON s.report_key = c.report_key AND s.table_ordinal = c.table_ordinal
WHERE c.grade = 'failed' AND r.outcome <> 'duplicate';

CREATE VIEW coverage AS
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
  UNION ALL
  SELECT x.department_city, x.department_name, NULL, x.scope, p.fiscal_year, p.document_kind,
    'missing', NULL, NULL, 0, NULL, NULL
  FROM body x
  JOIN published p ON p.department_city IS NOT DISTINCT FROM x.department_city
  ANTI JOIN best b ON b.department_key = x.department_key AND b.scope IS NOT DISTINCT FROM x.scope
    AND b.fiscal_year = p.fiscal_year AND b.document_kind = p.document_kind
)
SELECT w.city, w.department, w.entity_name, w.scope,
  CASE w.scope WHEN 'department' THEN '部门' WHEN 'unit' THEN '单位' END AS scope_name,
  w.fiscal_year, w.document_kind,
  CASE w.document_kind WHEN 'budget' THEN '预算' WHEN 'final_accounts' THEN '决算' END AS document_kind_name,
  w.outcome, w.grade, w.version, w.version_count,
  coalesce(s.published, 0)::INTEGER AS statements_published,
  coalesce(s.held, 0)::INTEGER AS statements_held,
  w.reason, w.report_key
FROM row_of w
LEFT JOIN (
  SELECT report_key, count(*) FILTER (is_published) AS published,
    count(*) FILTER (NOT is_published) AS held
  FROM statement GROUP BY report_key
) s USING (report_key)
ORDER BY w.city, w.department, w.scope, w.fiscal_year, w.document_kind, w.report_key;
