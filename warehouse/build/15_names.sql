-- Bodies' names: what is printed, without suffix, and the one form that stands for all of them.
-- The key of a department is the hash of city and that form: a name that no rule touches keeps it.

-- A name without white space and without a suffix such as （本级）, brackets alike.
CREATE TEMP MACRO plain_name(name) AS regexp_replace(
  replace(replace(regexp_replace(name, '\s', '', 'g'), '(', '（'), ')', '）'),
  getvariable('entity_suffix'), ''
);

CREATE TEMP TABLE body_seen AS
SELECT city, plain_name(name) AS name, max(region_code) AS region_code
FROM (
  SELECT city, region_code, entity_name AS name FROM staged_report
  UNION ALL
  SELECT r.city, r.region_code, n.unit_name
  FROM (
    SELECT report_key, unit_name FROM staged_expenditure
    UNION SELECT report_key, unit_name FROM staged_revenue
    UNION SELECT report_key, unit_name FROM staged_project_objective
    UNION SELECT report_key, unit_name FROM staged_performance_indicator
  ) n
  JOIN staged_report r USING (report_key)
)
WHERE name IS NOT NULL
GROUP BY city, plain_name(name);

-- Names with the province before the city, and with 市 or 省 alone for the place.
CREATE TEMP TABLE body_in_place AS
SELECT b.city, b.name,
  CASE
    WHEN p.region_name IS NOT NULL AND starts_with(b.name, p.region_name || b.city)
      THEN substr(b.name, length(p.region_name) + 1)
    WHEN right(b.city, 1) IN ('市', '省', '州', '盟') AND left(b.name, 1) = right(b.city, 1)
      AND NOT regexp_matches(b.name, getvariable('no_place'))
      THEN b.city || substr(b.name, 2)
    ELSE b.name
  END AS placed
FROM body_seen b
LEFT JOIN list_regions p
  ON p.region_code = left(b.region_code, 2) || '0000' AND p.region_name <> b.city;

-- The rules of department_name_rules.csv one after the other.
CREATE TEMP TABLE body_ruled AS
WITH RECURSIVE rule AS (
  SELECT row_number() OVER (ORDER BY priority::INTEGER) AS step, pattern, replacement
  FROM list_department_name_rules
),
ruled AS (
  SELECT city, name, placed AS form, 0::BIGINT AS step FROM body_in_place
  UNION ALL
  SELECT d.city, d.name, regexp_replace(d.form, r.pattern, r.replacement), r.step
  FROM ruled d JOIN rule r ON r.step = d.step + 1
)
SELECT city, name, form FROM ruled WHERE step = (SELECT count(*) FROM rule);

-- Declared renames: reports under the former name are the present body's. Then, within one city,
-- a name without its place is the body whose name is that with the place before it.
CREATE TEMP TABLE body_name AS
WITH RECURSIVE declared AS (
  SELECT d.city, f.form AS former, t.form AS present
  FROM list_department_renames d
  JOIN body_ruled f ON f.city IS NOT DISTINCT FROM nullif(d.city, '') AND f.name = plain_name(d.former_name)
  JOIN (
    SELECT city, name, form FROM body_ruled
    UNION SELECT nullif(city, ''), plain_name(present_name), plain_name(present_name) FROM list_department_renames
  ) t ON t.city IS NOT DISTINCT FROM nullif(d.city, '') AND t.name = plain_name(d.present_name)
),
renamed AS (
  SELECT city, name, form, 0 AS step FROM body_ruled
  UNION ALL
  SELECT r.city, r.name, d.present, r.step + 1
  FROM renamed r JOIN declared d ON d.city IS NOT DISTINCT FROM coalesce(r.city, '') AND d.former = r.form
  WHERE r.step < 10
),
present AS (
  SELECT city, name, arg_max(form, step) AS form FROM renamed GROUP BY city, name
)
SELECT p.city, p.name, coalesce(w.form, p.form) AS canonical
FROM present p
LEFT JOIN (SELECT DISTINCT city, form FROM present) w
  ON w.city = p.city AND w.form = p.city || p.form;
