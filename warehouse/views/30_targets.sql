-- Objectives, performance indicators and procurement of counted reports.
CREATE VIEW project_objectives AS
SELECT r.city, r.department, r.entity_name, r.scope, r.scope_name, r.fiscal_year, r.document_kind,
  r.document_kind_name, b.unit_name, o.project_key, p.project_name, o.source,
  CASE o.source WHEN 'PROJECT_TABLE' THEN '项目支出表' WHEN 'KEY_PROJECT_TABLE' THEN '重点项目表'
    WHEN 'TARGET_FORM' THEN '项目绩效目标表' ELSE '部门整体绩效目标表' END AS source_name,
  o.amount_yuan, o.objective_text, o.page_number, o.report_key, o.cell_key
FROM fact_project_objective o
JOIN counted_report r USING (report_key)
JOIN dim_unit b USING (unit_key)
JOIN dim_project p USING (project_key);

CREATE VIEW performance_indicators AS
SELECT r.city, r.department, r.entity_name, r.scope, r.scope_name, r.fiscal_year, r.document_kind,
  r.document_kind_name, b.unit_name, i.project_key, p.project_name, i.level1, i.level2,
  i.indicator_name, i.target_text, i.operator, i.target_value, i.target_unit, i.weight,
  i.page_number, i.report_key, i.cell_key
FROM fact_performance_indicator i
JOIN counted_report r USING (report_key)
JOIN dim_unit b USING (unit_key)
JOIN dim_project p USING (project_key);

CREATE VIEW procurement AS
SELECT r.city, r.department, r.entity_name, r.scope, r.scope_name, r.fiscal_year, r.document_kind,
  r.document_kind_name, f.stage, s.stage_name, f.is_service_list, f.category,
  CASE f.category WHEN 'GOODS' THEN '货物' WHEN 'WORKS' THEN '工程' WHEN 'SERVICES' THEN '服务'
    END AS category_name,
  f.item_name, f.item_path, p.project_name, f.fund_key AS fund, u.fund_name, f.amount_yuan,
  CAST(f.amount_yuan * 0.0001::DECIMAL(5, 4) AS DECIMAL(18, 6)) AS amount_wan,
  f.table_total_yuan, f.page_number, f.report_key, f.cell_key
FROM fact_procurement f
JOIN counted_report r USING (report_key)
JOIN dim_stage s USING (stage)
JOIN dim_project p USING (project_key)
JOIN dim_fund_source u USING (fund_key);
