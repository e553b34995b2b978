-- Facts of published statements: the columns of the staged row, with keys of dimensions in place of
-- codes and names.
CREATE TEMP MACRO key_or_member(key, code, name) AS
  CASE WHEN code IS NOT NULL THEN coalesce(key, 'UNKNOWN')
       WHEN name IS NOT NULL THEN 'UNKNOWN'
       ELSE 'NA' END;

-- Tables whose facts are loaded, with what the keys of their facts are made of.
CREATE TEMP TABLE loaded_table AS
SELECT report_key, table_ordinal, department_key, fiscal_year
FROM loaded_statement JOIN loaded_report USING (report_key);

CREATE TEMP TABLE function_key_of AS
SELECT fiscal_year, code AS function_code, key FROM code_key WHERE scheme = 'function';

INSERT INTO fact_expenditure BY NAME
SELECT e.* EXCLUDE (function_code, function_name, econ_scheme, econ_code, econ_name, gov_econ_code,
    gov_econ_name, nature, fund, unit_name, project_name),
  key_or_member(f.key, e.function_code, e.function_name) AS function_key,
  key_or_member(c.key, e.econ_code, e.econ_name) AS econ_key,
  key_or_member(g.key, e.gov_econ_code, e.gov_econ_name) AS gov_econ_key,
  e.nature AS nature_key, e.fund AS fund_key,
  unit_key_of(t.department_key, e.unit_name) AS unit_key,
  project_key_of(t.department_key, e.project_name) AS project_key
FROM candidate_expenditure e
JOIN loaded_table t USING (report_key, table_ordinal)
LEFT JOIN function_key_of f USING (fiscal_year, function_code)
LEFT JOIN code_key c ON c.scheme = e.econ_scheme AND c.code = e.econ_code
  AND c.fiscal_year = t.fiscal_year
LEFT JOIN code_key g ON g.scheme = 'government' AND g.code = e.gov_econ_code
  AND g.fiscal_year = t.fiscal_year
ORDER BY ALL;

INSERT INTO fact_revenue BY NAME
SELECT e.* EXCLUDE (function_code, function_name, unit_name, fund),
  key_or_member(f.key, e.function_code, e.function_name) AS function_key,
  unit_key_of(t.department_key, e.unit_name) AS unit_key, e.fund AS fund_key
FROM candidate_revenue e
JOIN loaded_table t USING (report_key, table_ordinal)
LEFT JOIN function_key_of f USING (fiscal_year, function_code)
ORDER BY ALL;

INSERT INTO fact_three_public BY NAME
SELECT e.* EXCLUDE (fund), coalesce(i.name_zh, e.item) AS item_name, e.fund AS fund_key
FROM candidate_three_public e
SEMI JOIN loaded_table USING (report_key, table_ordinal)
LEFT JOIN list_items i USING (item)
ORDER BY ALL;

INSERT INTO fact_project_objective BY NAME
SELECT o.* EXCLUDE (unit_name, project_name),
  unit_key_of(t.department_key, o.unit_name) AS unit_key,
  project_key_of(t.department_key, o.project_name) AS project_key
FROM staged_project_objective o
JOIN loaded_table t USING (report_key, table_ordinal)
ORDER BY ALL;

INSERT INTO fact_performance_indicator BY NAME
SELECT i.* EXCLUDE (unit_name, project_name),
  unit_key_of(t.department_key, i.unit_name) AS unit_key,
  project_key_of(t.department_key, i.project_name) AS project_key
FROM staged_performance_indicator i
JOIN loaded_table t USING (report_key, table_ordinal)
ORDER BY ALL;

INSERT INTO fact_procurement BY NAME
SELECT p.* EXCLUDE (project_name, fund),
  project_key_of(t.department_key, p.project_name) AS project_key, p.fund AS fund_key
FROM staged_procurement p
JOIN loaded_table t USING (report_key, table_ordinal)
ORDER BY ALL;

INSERT INTO fact_narrative_metric BY NAME
SELECT m.* FROM staged_narrative_metric m SEMI JOIN loaded_report USING (report_key)
ORDER BY ALL;

INSERT INTO fact_narrative_item BY NAME
SELECT i.* EXCLUDE (function_code, function_name, fund),
  key_or_member(f.key, i.function_code, i.function_name) AS function_key, i.fund AS fund_key
FROM staged_narrative_item i
JOIN loaded_report r USING (report_key)
LEFT JOIN function_key_of f USING (fiscal_year, function_code)
ORDER BY ALL;

INSERT INTO report_total BY NAME
SELECT t.* FROM staged_report_total t SEMI JOIN loaded_report USING (report_key)
ORDER BY ALL;
