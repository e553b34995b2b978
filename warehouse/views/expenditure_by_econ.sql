-- One economic perspective of each report: all of the general public budget, else its basic spending.
FROM fact_expenditure e
JOIN counted_report USING (report_key)
JOIN dim_stage USING (stage)
JOIN dim_perspective USING (perspective)
JOIN dim_econ_code USING (econ_key)
JOIN dim_nature USING (nature_key)
JOIN dim_fund_source USING (fund_key)
WHERE stage = own_stage AND (perspective = 'ECON_GENERAL'
  OR (perspective = 'ECON_BASIC' AND NOT EXISTS (
    FROM fact_expenditure g
    WHERE g.report_key = e.report_key AND g.perspective = 'ECON_GENERAL'
  )))
