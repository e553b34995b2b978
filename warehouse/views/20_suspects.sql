-- Numbers that are likely wrong, of all reports but duplicates, with the file and page to look at.
CREATE VIEW suspects AS
SELECT d.city, d.department_name AS department, r.entity_name, r.fiscal_year, r.document_kind,
  CASE r.document_kind WHEN 'budget' THEN '预算' WHEN 'final_accounts' THEN '决算' END AS document_kind_name,
  r.file_name, r.outcome, r.is_current, p.rank, p.fault, p.alternative, p.set_size,
  s.table_title, p.page_number, p.row_label, p.column_path, p.printed_text, p.suggested_text,
  p.unit, p.printed_yuan, p.suggested_yuan, p.explains, p.failing, p.kind,
  CASE p.kind
    WHEN 'digit_misread' THEN '个别数字有误'
    WHEN 'digits_swapped' THEN '相邻数字颠倒'
    WHEN 'sign' THEN '正负号'
    WHEN 'scale' THEN '小数点移位'
    WHEN 'digit_lost_or_added' THEN '多一位或少一位'
    WHEN 'blank_or_zero' THEN '应有数而空白或为零'
    WHEN 'row_shift' THEN '错行'
    WHEN 'column_shift' THEN '错列'
    ELSE '其他' END AS kind_name,
  p.score, p.table_ordinal, p.report_key, p.cell_key
FROM suspect p
JOIN dim_report r USING (report_key)
JOIN dim_department d USING (department_key)
LEFT JOIN statement s ON s.report_key = p.report_key AND s.table_ordinal = p.table_ordinal
WHERE r.outcome <> 'duplicate'
ORDER BY d.city, d.department_name, r.fiscal_year, r.document_kind, p.report_key, p.rank;

-- What reviewers decided, and whether it still counts: a decision about a version that another one
-- has replaced is superseded.
CREATE VIEW reviews AS
SELECT d.city, d.department_name AS department, r.entity_name, r.fiscal_year, r.document_kind,
  CASE r.document_kind WHEN 'budget' THEN '预算' WHEN 'final_accounts' THEN '决算' END AS document_kind_name,
  r.file_name, v.action,
  CASE v.action WHEN 'accept' THEN '按原样接受' ELSE '更正单元格' END AS action_name,
  CASE WHEN v.state = 'applied' AND NOT r.is_current AND r.outcome IN ('accepted', 'partial')
       THEN 'superseded' ELSE v.state END AS state,
  CASE WHEN v.state = 'stale' THEN '失效'
       WHEN NOT r.is_current AND r.outcome IN ('accepted', 'partial') THEN '已有新版本'
       ELSE '生效' END AS state_name,
  v.rule, v.scope AS rule_scope, v.left_yuan, v.right_yuan, v.printed_text, v.corrected_yuan,
  v.reason, v.reviewer, v.reviewed_on, v.note, v.report_key, v.cell_key
FROM review v
JOIN dim_report r USING (report_key)
JOIN dim_department d USING (department_key);
