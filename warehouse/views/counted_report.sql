-- Reports that count: current versions, and no unit's report beside the department's report that
-- contains it. A report is about one stage; a budget printed beside its final figures is in `execution`.
SELECT r.* EXCLUDE (city), d.city, d.department_name AS department,
  CASE r.document_kind WHEN 'final_accounts' THEN 'final_accounts' ELSE 'initial_budget' END AS own_stage
FROM dim_report r
JOIN dim_department d USING (department_key)
WHERE r.is_current AND r.contained_in_report_key IS NULL
