-- Every perspective adds up to a number printed in its table (or to its correction by a reviewer),
-- rounding rows and all.
WITH total AS (
  SELECT report_key, table_ordinal, perspective, stage, sum(amount_yuan) AS amount_yuan
  FROM fact_expenditure GROUP BY ALL
),
with_total_row AS (
  SELECT DISTINCT report_key, table_ordinal FROM printed_cell
  WHERE amount_yuan IS NOT NULL AND regexp_matches(row_label, '[合总]\s*计')
)
SELECT t.*
FROM total t
JOIN with_total_row USING (report_key, table_ordinal)
ANTI JOIN (
  SELECT report_key, table_ordinal, coalesce(x.corrected_yuan, c.amount_yuan) AS amount_yuan
  FROM printed_cell c
  LEFT JOIN (
    SELECT report_key, cell_key, corrected_yuan FROM review
    WHERE action = 'correct' AND state = 'applied'
  ) x USING (report_key, cell_key)
  UNION ALL
  -- A table that prints a total a panel (人员经费合计, 公用经费合计) prints the sum in two numbers.
  SELECT report_key, table_ordinal, sum(amount_yuan) FROM printed_cell
  WHERE amount_yuan IS NOT NULL AND regexp_matches(row_label, '[合总]\s*计')
  GROUP BY report_key, table_ordinal
) c
  ON c.report_key = t.report_key AND c.table_ordinal = t.table_ordinal
  AND c.amount_yuan = t.amount_yuan;
