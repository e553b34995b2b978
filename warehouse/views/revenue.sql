-- Revenue by fund and function, with the fund's parent.
FROM fact_revenue
JOIN counted_report USING (report_key)
JOIN dim_stage USING (stage)
JOIN dim_function_code USING (function_key)
JOIN dim_unit USING (unit_key)
JOIN dim_fund_source USING (fund_key)
LEFT JOIN (
  SELECT fund_key AS parent_fund_key, fund_name AS parent_fund_name FROM dim_fund_source
) USING (parent_fund_key)
WHERE stage = own_stage
