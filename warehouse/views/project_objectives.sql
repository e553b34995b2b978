-- Objectives of projects and of whole departments, with the kind of table they stand in.
SELECT *,
  CASE source WHEN 'PROJECT_TABLE' THEN '项目支出表' WHEN 'KEY_PROJECT_TABLE' THEN '重点项目表'
    WHEN 'TARGET_FORM' THEN '项目绩效目标表' ELSE '部门整体绩效目标表' END AS source_name
FROM fact_project_objective
JOIN counted_report USING (report_key)
JOIN dim_unit USING (unit_key)
JOIN dim_project USING (project_key)
