-- A leaf whose code lies below the code of another leaf of the same table would count money twice.
WITH leaf AS (
  SELECT DISTINCT report_key, table_ordinal, perspective, stage, nature, fund, unit_name,
    project_name, coalesce(function_code, econ_code) AS code, cell_key
  FROM candidate_expenditure
  WHERE NOT is_rounding AND amount_yuan <> 0 AND coalesce(function_code, econ_code) IS NOT NULL
),
above AS (
  SELECT *, unnest([substr(code, 1, 3), substr(code, 1, 5)]) AS upper_code FROM leaf
)
SELECT b.report_key, b.table_ordinal,
  '科目 ' || min(a.code) || ' 与其下级 ' || min(b.code) || ' 都成了末级行' AS problem
FROM above b
JOIN leaf a ON a.code = b.upper_code AND length(b.code) > length(a.code)
  AND a.report_key = b.report_key AND a.table_ordinal = b.table_ordinal
  AND a.perspective = b.perspective AND a.stage = b.stage AND a.nature = b.nature
  AND a.fund = b.fund AND a.unit_name IS NOT DISTINCT FROM b.unit_name
  AND a.project_name IS NOT DISTINCT FROM b.project_name
GROUP BY b.report_key, b.table_ordinal;
