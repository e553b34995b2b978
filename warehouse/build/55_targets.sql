-- Performance indicators and procurement of published statements.
INSERT INTO fact_performance_indicator
SELECT i.report_key, i.source, unit_key_of(r.department_key, i.unit_name),
  project_key_of(r.department_key, i.project_name), i.level1, i.level2, i.indicator_name,
  i.target_text, i.operator, i.target_value, i.target_unit, i.weight, i.page_number,
  i.table_ordinal, i.cell_key
FROM staged_performance_indicator i
SEMI JOIN loaded_statement s ON s.report_key = i.report_key AND s.table_ordinal = i.table_ordinal
JOIN loaded_report r ON r.report_key = i.report_key
ORDER BY ALL;

INSERT INTO fact_procurement
SELECT f.report_key, f.stage, f.is_service_list, f.category, f.item_name, f.item_path,
  project_key_of(r.department_key, f.project_name), f.fund, f.amount_yuan, f.precision_yuan,
  f.table_total_yuan, f.page_number, f.table_ordinal, f.cell_key
FROM staged_procurement f
SEMI JOIN loaded_statement s ON s.report_key = f.report_key AND s.table_ordinal = f.table_ordinal
JOIN loaded_report r ON r.report_key = f.report_key
ORDER BY ALL;
