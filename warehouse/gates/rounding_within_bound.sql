-- A rounding row is at most the error that rounding can make: half a last printed digit for the
-- total and for each of its parts (at most all leaves of the table). Differences that a reviewer
-- accepted as the source's own are exempt.
WITH fact AS (
  SELECT report_key, table_ordinal, amount_yuan, precision_yuan, is_rounding, is_discrepancy, cell_key
  FROM candidate_expenditure
  UNION ALL
  SELECT report_key, table_ordinal, amount_yuan, precision_yuan, is_rounding, is_discrepancy, cell_key
  FROM candidate_revenue
),
bound AS (
  SELECT report_key, table_ordinal,
    max(precision_yuan) * ((count(*) FILTER (NOT is_rounding) + 1) // 2 + 1) AS bound_yuan
  FROM fact
  GROUP BY report_key, table_ordinal
)
SELECT f.report_key, f.table_ordinal,
  '尾数差 ' || f.amount_yuan || ' 元超过进位所能造成的 ' || b.bound_yuan || ' 元：' || f.cell_key AS problem
FROM fact f JOIN bound b USING (report_key, table_ordinal)
WHERE f.is_rounding AND NOT f.is_discrepancy AND abs(f.amount_yuan) > b.bound_yuan;
