-- Indicators of the forms of projects and of whole departments.
FROM fact_performance_indicator
JOIN counted_report USING (report_key)
JOIN dim_unit USING (unit_key)
JOIN dim_project USING (project_key)
