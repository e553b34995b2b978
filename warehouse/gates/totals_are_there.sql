-- An accepted report prints both grand totals and, where money is spent, spending by function.
-- Without them its main statements are held back (or its first, where it has no main one).
WITH known AS (
  SELECT r.report_key,
    (SELECT count(DISTINCT side) FROM staged_report_total t
      WHERE t.report_key = r.report_key AND t.side IN ('income', 'expenditure')) AS sides,
    (SELECT max(amount_yuan) FROM staged_report_total t
      WHERE t.report_key = r.report_key AND t.side = 'expenditure') AS spent,
    EXISTS (FROM candidate_expenditure e
      WHERE e.report_key = r.report_key AND e.perspective = 'FUNCTION_ALL') AS has_spending
  FROM staged_report r
  WHERE r.outcome = 'accepted'
),
ranked AS (
  SELECT s.report_key, s.table_ordinal, coalesce(l.is_main = '1', false) AS is_main,
    bool_or(coalesce(l.is_main = '1', false)) OVER report AS any_main,
    row_number() OVER (PARTITION BY s.report_key ORDER BY s.table_ordinal) AS place
  FROM candidate_statement s
  LEFT JOIN list_statements l USING (statement)
  WINDOW report AS (PARTITION BY s.report_key)
)
SELECT r.report_key, r.table_ordinal,
  CASE WHEN k.sides < 2 THEN '没有读到收入总计或支出总计' ELSE '有支出总计而没有按功能分类的支出' END AS problem
FROM known k
JOIN ranked r USING (report_key)
WHERE (k.sides < 2 OR (k.spent <> 0 AND NOT k.has_spending))
  AND (r.is_main OR (NOT r.any_main AND r.place = 1));
