-- A printed cell is one leaf of a perspective at most.
SELECT report_key, table_ordinal,
  '同一单元格出了' || count(*) || '条事实：' || cell_key AS problem
FROM (
  SELECT report_key, table_ordinal, perspective, cell_key FROM candidate_expenditure
  WHERE NOT is_rounding
  UNION ALL
  SELECT report_key, table_ordinal, 'REVENUE', cell_key FROM candidate_revenue
  WHERE NOT is_rounding
)
GROUP BY report_key, table_ordinal, perspective, cell_key
HAVING count(*) > 1;
