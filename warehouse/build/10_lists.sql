-- Small dimensions from the lists in schemas/lexicon. NA and UNKNOWN are members of each.
CREATE TEMP TABLE member (key VARCHAR, name VARCHAR, sort INTEGER);
INSERT INTO member VALUES ('NA', '不适用', -2), ('UNKNOWN', '未知', -1);

INSERT INTO dim_fund_source BY NAME
SELECT key AS fund_key, name AS fund_name, NULL AS parent_fund_key, false AS is_fiscal_appropriation, sort
FROM member
UNION ALL BY NAME
SELECT fund_code AS fund_key, name_zh AS fund_name, nullif(parent, '') AS parent_fund_key,
  is_fiscal_appropriation = '1' AS is_fiscal_appropriation, sort::INTEGER AS sort
FROM list_fund_sources
ORDER BY sort, fund_key;

INSERT INTO dim_nature BY NAME
SELECT key AS nature_key, name AS nature_name, sort FROM member
UNION ALL BY NAME
SELECT nature_code AS nature_key, name_zh AS nature_name, sort::INTEGER AS sort FROM list_natures
ORDER BY sort, nature_key;

INSERT INTO dim_stage BY NAME
SELECT stage_code AS stage, name_zh AS stage_name, sort::INTEGER AS sort FROM list_stages ORDER BY sort;

INSERT INTO dim_perspective BY NAME
SELECT perspective, name_zh AS perspective_name, note_zh AS note, sort::INTEGER AS sort
FROM list_perspectives ORDER BY sort;

INSERT INTO dim_statement BY NAME
SELECT statement, name_zh AS statement_name, name_en AS statement_name_en,
  nullif(perspective, '') AS perspective, is_main = '1' AS is_main
FROM list_statements
UNION ALL BY NAME
SELECT 'UNKNOWN' AS statement, '未识别' AS statement_name, 'Not identified' AS statement_name_en,
  false AS is_main
ORDER BY statement;
