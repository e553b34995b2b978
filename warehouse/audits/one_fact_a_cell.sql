-- Leaves are unique: a printed cell is one leaf of a perspective at most.
SELECT report_key, perspective, cell_key, count(*) AS facts
FROM fact_expenditure
WHERE NOT is_rounding
GROUP BY report_key, perspective, cell_key
HAVING count(*) > 1;
