-- Code dimensions: the lists, and provisional members for codes that only reports know.

-- A printed name for comparing: no white space, brackets of one width, no final 支出.
CREATE TEMP MACRO printed_form(name) AS regexp_replace(
  regexp_replace(translate(name, '（）', '()'), '\s', '', 'g'), '(.{2,})支出$', '\1'
);

-- Every name of every code in loaded reports: how many reports and bodies print it, who first.
CREATE TEMP TABLE code_printed AS
WITH printed AS (
  SELECT scheme, code, name, report_key FROM staged_code_observation
  UNION ALL
  SELECT 'function', function_code, function_name, report_key FROM staged_expenditure
  UNION ALL
  SELECT 'function', function_code, function_name, report_key FROM staged_revenue
  UNION ALL
  SELECT econ_scheme, econ_code, econ_name, report_key FROM staged_expenditure
)
SELECT scheme, code, printed_form(name) AS form,
  mode(name ORDER BY name) AS name,
  count(DISTINCT report_key) AS reports,
  count(DISTINCT nullif(department_key, 'UNKNOWN')) AS bodies,
  min(fiscal_year) AS first_year,
  max(fiscal_year) AS last_year,
  arg_min(report_key, (fiscal_year IS NULL, fiscal_year, report_key)) AS first_report_key
FROM printed JOIN loaded_report USING (report_key)
WHERE code IS NOT NULL AND scheme IS NOT NULL
GROUP BY ALL;

-- A code by the name most reports print, and what speaks for it. Three bodies that agree are no
-- slip of one system: the member is agreed, though no list has it yet.
CREATE TEMP TABLE code_seen AS
SELECT scheme, code, coalesce(name, '（未印名称）') AS name,
  CASE WHEN name IS NOT NULL AND bodies >= 3 THEN 'agreed' ELSE 'provisional' END AS status,
  concat_ws(' ', 'reports', CASE WHEN first_year IS NOT NULL THEN
      concat_ws('-', first_year, CASE WHEN last_year > first_year THEN last_year END) END,
    'n=' || reports, 'bodies=' || bodies, 'first=' || first_report_key) AS evidence
FROM code_printed
QUALIFY row_number() OVER (
  PARTITION BY scheme, code ORDER BY name IS NULL, reports DESC, bodies DESC, form
) = 1;

CREATE TEMP TABLE code_version AS
WITH listed AS (
  SELECT 'function' AS scheme, code, name, nullif(valid_from, '')::DATE AS valid_from,
    nullif(valid_to, '')::DATE AS valid_to, origin, 'listed' AS status, evidence
  FROM list_function_codes
  UNION ALL
  SELECT scheme, code, name, nullif(valid_from, '')::DATE, nullif(valid_to, '')::DATE, origin,
    'listed', evidence
  FROM list_econ_codes
),
everything AS (
  FROM listed
  UNION ALL
  SELECT scheme, code, name, NULL, NULL, 'report', status, evidence
  FROM code_seen ANTI JOIN listed USING (scheme, code)
)
SELECT *,
  CASE scheme WHEN 'function' THEN '' ELSE scheme || ':' END || code
    || CASE WHEN row_number() OVER name_order = 1 THEN '' ELSE '@' || year(valid_from) END AS key,
  row_number() OVER name_order = count(*) OVER (PARTITION BY scheme, code) AS is_latest,
  (length(code) - 1) // 2 AS level
FROM everything
WINDOW name_order AS (PARTITION BY scheme, code ORDER BY valid_from NULLS FIRST);

CREATE TEMP TABLE code_name AS
SELECT scheme, code, name FROM code_version WHERE is_latest;

-- Each name of each code with the present names of its class and group, and the system members.
CREATE TEMP TABLE code_member AS
SELECT v.*, substr(v.code, 1, 3) AS class_code, coalesce(c.name, '（未列入代码表）') AS class_name,
  CASE WHEN v.level > 1 THEN substr(v.code, 1, 5) END AS group_code,
  CASE WHEN v.level > 1 THEN coalesce(g.name, '（未列入代码表）') END AS group_name
FROM code_version v
LEFT JOIN code_name c ON c.scheme = v.scheme AND c.code = substr(v.code, 1, 3)
LEFT JOIN code_name g ON g.scheme = v.scheme AND g.code = substr(v.code, 1, 5)
UNION ALL BY NAME
SELECT s.scheme, m.key, m.key AS code, m.name, 0 AS level, m.key AS class_code, m.name AS class_name,
  m.key AS group_code, m.name AS group_name, 'system' AS origin, 'system' AS status
FROM member m CROSS JOIN (VALUES ('function'), ('NA')) s (scheme);

INSERT INTO dim_function_code BY NAME
SELECT key AS function_key, code AS function_code, name AS function_name,
  * EXCLUDE (scheme, key, code, name, is_latest)
FROM code_member WHERE scheme = 'function'
ORDER BY key;

INSERT INTO dim_econ_code BY NAME
SELECT key AS econ_key, code AS econ_code, name AS econ_name,
  * EXCLUDE (key, code, name, is_latest, group_code, group_name)
FROM code_member WHERE scheme <> 'function'
ORDER BY key;

-- Which name of a code was in force in a year: the last to begin by its end, else the first.
CREATE TEMP TABLE code_key AS
SELECT y.fiscal_year, v.scheme, v.code, v.key
FROM dim_fiscal_year y CROSS JOIN code_version v
QUALIFY row_number() OVER (
  PARTITION BY y.fiscal_year, v.scheme, v.code
  ORDER BY coalesce(v.valid_from, DATE '0001-01-01') <= y.ends_on DESC,
    CASE WHEN coalesce(v.valid_from, DATE '0001-01-01') <= y.ends_on
         THEN -date_diff('day', DATE '0001-01-01', coalesce(v.valid_from, DATE '0001-01-01'))
         ELSE date_diff('day', DATE '0001-01-01', v.valid_from) END
) = 1;
