-- An accepted report prints both grand totals, and its spending by function is not empty.
SELECT r.report_key, r.file_name,
  count(t.side) AS totals,
  coalesce(max(t.amount_yuan) FILTER (t.side = 'expenditure'), 0) AS total_yuan,
  any_value(f.facts) AS facts
FROM dim_report r
LEFT JOIN report_total t USING (report_key)
LEFT JOIN (
  SELECT report_key, count(*) AS facts FROM fact_expenditure
  WHERE perspective = 'FUNCTION_ALL' GROUP BY report_key
) f USING (report_key)
WHERE r.outcome = 'accepted'
GROUP BY r.report_key, r.file_name
HAVING count(t.side) < 2 OR (total_yuan <> 0 AND any_value(f.facts) IS NULL);
