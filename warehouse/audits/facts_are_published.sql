-- No fact without a published statement of an accepted or partial report.
WITH fact AS (
  SELECT report_key, table_ordinal, 'fact_expenditure' AS fact FROM fact_expenditure
  UNION ALL SELECT report_key, table_ordinal, 'fact_revenue' FROM fact_revenue
  UNION ALL SELECT report_key, table_ordinal, 'fact_three_public' FROM fact_three_public
  UNION ALL SELECT report_key, table_ordinal, 'fact_project_objective' FROM fact_project_objective
  UNION ALL SELECT report_key, table_ordinal, 'fact_performance_indicator' FROM fact_performance_indicator
  UNION ALL SELECT report_key, table_ordinal, 'fact_procurement' FROM fact_procurement
)
SELECT f.fact, f.report_key, f.table_ordinal, r.outcome, s.is_published
FROM fact f
LEFT JOIN dim_report r USING (report_key)
LEFT JOIN statement s USING (report_key, table_ordinal)
WHERE coalesce(r.outcome NOT IN ('accepted', 'partial'), true)
  OR coalesce(NOT s.is_published, true);
