-- Facts that would be published if every gate passes: statements marked for publication, of
-- reports that were accepted at least in part.
CREATE TEMP TABLE candidate_statement AS
SELECT s.report_key, s.table_ordinal, s.statement, s.table_title
FROM staged_statement s
JOIN staged_report r USING (report_key)
WHERE r.outcome IN ('accepted', 'partial') AND s.is_published;

-- What reviewers decided: cells read otherwise than printed, and equations that a source breaks
-- itself and that were accepted as printed.
CREATE TEMP TABLE corrected_cell AS
SELECT DISTINCT report_key, cell_key, corrected_yuan FROM staged_review
WHERE action = 'correct' AND state = 'applied';

CREATE TEMP TABLE accepted_equation AS
SELECT report_key, residual_yuan, string_split(left_cells, ' ') AS left_cells,
  string_split(left_cells || ' ' || right_cells, ' ') AS cells
FROM staged_reconciliation WHERE accepted_by IS NOT NULL;

-- A rounding row whose difference is that of an accepted equation of its cell is a discrepancy.
CREATE TEMP TABLE accepted_difference AS
SELECT DISTINCT report_key, unnest(left_cells) AS cell_key, residual_yuan AS amount_yuan,
  true AS is_accepted
FROM accepted_equation;

-- Tables between which an accepted difference lies.
CREATE TEMP TABLE accepted_tables AS
SELECT report_key, list_distinct(list_transform(cells, lambda c: split_part(c, ':', 2)::INTEGER)) AS ordinals
FROM (SELECT report_key, list_filter(cells, lambda c: c <> '') AS cells FROM accepted_equation);

-- Staged facts of those statements; which rows are accepted differences, which amounts corrected.
CREATE TEMP MACRO candidates_of(staged) AS TABLE
SELECT e.*, e.is_rounding AND coalesce(a.is_accepted, false) AS is_discrepancy,
  NOT e.is_rounding AND x.cell_key IS NOT NULL AS is_corrected
FROM query_table(staged) e
SEMI JOIN candidate_statement s USING (report_key, table_ordinal)
LEFT JOIN accepted_difference a USING (report_key, cell_key, amount_yuan)
LEFT JOIN (SELECT DISTINCT report_key, cell_key FROM corrected_cell) x USING (report_key, cell_key);

CREATE TEMP TABLE candidate_expenditure AS FROM candidates_of('staged_expenditure');
CREATE TEMP TABLE candidate_revenue AS FROM candidates_of('staged_revenue');
CREATE TEMP TABLE candidate_three_public AS FROM candidates_of('staged_three_public');

-- What the gates hold back; filled from warehouse/gates by the builder.
CREATE TEMP TABLE held (report_key VARCHAR, table_ordinal INTEGER, problem VARCHAR);

-- Printed amounts of those statements as they are read, and whether their row is a total.
CREATE TEMP TABLE printed_amount AS
SELECT c.report_key, c.table_ordinal, c.cell_key,
  coalesce(x.corrected_yuan, c.amount_yuan) AS amount_yuan,
  regexp_matches(c.row_label, '[合总]\s*计') AS is_total_row
FROM staged_printed_cell c
SEMI JOIN candidate_statement s ON s.report_key = c.report_key AND s.table_ordinal = c.table_ordinal
LEFT JOIN corrected_cell x ON x.report_key = c.report_key AND x.cell_key = c.cell_key
WHERE coalesce(x.corrected_yuan, c.amount_yuan) IS NOT NULL;
