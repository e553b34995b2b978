-- The facts of a table, rounding rows and all, add up to a number printed in that table, wherever
-- the table prints a total row.
WITH total AS (
  SELECT report_key, table_ordinal, perspective, stage, sum(amount_yuan) AS amount_yuan
  FROM candidate_expenditure
  GROUP BY report_key, table_ordinal, perspective, stage
  UNION ALL
  SELECT report_key, table_ordinal, 'REVENUE', stage, sum(amount_yuan)
  FROM candidate_revenue
  GROUP BY report_key, table_ordinal, stage
),
with_total_row AS (
  SELECT DISTINCT report_key, table_ordinal FROM printed_amount WHERE is_total_row
)
SELECT t.report_key, t.table_ordinal,
  '末级行之和 ' || t.amount_yuan || ' 元在表中没有印出（' || t.perspective || '）' AS problem
FROM total t
JOIN with_total_row USING (report_key, table_ordinal)
ANTI JOIN (
  SELECT report_key, table_ordinal, amount_yuan FROM printed_amount
  UNION ALL
  -- A table that prints a total a panel (人员经费合计, 公用经费合计) prints the sum in two numbers.
  SELECT report_key, table_ordinal, sum(amount_yuan) FROM printed_amount WHERE is_total_row
  GROUP BY report_key, table_ordinal
) c
  ON c.report_key = t.report_key AND c.table_ordinal = t.table_ordinal
  AND c.amount_yuan = t.amount_yuan;
