-- The three public items without what is printed beside them as a memo.
FROM fact_three_public
JOIN counted_report USING (report_key)
JOIN dim_stage USING (stage)
JOIN dim_fund_source USING (fund_key)
WHERE NOT is_memo AND stage = own_stage
