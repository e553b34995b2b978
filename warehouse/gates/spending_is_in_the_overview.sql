-- All spending by function is a number of the table that prints the grand total of expenditure
-- (the grand total itself, or that of the current year), up to rounding.
WITH spent AS (
  SELECT report_key, stage, any_value(table_ordinal) AS table_ordinal, sum(amount_yuan) AS amount_yuan,
    max(precision_yuan) * ((count(*) + 1) // 2) AS bound_yuan
  FROM candidate_expenditure
  WHERE perspective = 'FUNCTION_ALL'
  GROUP BY report_key, stage
),
overview AS (
  SELECT t.report_key, c.amount_yuan
  FROM staged_report_total t
  JOIN staged_printed_cell p USING (report_key, cell_key)
  JOIN staged_printed_cell c
    ON c.report_key = p.report_key AND c.table_ordinal = p.table_ordinal
  WHERE t.side = 'expenditure' AND c.amount_yuan IS NOT NULL
)
SELECT s.report_key, s.table_ordinal,
  '按功能分类的支出合计 ' || s.amount_yuan || ' 元在收支总表中没有印出' AS problem
FROM spent s
WHERE EXISTS (FROM overview o WHERE o.report_key = s.report_key)
  AND NOT EXISTS (
    FROM overview o
    WHERE o.report_key = s.report_key AND abs(o.amount_yuan - s.amount_yuan) <= s.bound_yuan
  );
