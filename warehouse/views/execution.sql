-- Execution: initial budget, adjusted budget and final figures of the same body, year and scope side
-- by side, whichever documents print them. A stage that two documents print (the budget report and a
-- budget column of the final accounts) is taken from its own document first. The rate is final over
-- adjusted budget, over the initial one where no adjusted one is printed; in percent, rounded half up.
WITH amount AS (
  SELECT r.city, r.department, r.scope, r.scope_name, r.fiscal_year, 'FUNCTION' AS subject,
    f.class_code AS parent_code, f.class_name AS parent_name,
    f.function_code AS code, f.function_name AS name,
    e.stage, r.own_stage, sum(e.amount_yuan) AS amount_yuan
  FROM fact_expenditure e
  JOIN counted_report r USING (report_key)
  JOIN dim_function_code f USING (function_key)
  WHERE e.perspective = 'FUNCTION_ALL'
  GROUP BY ALL
  UNION ALL
  SELECT r.city, r.department, r.scope, r.scope_name, r.fiscal_year, 'THREE_PUBLIC',
    'THREE_PUBLIC', '“三公”经费', t.item, t.item_name,
    t.stage, r.own_stage, sum(t.amount_yuan)
  FROM fact_three_public t
  JOIN counted_report r USING (report_key)
  WHERE NOT t.is_memo
  GROUP BY ALL
  UNION ALL
  -- What the text of final accounts tells item by item: all stages from one document.
  SELECT r.city, r.department, r.scope, r.scope_name, r.fiscal_year, 'NARRATIVE_FUNCTION',
    f.class_code, f.class_name, f.function_code,
    coalesce(f.function_name, i.function_path), i.stage, r.own_stage, sum(i.amount_yuan)
  FROM fact_narrative_item i
  JOIN counted_report r USING (report_key)
  JOIN dim_function_code f USING (function_key)
  GROUP BY ALL
),
-- A document says all of a subject and stage, or nothing: the two are not mixed line by line.
chosen AS (
  SELECT * FROM amount
  QUALIFY dense_rank() OVER (
    PARTITION BY city, department, scope, fiscal_year, subject, stage
    ORDER BY own_stage <> stage, own_stage) = 1
),
wide AS (
  SELECT city, department, scope, scope_name, fiscal_year, subject, parent_code, parent_name, code,
    any_value(name) AS name,
    sum(amount_yuan) FILTER (stage = 'initial_budget') AS initial_yuan,
    sum(amount_yuan) FILTER (stage = 'adjusted_budget') AS adjusted_yuan,
    sum(amount_yuan) FILTER (stage = 'final_accounts') AS final_yuan
  FROM chosen
  GROUP BY ALL
)
SELECT city, department, scope, scope_name, fiscal_year, subject,
  CASE subject WHEN 'FUNCTION' THEN '功能分类' WHEN 'THREE_PUBLIC' THEN '三公经费'
    ELSE '功能分类（决算说明文字）' END AS subject_name,
  parent_code, parent_name, code, name,
  CAST(initial_yuan AS DECIMAL(18, 2)) AS initial_yuan,
  CAST(adjusted_yuan AS DECIMAL(18, 2)) AS adjusted_yuan,
  CAST(final_yuan AS DECIMAL(18, 2)) AS final_yuan,
  CAST(round(100 * final_yuan::DOUBLE / nullif(coalesce(adjusted_yuan, initial_yuan), 0)::DOUBLE, 2)
    AS DECIMAL(24, 6)) AS execution_pct
FROM wide
