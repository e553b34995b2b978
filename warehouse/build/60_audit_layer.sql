-- What is kept for every report, published or not. Files are read in the order of their hashes.
INSERT INTO statement BY NAME
SELECT s.* EXCLUDE (is_published, held_reason),
  l.report_key IS NOT NULL AS is_published,
  CASE WHEN l.report_key IS NOT NULL THEN NULL
       ELSE coalesce(s.held_reason, h.problem, r.reason) END AS held_reason
FROM staged_statement s
JOIN report_resolved r USING (report_key)
LEFT JOIN loaded_statement l USING (report_key, table_ordinal)
LEFT JOIN (
  SELECT report_key, table_ordinal, string_agg(problem, '；' ORDER BY problem) AS problem
  FROM held GROUP BY report_key, table_ordinal
) h USING (report_key, table_ordinal)
ORDER BY s.report_key, s.table_ordinal;

INSERT INTO printed_cell BY NAME SELECT * FROM staged_printed_cell;
INSERT INTO reconciliation BY NAME SELECT * FROM staged_reconciliation;
INSERT INTO review BY NAME SELECT * FROM staged_review;
INSERT INTO suspect BY NAME SELECT * FROM staged_suspect;
INSERT INTO signal BY NAME SELECT * FROM staged_signal;
INSERT INTO code_observation BY NAME SELECT * FROM staged_code_observation;
