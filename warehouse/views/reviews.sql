-- What reviewers decided, and whether it still counts: a decision about a version that another one
-- has replaced is superseded.
SELECT v.* EXCLUDE (state, scope), v.scope AS rule_scope, d.city, d.department_name AS department,
  r.entity_name, r.fiscal_year, r.document_kind, r.file_name,
  CASE v.action WHEN 'accept' THEN '按原样接受' ELSE '更正单元格' END AS action_name,
  CASE WHEN v.state = 'applied' AND NOT r.is_current AND r.outcome IN ('accepted', 'partial')
       THEN 'superseded' ELSE v.state END AS state,
  CASE WHEN v.state = 'stale' THEN '失效'
       WHEN NOT r.is_current AND r.outcome IN ('accepted', 'partial') THEN '已有新版本'
       ELSE '生效' END AS state_name
FROM review v
JOIN dim_report r USING (report_key)
JOIN dim_department d USING (department_key)
