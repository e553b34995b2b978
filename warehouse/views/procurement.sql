-- What is bought, of procurement tables and of tables of purchased services alike.
SELECT *,
  CASE category WHEN 'GOODS' THEN '货物' WHEN 'WORKS' THEN '工程' WHEN 'SERVICES' THEN '服务' END AS category_name
FROM fact_procurement
JOIN counted_report USING (report_key)
JOIN dim_stage USING (stage)
JOIN dim_project USING (project_key)
JOIN dim_fund_source USING (fund_key)
