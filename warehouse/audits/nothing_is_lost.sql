-- As many rows as were staged: all of the audit layer, and all facts that are not held back.
WITH expected AS (
  SELECT 'dim_report' AS name, count(*) AS n FROM staged_report
  UNION ALL SELECT 'statement', count(*) FROM staged_statement
  UNION ALL SELECT 'printed_cell', count(*) FROM staged_printed_cell
  UNION ALL SELECT 'reconciliation', count(*) FROM staged_reconciliation
  UNION ALL SELECT 'suspect', count(*) FROM staged_suspect
  UNION ALL SELECT 'review', count(*) FROM staged_review
  UNION ALL SELECT 'signal', count(*) FROM staged_signal
  UNION ALL SELECT 'code_observation', count(*) FROM staged_code_observation
  UNION ALL SELECT 'fact_expenditure', count(*) FROM staged_expenditure SEMI JOIN loaded_statement USING (report_key, table_ordinal)
  UNION ALL SELECT 'fact_revenue', count(*) FROM staged_revenue SEMI JOIN loaded_statement USING (report_key, table_ordinal)
  UNION ALL SELECT 'fact_three_public', count(*) FROM staged_three_public SEMI JOIN loaded_statement USING (report_key, table_ordinal)
  UNION ALL SELECT 'fact_project_objective', count(*) FROM staged_project_objective SEMI JOIN loaded_statement USING (report_key, table_ordinal)
  UNION ALL SELECT 'fact_performance_indicator', count(*) FROM staged_performance_indicator SEMI JOIN loaded_statement USING (report_key, table_ordinal)
  UNION ALL SELECT 'fact_procurement', count(*) FROM staged_procurement SEMI JOIN loaded_statement USING (report_key, table_ordinal)
  UNION ALL SELECT 'fact_narrative_item', count(*) FROM staged_narrative_item SEMI JOIN loaded_report USING (report_key)
),
built AS (
  SELECT 'dim_report' AS name, count(*) AS n FROM dim_report
  UNION ALL SELECT 'statement', count(*) FROM statement
  UNION ALL SELECT 'printed_cell', count(*) FROM printed_cell
  UNION ALL SELECT 'reconciliation', count(*) FROM reconciliation
  UNION ALL SELECT 'suspect', count(*) FROM suspect
  UNION ALL SELECT 'review', count(*) FROM review
  UNION ALL SELECT 'signal', count(*) FROM signal
  UNION ALL SELECT 'code_observation', count(*) FROM code_observation
  UNION ALL SELECT 'fact_expenditure', count(*) FROM fact_expenditure
  UNION ALL SELECT 'fact_revenue', count(*) FROM fact_revenue
  UNION ALL SELECT 'fact_three_public', count(*) FROM fact_three_public
  UNION ALL SELECT 'fact_project_objective', count(*) FROM fact_project_objective
  UNION ALL SELECT 'fact_performance_indicator', count(*) FROM fact_performance_indicator
  UNION ALL SELECT 'fact_procurement', count(*) FROM fact_procurement
  UNION ALL SELECT 'fact_narrative_item', count(*) FROM fact_narrative_item
)
SELECT name, e.n AS staged, b.n AS built FROM expected e JOIN built b USING (name) WHERE e.n <> b.n;
