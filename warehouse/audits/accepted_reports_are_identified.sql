-- A report with published facts says whose, which year and which kind it is.
SELECT report_key, file_name, department_key, fiscal_year, document_kind
FROM dim_report
WHERE outcome IN ('accepted', 'partial')
  AND (department_key = 'UNKNOWN' OR fiscal_year IS NULL
    OR document_kind IS NULL OR document_kind NOT IN ('budget', 'final_accounts'));
