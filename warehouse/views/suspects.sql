-- Numbers that are likely wrong, of all reports but duplicates, with the file and page to look at.
SELECT p.*, d.city, d.department_name AS department, r.entity_name, r.fiscal_year, r.document_kind,
  r.file_name, r.outcome, r.is_current, s.table_title,
  CASE p.kind
    WHEN 'digit_misread' THEN '个别数字有误'
    WHEN 'digits_swapped' THEN '相邻数字颠倒'
    WHEN 'sign' THEN '正负号'
    WHEN 'scale' THEN '小数点移位'
    WHEN 'digit_lost_or_added' THEN '多一位或少一位'
    WHEN 'blank_or_zero' THEN '应有数而空白或为零'
    WHEN 'row_shift' THEN '错行'
    WHEN 'column_shift' THEN '错列'
    ELSE '其他' END AS kind_name
FROM suspect p
JOIN dim_report r USING (report_key)
JOIN dim_department d USING (department_key)
LEFT JOIN statement s ON s.report_key = p.report_key AND s.table_ordinal = p.table_ordinal
WHERE r.outcome <> 'duplicate'
ORDER BY d.city, d.department_name, r.fiscal_year, r.document_kind, p.report_key, p.rank
