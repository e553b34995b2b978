-- One current version of a body, year, kind and scope at most, and one at least where any is good.
SELECT department_key, fiscal_year, document_kind, scope,
  count(*) FILTER (is_current) AS current_versions
FROM dim_report
WHERE department_key <> 'UNKNOWN' AND fiscal_year IS NOT NULL
  AND outcome IN ('accepted', 'partial')
GROUP BY department_key, fiscal_year, document_kind, scope
HAVING count(*) FILTER (is_current) <> 1
UNION ALL
SELECT department_key, fiscal_year, document_kind, scope, -1
FROM dim_report
WHERE is_current AND outcome NOT IN ('accepted', 'partial');
