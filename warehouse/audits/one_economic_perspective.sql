-- The economic view takes one perspective of a report, never two.
SELECT report_key, stage, count(DISTINCT perspective) AS perspectives
FROM expenditure_by_econ GROUP BY report_key, stage HAVING count(DISTINCT perspective) > 1;
