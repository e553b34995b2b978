-- What the views show is what the facts of counted reports hold: no join loses or repeats money.
WITH shown AS (
  SELECT 'expenditure_by_function' AS name, count(*) AS n, sum(amount_yuan) AS yuan FROM expenditure_by_function
  UNION ALL SELECT 'projects', count(*), sum(amount_yuan) FROM projects
  UNION ALL SELECT 'three_public', count(*), sum(amount_yuan) FROM three_public
  UNION ALL SELECT 'revenue', count(*), sum(amount_yuan) FROM revenue
  UNION ALL SELECT 'procurement', count(*), sum(amount_yuan) FROM procurement
),
held_by_facts AS (
  SELECT 'expenditure_by_function' AS name, count(*) AS n, sum(amount_yuan) AS yuan
  FROM fact_expenditure f JOIN counted_report r USING (report_key)
  WHERE perspective = 'FUNCTION_ALL' AND f.stage = r.own_stage
  UNION ALL SELECT 'projects', count(*), sum(amount_yuan)
  FROM fact_expenditure f JOIN counted_report r USING (report_key)
  WHERE perspective = 'PROJECT' AND f.stage = r.own_stage
  UNION ALL SELECT 'three_public', count(*), sum(amount_yuan)
  FROM fact_three_public f JOIN counted_report r USING (report_key)
  WHERE NOT is_memo AND f.stage = r.own_stage
  UNION ALL SELECT 'revenue', count(*), sum(amount_yuan)
  FROM fact_revenue f JOIN counted_report r USING (report_key) WHERE f.stage = r.own_stage
  UNION ALL SELECT 'procurement', count(*), sum(amount_yuan)
  FROM fact_procurement SEMI JOIN counted_report USING (report_key)
)
SELECT name, s.n AS shown, f.n AS facts, s.yuan AS shown_yuan, f.yuan AS facts_yuan
FROM shown s JOIN held_by_facts f USING (name)
WHERE s.n <> f.n OR s.yuan IS DISTINCT FROM f.yuan;
