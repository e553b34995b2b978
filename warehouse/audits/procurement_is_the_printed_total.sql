-- What is bought adds up to the total its table prints, to within the rounding of its rows.
SELECT report_key, table_ordinal, sum(amount_yuan) AS yuan, max(table_total_yuan) AS printed_yuan
FROM fact_procurement
GROUP BY report_key, table_ordinal
HAVING abs(sum(amount_yuan) - max(table_total_yuan)) > max(precision_yuan) * ((count(*) + 1) // 2);
