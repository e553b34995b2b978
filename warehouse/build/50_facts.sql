-- Facts of published statements, with the keys of the dimensions.
CREATE TEMP MACRO key_or_member(key, code, name) AS
  CASE WHEN code IS NOT NULL THEN coalesce(key, 'UNKNOWN')
       WHEN name IS NOT NULL THEN 'UNKNOWN'
       ELSE 'NA' END;

INSERT INTO fact_expenditure
SELECT e.report_key, e.perspective, e.stage,
  key_or_member(f.key, e.function_code, e.function_name),
  key_or_member(c.key, e.econ_code, e.econ_name),
  key_or_member(g.key, e.gov_econ_code, e.gov_econ_name),
  e.nature, e.cost_group, e.fund,
  unit_key_of(r.department_key, e.unit_name),
  project_key_of(r.department_key, e.project_name),
  e.amount_yuan, e.precision_yuan, e.is_rounding, e.is_discrepancy,
  x.cell_key IS NOT NULL AND NOT e.is_rounding, e.table_ordinal, e.cell_key
FROM candidate_expenditure e
LEFT JOIN corrected_cell x ON x.report_key = e.report_key AND x.cell_key = e.cell_key
SEMI JOIN loaded_statement s ON s.report_key = e.report_key AND s.table_ordinal = e.table_ordinal
JOIN loaded_report r ON r.report_key = e.report_key
LEFT JOIN code_key f ON f.scheme = 'function' AND f.code = e.function_code
  AND f.fiscal_year = r.fiscal_year
LEFT JOIN code_key c ON c.scheme = e.econ_scheme AND c.code = e.econ_code
  AND c.fiscal_year = r.fiscal_year
LEFT JOIN code_key g ON g.scheme = 'government' AND g.code = e.gov_econ_code
  AND g.fiscal_year = r.fiscal_year
ORDER BY ALL;

INSERT INTO fact_revenue
SELECT e.report_key, e.stage,
  key_or_member(f.key, e.function_code, e.function_name),
  unit_key_of(r.department_key, e.unit_name),
  e.fund, e.amount_yuan, e.precision_yuan, e.is_rounding, e.is_discrepancy,
  x.cell_key IS NOT NULL AND NOT e.is_rounding, e.table_ordinal, e.cell_key
FROM candidate_revenue e
LEFT JOIN corrected_cell x ON x.report_key = e.report_key AND x.cell_key = e.cell_key
SEMI JOIN loaded_statement s ON s.report_key = e.report_key AND s.table_ordinal = e.table_ordinal
JOIN loaded_report r ON r.report_key = e.report_key
LEFT JOIN code_key f ON f.scheme = 'function' AND f.code = e.function_code
  AND f.fiscal_year = r.fiscal_year
ORDER BY ALL;

INSERT INTO fact_three_public
SELECT t.report_key, t.stage, t.item, coalesce(i.name_zh, t.item), t.fund, t.amount_yuan,
  t.is_rounding, t.is_rounding AND coalesce(a.is_accepted, false),
  x.cell_key IS NOT NULL AND NOT t.is_rounding, t.is_memo, t.table_ordinal, t.cell_key
FROM staged_three_public t
LEFT JOIN accepted_difference a ON a.report_key = t.report_key AND a.cell_key = t.cell_key
  AND a.amount_yuan = t.amount_yuan
LEFT JOIN corrected_cell x ON x.report_key = t.report_key AND x.cell_key = t.cell_key
SEMI JOIN loaded_statement s ON s.report_key = t.report_key AND s.table_ordinal = t.table_ordinal
LEFT JOIN list_items i ON i.item = t.item
ORDER BY ALL;

INSERT INTO fact_project_objective
SELECT o.report_key, unit_key_of(r.department_key, o.unit_name),
  project_key_of(r.department_key, o.project_name), o.amount_yuan, o.objective_text, o.source,
  o.page_number, o.table_ordinal, o.cell_key
FROM staged_project_objective o
SEMI JOIN loaded_statement s ON s.report_key = o.report_key AND s.table_ordinal = o.table_ordinal
JOIN loaded_report r ON r.report_key = o.report_key
ORDER BY ALL;

INSERT INTO fact_narrative_metric
SELECT m.* FROM staged_narrative_metric m SEMI JOIN loaded_report USING (report_key)
ORDER BY ALL;

INSERT INTO fact_narrative_item
SELECT i.report_key, i.item_ordinal, i.stage,
  key_or_member(f.key, i.function_code, i.function_name), i.function_path, i.fund,
  i.amount_yuan, i.precision_yuan, i.printed_pct, i.reason_text, i.sentence, i.page_number
FROM staged_narrative_item i
JOIN loaded_report r USING (report_key)
LEFT JOIN code_key f ON f.scheme = 'function' AND f.code = i.function_code
  AND f.fiscal_year = r.fiscal_year
ORDER BY ALL;

INSERT INTO report_total
SELECT t.* FROM staged_report_total t SEMI JOIN loaded_report USING (report_key)
ORDER BY ALL;
