-- Projects with their objectives: those printed on the project's own row (projects of one name differ
-- by row), else those of the project's own forms.
SELECT * EXCLUDE (objective_text), coalesce(o.objective_text, t.objective_text) AS objective_text
FROM fact_expenditure e
JOIN counted_report USING (report_key)
JOIN dim_stage USING (stage)
JOIN dim_unit USING (unit_key)
JOIN dim_project USING (project_key)
JOIN dim_nature USING (nature_key)
JOIN dim_fund_source USING (fund_key)
LEFT JOIN (
  SELECT regexp_replace(cell_key, ':[0-9]+$', '') AS printed_row,
    string_agg(objective_text, chr(10) ORDER BY cell_key) AS objective_text
  FROM fact_project_objective WHERE source = 'PROJECT_TABLE'
  GROUP BY ALL
) o ON o.printed_row = regexp_replace(e.cell_key, ':[0-9]+$', '')
LEFT JOIN (
  SELECT report_key, project_key,
    string_agg(DISTINCT objective_text, chr(10) ORDER BY objective_text) AS objective_text
  FROM fact_project_objective
  WHERE source IN ('TARGET_FORM', 'KEY_PROJECT_TABLE') AND project_key <> 'NA' AND objective_text <> ''
  GROUP BY ALL
) t USING (report_key, project_key)
WHERE perspective = 'PROJECT' AND stage = own_stage
