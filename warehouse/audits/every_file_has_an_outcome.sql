-- Every entry of the ledger and every staged report is there, with a reason.
SELECT 'ledger' AS missing, s.path, s.sha256 FROM sources s
ANTI JOIN source_file f ON f.path = s.path AND f.sha256 = s.sha256
UNION ALL
SELECT 'report', r.file_name, r.sha256 FROM staged_report r ANTI JOIN source_file USING (sha256)
UNION ALL
SELECT 'reason', path, sha256 FROM source_file WHERE trim(reason) = '' OR trim(reason_code) = '';
