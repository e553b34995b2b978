-- Facts that would be published if every gate passes: statements marked for publication, of
-- reports that were accepted at least in part.
CREATE TEMP TABLE candidate_statement AS
SELECT s.report_key, s.table_ordinal, s.statement, s.table_title
FROM staged_statement s
JOIN staged_report r USING (report_key)
WHERE r.outcome IN ('accepted', 'partial') AND s.is_published;

CREATE TEMP TABLE candidate_expenditure AS
SELECT e.* FROM staged_expenditure e JOIN candidate_statement USING (report_key, table_ordinal);

CREATE TEMP TABLE candidate_revenue AS
SELECT e.* FROM staged_revenue e JOIN candidate_statement USING (report_key, table_ordinal);

-- What the gates hold back; filled from warehouse/gates by the builder.
CREATE TEMP TABLE held (report_key VARCHAR, table_ordinal INTEGER, problem VARCHAR);

-- Printed amounts of those statements, and whether their row is a total.
CREATE TEMP TABLE printed_amount AS
SELECT c.report_key, c.table_ordinal, c.cell_key, c.amount_yuan,
  regexp_matches(c.row_label, '[合总]\s*计') AS is_total_row
FROM staged_printed_cell c
SEMI JOIN candidate_statement USING (report_key, table_ordinal)
WHERE c.amount_yuan IS NOT NULL;
