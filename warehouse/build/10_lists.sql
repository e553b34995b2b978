-- Small dimensions from the lists in schemas/lexicon. NA and UNKNOWN are members of each.
CREATE TEMP TABLE member (key VARCHAR, name VARCHAR, sort INTEGER);
INSERT INTO member VALUES ('NA', '不适用', -2), ('UNKNOWN', '未知', -1);

INSERT INTO dim_fund_source
SELECT key, name, NULL, false, sort FROM member
UNION ALL
SELECT fund_code, name_zh, nullif(parent, ''), is_fiscal_appropriation = '1', sort::INTEGER FROM list_fund_sources
ORDER BY sort, key;

INSERT INTO dim_nature
SELECT key, name, sort FROM member
UNION ALL
SELECT nature_code, name_zh, sort::INTEGER FROM list_natures
ORDER BY sort, key;

INSERT INTO dim_stage
SELECT stage_code, name_zh, sort::INTEGER AS sort FROM list_stages ORDER BY sort;

INSERT INTO dim_perspective
SELECT perspective, name_zh, note_zh, sort::INTEGER AS sort FROM list_perspectives ORDER BY sort;

INSERT INTO dim_statement
SELECT statement, name_zh, name_en, nullif(perspective, ''), is_main = '1' FROM list_statements
UNION ALL
SELECT 'UNKNOWN', '未识别', 'Not identified', NULL, false
ORDER BY statement;
