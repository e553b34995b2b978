-- All spending by function is a number of the table that prints the grand total of expenditure
-- (the grand total itself, or that of the current year), up to rounding; unless a reviewer accepted
-- that the two tables differ.
WITH spent AS (
  SELECT report_key, stage, min(table_ordinal) AS table_ordinal, sum(amount_yuan) AS amount_yuan,
    max(precision_yuan) * ((count(*) + 1) // 2) AS bound_yuan
  FROM candidate_expenditure
  WHERE perspective = 'FUNCTION_ALL'
  GROUP BY report_key, stage
),
place AS (
  SELECT t.report_key, p.table_ordinal
  FROM staged_report_total t
  JOIN printed_amount p ON p.report_key = t.report_key AND p.cell_key = t.cell_key
  WHERE t.side = 'expenditure'
),
overview AS (
  SELECT p.report_key, p.table_ordinal, p.amount_yuan
  FROM printed_amount p JOIN place USING (report_key, table_ordinal)
)
SELECT s.report_key, s.table_ordinal,
  '按功能分类的支出合计 ' || s.amount_yuan || ' 元在收支总表中没有印出' AS problem
FROM spent s
JOIN overview o USING (report_key)
WHERE NOT EXISTS (
  FROM accepted_tables a
  WHERE a.report_key = s.report_key
    AND list_contains(a.ordinals, s.table_ordinal) AND list_contains(a.ordinals, o.table_ordinal)
)
GROUP BY s.report_key, s.stage, s.table_ordinal, s.amount_yuan, s.bound_yuan
HAVING min(abs(o.amount_yuan - s.amount_yuan)) > s.bound_yuan;
