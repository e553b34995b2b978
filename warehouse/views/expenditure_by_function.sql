-- All spending by function and nature.
FROM fact_expenditure
JOIN counted_report USING (report_key)
JOIN dim_stage USING (stage)
JOIN dim_function_code USING (function_key)
JOIN dim_nature USING (nature_key)
JOIN dim_fund_source USING (fund_key)
WHERE perspective = 'FUNCTION_ALL' AND stage = own_stage
