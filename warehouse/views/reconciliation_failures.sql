-- Equations that fail, of all reports but duplicates.
SELECT c.* EXCLUDE (scope), c.scope AS rule_scope, d.city, d.department_name AS department,
  r.entity_name, r.scope, r.fiscal_year, r.document_kind, r.outcome, r.is_current, s.table_title
FROM reconciliation c
JOIN dim_report r USING (report_key)
JOIN dim_department d USING (department_key)
LEFT JOIN statement s ON s.report_key = c.report_key AND s.table_ordinal = c.table_ordinal
WHERE c.grade = 'failed' AND r.outcome <> 'duplicate'
