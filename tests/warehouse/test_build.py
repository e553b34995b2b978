"""The star from staged reports: versions, duplicates, what is shown and what is held back."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from pipeline.config import SQL_ROOT
from pipeline.stage.ledger import record_source
from pipeline.warehouse import AuditFailed, build_warehouse
from pipeline.warehouse.query import ANALYST_VIEWS
from schemas.ddl import comment, twin_columns
from schemas.star import STAR_TABLES
from schemas.views import VIEWS
from tests.stage.fabricate import OVERVIEW
from tests.warehouse.asking import one, rows

TOTAL = Decimal("1000200")


def test_every_perspective_adds_up_to_the_printed_total_with_its_rounding_row(published):
    assert one(published, "SELECT sum(amount_yuan) FROM expenditure_by_function") == TOTAL
    assert (
        one(published, "SELECT sum(amount_yuan) FROM report_total WHERE side = 'expenditure'")
        == TOTAL
    )
    assert rows(published, "SELECT 金额_元, 科目编码 FROM 支出_按功能 WHERE 尾数差行") == [
        (Decimal("-100.00"), "201")
    ]


def test_amounts_are_exact_decimals_in_yuan_and_wan(home, load):
    load(basic="0.03")
    build_warehouse(home)
    types = dict(
        rows(home, "SELECT column_name, column_type FROM (DESCRIBE expenditure_by_function)")
    )
    assert (types["amount_yuan"], types["amount_wan"]) == ("DECIMAL(18,2)", "DECIMAL(18,6)")
    assert (
        one(home, "SELECT typeof(sum(amount_wan)) FROM expenditure_by_function") == "DECIMAL(38,6)"
    )
    assert one(home, "SELECT 金额_万元 FROM 支出_按功能 WHERE 科目编码 = '2010301'") == Decimal(
        "0.03"
    )


def test_documented_columns_are_the_built_columns(published):
    with duckdb.connect(str(published.warehouse), read_only=True) as connection:
        built = connection.execute(
            "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() "
            "WHERE NOT internal ORDER BY table_name, column_index"
        ).fetchall()
        named = dict(
            connection.execute(
                "SELECT table_name, comment FROM duckdb_tables() UNION ALL "
                "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
            ).fetchall()
        )
        storage = connection.execute(
            "SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal"
        ).fetchall()
    assert storage == [("v1.5.0+",)]
    expected = {
        t.name: [(c.name, c.type.value, comment(c)) for c in t.columns] for t in STAR_TABLES
    }
    for view in VIEWS:
        expected[view.name] = [(c.name, c.type.value, comment(c)) for c in view.columns]
        expected[view.name_zh] = [(n, c.type.value, comment(c)) for n, c in twin_columns(view)]
    found: dict[str, list[tuple[str, str, str]]] = {}
    for table, column, type_, text in built:
        found.setdefault(table, []).append((column, type_, text))
    found.pop("counted_report")
    assert found == expected
    assert all(named[name] for name in expected)


def test_chinese_views_answer_in_chinese(published):
    assert rows(
        published,
        "SELECT 部门, 年度, 支出性质, sum(金额_万元) AS 万元 FROM 支出_按功能 GROUP BY ALL ORDER BY ALL",
    ) == [
        ("岭南市测试局", 2024, "基本支出", Decimal("60.01")),
        ("岭南市测试局", 2024, "未区分", Decimal("-0.01")),
        ("岭南市测试局", 2024, "项目支出", Decimal("40.02")),
    ]
    assert rows(published, "SELECT 项目名称, 绩效目标, 金额_万元 FROM 项目") == [
        ("信息系统运维", "系统全年可用", Decimal("40.02"))
    ]
    assert one(published, "SELECT sum(金额_万元) FROM 三公经费") == Decimal(3)  # no memo items
    assert one(published, "SELECT 类名称 FROM 支出_按经济") == "工资福利支出"
    for view in (*ANALYST_VIEWS, *(v.name_zh for v in VIEWS)):
        rows(published, f'SELECT * FROM "{view}"')


def test_nothing_changed_nothing_built(home, load):
    load()
    assert build_warehouse(home).published
    before = home.warehouse.stat().st_ino
    again = build_warehouse(home)
    assert not again.published and again.row_counts["fact_expenditure"] == 5
    assert home.warehouse.stat().st_ino == before
    assert build_warehouse(home, force=True).published


def test_the_same_input_gives_the_same_rows(home, load, tmp_path):
    for index in range(4):
        load(bytes([index]), entity=f"岭南市第{index}局")
    build_warehouse(home)
    first = {t.name: rows(home, f'SELECT * FROM "{t.name}"') for t in STAR_TABLES}
    build_warehouse(home, force=True)
    assert first == {t.name: rows(home, f'SELECT * FROM "{t.name}"') for t in STAR_TABLES}


def test_a_changed_file_is_a_new_version_and_only_the_new_one_counts(home, load):
    old = load(b"v1", name="a.pdf", sidecar={"published_on": "2024-02-20"})
    new = load(b"v2", name="a.pdf", basic="70.00", sidecar={"published_on": "2024-03-01"})
    build_warehouse(home)
    assert rows(
        home,
        "SELECT report_key, version, is_current, supersedes_report_key FROM dim_report ORDER BY version",
    ) == [(old, 1, False, None), (new, 2, True, old)]
    assert one(home, "SELECT sum(amount_yuan) FROM expenditure_by_function") == Decimal("1100100")
    assert one(home, "SELECT count(DISTINCT report_key) FROM fact_expenditure") == 2
    assert rows(home, "SELECT report_key, is_latest FROM source_file ORDER BY is_latest") == [
        (old, False),
        (new, True),
    ]
    assert rows(home, "SELECT version, version_count, report_key FROM coverage") == [(2, 2, new)]


def test_versions_go_by_day_of_publication_not_by_order_of_loading(home, load):
    late = load(b"v2", basic="70.00", sidecar={"published_on": "2024-03-01"})
    early = load(b"v1", sidecar={"published_on": "2024-02-20"})
    build_warehouse(home)
    assert one(home, "SELECT report_key FROM dim_report WHERE is_current") == late
    assert one(home, "SELECT supersedes_report_key FROM dim_report WHERE is_current") == early


def test_a_quarantined_correction_does_not_replace_a_good_report(home, load):
    good = load(b"v1", sidecar={"published_on": "2024-02-20"})
    bad = load(b"v2", outcome="quarantined", sidecar={"published_on": "2024-03-01"})
    build_warehouse(home)
    assert one(home, "SELECT report_key FROM dim_report WHERE is_current") == good
    assert rows(home, "SELECT version, outcome FROM dim_report ORDER BY 1") == [
        (1, "accepted"),
        (2, "quarantined"),
    ]
    # Its facts are nowhere, its printed cells are kept, its failures are shown.
    assert one(home, f"SELECT count(*) FROM fact_expenditure WHERE report_key = '{bad}'") == 0
    assert one(home, f"SELECT count(*) FROM printed_cell WHERE report_key = '{bad}'") > 20
    assert one(home, "SELECT report_key FROM reconciliation_failures") == bad
    assert (
        one(home, f"SELECT bool_or(is_published) FROM statement WHERE report_key = '{bad}'")
        is False
    )


def test_other_year_kind_scope_or_body_is_no_version(home, load):
    load(b"1")
    load(b"2", year=2023)
    load(b"3", kind="final_accounts")
    load(b"4", scope="unit", entity="岭南市另一单位")
    load(b"5", entity="岭南市另一局")
    load(b"6", city="海东市")
    build_warehouse(home)
    assert one(home, "SELECT count(*) FROM dim_report WHERE is_current AND version = 1") == 6
    assert one(home, "SELECT count(DISTINCT stage_name) FROM expenditure_by_function") == 2


def test_the_same_bytes_under_two_paths_are_one_report(home, load, tmp_path):
    key = load(b"one", name="a.pdf")
    copy = tmp_path / "raw" / "b.pdf"
    copy.write_bytes(b"one")
    record_source(home, copy, one_sha := __import__("hashlib").sha256(b"one").hexdigest())
    assert one_sha.startswith(key)
    build_warehouse(home)
    assert rows(
        home, "SELECT outcome, reason_code, duplicate_of_report_key FROM source_file ORDER BY path"
    ) == [
        ("accepted", "ok", None),
        ("duplicate", "same_bytes", key),
    ]
    assert one(home, "SELECT sum(amount_yuan) FROM expenditure_by_function") == TOTAL


def test_the_same_content_in_other_bytes_is_a_duplicate_of_the_earlier(home, load):
    first = load(b"v1", content_hash="c", sidecar={"published_on": "2024-02-20"})
    second = load(b"v2", content_hash="c", sidecar={"published_on": "2024-03-01"})
    build_warehouse(home)
    assert rows(
        home,
        "SELECT report_key, outcome, is_current, duplicate_of_report_key FROM dim_report ORDER BY outcome",
    ) == [(first, "accepted", True, None), (second, "duplicate", False, first)]
    assert one(home, "SELECT sum(amount_yuan) FROM expenditure_by_function") == TOTAL
    assert (
        one(home, f"SELECT reason_code FROM source_file WHERE report_key = '{second}'")
        == "same_content"
    )
    assert one(home, f"SELECT count(*) > 0 FROM printed_cell WHERE report_key = '{second}'")


def test_a_statement_held_back_has_no_facts(home, load):
    def hold(tables):
        tables["statement"][3] |= {"is_published": False, "held_reason": "勾稽不符"}
        tables["report"][0] |= {"outcome": "partial", "reason_code": "statements_held_back"}

    load(change=hold)
    build_warehouse(home)
    assert rows(home, "SELECT * FROM projects") == []
    assert one(home, "SELECT count(*) FROM fact_project_objective") == 0
    assert one(home, "SELECT sum(amount_yuan) FROM expenditure_by_function") == TOTAL
    assert rows(home, "SELECT statements_published, statements_held FROM coverage") == [(5, 1)]


# Change of a report, the table it makes wrong, a word of the reason.
NOT_ADDING_UP = [
    (lambda t: t["expenditure"][4].update(amount_yuan=Decimal("400100")), 4, "没有印出"),
    (
        lambda t: t["expenditure"].append(t["expenditure"][4] | {"amount_yuan": Decimal(0)}),
        4,
        "2条事实",
    ),
    (lambda t: t["revenue"][0].update(is_rounding=True), 6, "尾数差"),
]


def _good_and_bad(home, load, changes):
    """Load a good and a changed report for each change, in a city of its own; build; their keys."""
    keys = []
    for place, change in zip("子丑寅卯", changes, strict=False):
        city = f"岭{place}市"
        good = load(f"good {place}".encode(), entity=f"{city}好局", city=city)
        bad = load(f"bad {place}".encode(), entity=f"{city}测试局", city=city, change=change)
        keys.append((good, bad))
    return build_warehouse(home), keys


@pytest.fixture(scope="module")
def not_adding_up(new_home):
    home, load = new_home("not_adding_up")
    return home, *_good_and_bad(home, load, [change for change, *_ in NOT_ADDING_UP])


@pytest.mark.parametrize("case", range(len(NOT_ADDING_UP)))
def test_facts_that_do_not_add_up_are_held_back_and_the_rest_is_published(not_adding_up, case):
    home, result, keys = not_adding_up
    good, bad = keys[case]
    _, table, said = NOT_ADDING_UP[case]
    assert result.held_statements == len(NOT_ADDING_UP)
    assert rows(
        home, f"SELECT outcome, reason_code FROM dim_report WHERE report_key = '{bad}'"
    ) == [("partial", "audit_held")]
    both = f"report_key IN ('{good}', '{bad}')"
    held = rows(
        home,
        f"SELECT table_ordinal, held_reason FROM statement WHERE NOT is_published AND {both}",
    )
    assert [ordinal for ordinal, _ in held] == [table] and said in held[0][1]
    counted = f"SELECT count(DISTINCT report_key) FROM expenditure_by_function WHERE {both}"
    assert one(home, counted) == 2


def test_a_main_statement_that_does_not_add_up_quarantines_the_report(home, load):
    good = load(b"v1", sidecar={"published_on": "2024-02-20"})
    load(
        b"v2",
        sidecar={"published_on": "2024-03-01"},
        change=lambda t: t["expenditure"].append(
            t["expenditure"][2] | {"perspective": "FUNCTION_CLASS", "table_ordinal": OVERVIEW}
        ),
    )
    build_warehouse(home)
    assert one(home, "SELECT report_key FROM dim_report WHERE is_current") == good
    assert rows(home, "SELECT outcome, reason_code FROM dim_report WHERE NOT is_current") == [
        ("quarantined", "audit_held")
    ]


def test_a_units_report_inside_its_departments_report_is_not_counted_again(home, load):
    department = load(b"d", unit="岭南市下属中心")
    head = load(b"h", scope="unit", entity="岭南市测试局（本级）")
    centre = load(b"c", scope="unit", entity="岭南市下属中心")
    alone = load(b"a", scope="unit", entity="岭南市无关中心")
    build_warehouse(home)
    contained = dict(rows(home, "SELECT report_key, contained_in_report_key FROM dim_report"))
    assert contained == {department: None, head: department, centre: department, alone: None}
    assert one(home, "SELECT sum(amount_yuan) FROM expenditure_by_function") == 2 * TOTAL
    assert one(home, "SELECT count(*) FROM dim_report WHERE is_current") == 4
    assert rows(
        home,
        "SELECT alias_name FROM bridge_department_alias JOIN dim_department USING (department_key) "
        "WHERE department_name = '岭南市测试局' ORDER BY 1",
    ) == [("岭南市测试局",), ("岭南市测试局（本级）",)]


def test_an_unknown_code_becomes_a_provisional_member_and_keeps_its_money(home, load):
    first = load(b"1", code="2019876", code_name="新设科目", year=2023)
    load(b"2", code="2019876", code_name="新设科目", entity="岭南市二局")
    load(b"3", code="2019876", code_name="新没科目", entity="岭南市三局")
    build_warehouse(home)
    assert rows(
        home,
        "SELECT function_name, class_name, group_name, origin, status, evidence "
        "FROM dim_function_code WHERE function_code = '2019876'",
    ) == [
        (
            "新设科目",
            "一般公共服务支出",
            "（未列入代码表）",
            "report",
            "provisional",
            f"reports 2023-2024 n=2 bodies=2 first={first}",
        )
    ]
    assert one(home, "SELECT sum(amount_yuan) FROM expenditure_by_function") == 3 * TOTAL


def test_a_code_three_bodies_name_alike_is_agreed(home, load):
    load(b"1", code="2019876", code_name="新设（试点）支出")
    load(b"2", code="2019876", code_name="新设(试点)", entity="岭南市二局")
    load(b"3", code="2019876", code_name="新设（试点）支出", entity="岭南市三局")
    build_warehouse(home)
    assert rows(
        home,
        "SELECT function_name, origin, status FROM dim_function_code WHERE function_code = '2019876'",
    ) == [("新设（试点）支出", "report", "agreed")]


def test_a_fact_without_code_or_with_an_unread_one_keeps_its_money(home, load):
    def change(tables):
        tables["expenditure"][0]["function_code"] = None
        tables["expenditure"][1] |= {"function_code": None, "function_name": None}

    load(change=change)
    build_warehouse(home)
    assert rows(
        home,
        "SELECT function_code, function_name, amount_wan FROM expenditure_by_function "
        "WHERE NOT is_rounding ORDER BY 1",
    ) == [("NA", "不适用", Decimal("40.02")), ("UNKNOWN", "未知", Decimal("60.01"))]
    assert one(home, "SELECT sum(amount_yuan) FROM expenditure_by_function") == TOTAL


def test_a_renamed_code_has_the_name_of_its_year(home, load):
    load(b"1", year=2019, code="2080501", code_name="归口管理的行政单位离退休")
    load(b"2", year=2020, code="2080501", code_name="行政单位离退休")
    build_warehouse(home)
    assert rows(
        home,
        "SELECT fiscal_year, function_name, function_key FROM fact_expenditure "
        "JOIN dim_function_code USING (function_key) JOIN dim_report USING (report_key) "
        "WHERE function_code = '2080501' ORDER BY 1",
    ) == [
        (2019, "归口管理的行政单位离退休", "2080501"),
        (2020, "行政单位离退休", "2080501@2020"),
    ]


def test_coverage_lists_what_is_missing_beside_the_peers(home, load):
    load(b"1", entity="岭南市甲局", year=2023)
    load(b"2", entity="岭南市甲局", year=2024)
    load(b"3", entity="岭南市乙局", year=2024)
    build_warehouse(home)
    assert rows(home, "SELECT 部门, 年度, 处理结果 FROM 覆盖") == [
        ("岭南市乙局", 2023, "missing"),
        ("岭南市乙局", 2024, "accepted"),
        ("岭南市甲局", 2023, "accepted"),
        ("岭南市甲局", 2024, "accepted"),
    ]


def test_every_file_has_an_outcome_even_unread_and_unreadable_ones(home, load, tmp_path):
    load()
    record_source(home, tmp_path / "never.pdf", "f" * 64)
    record_source(
        home,
        tmp_path / "locked.pdf",
        "",
        outcome="quarantined",
        reason_code="unreadable_file",
        reason="x",
    )
    build_warehouse(home)
    assert rows(home, "SELECT outcome, reason_code FROM source_file ORDER BY reason_code") == [
        ("quarantined", "not_read"),
        ("accepted", "ok"),
        ("quarantined", "unreadable_file"),
    ]


def test_an_empty_house_builds_an_empty_warehouse(home):
    assert build_warehouse(home).published
    assert rows(home, "SELECT * FROM 支出_按功能") == []


def test_all_failing_audits_are_listed_and_nothing_is_published(home, load, tmp_path):
    load()
    build_warehouse(home)
    before = home.warehouse.read_bytes()
    root = tmp_path / "sql"
    for kind in ("build", "gates", "views", "audits"):
        (root / kind).mkdir(parents=True)
        for file in (SQL_ROOT / kind).glob("*.sql"):
            (root / kind / file.name).write_text(file.read_text("utf-8"), "utf-8")
    facts = root / "build" / "50_facts.sql"
    facts.write_text(
        facts.read_text("utf-8")
        + "UPDATE fact_expenditure SET amount_yuan = amount_yuan + 1 WHERE perspective = 'PROJECT';"
        + "UPDATE fact_revenue SET fund_key = 'NOWHERE';"
        + "DELETE FROM fact_three_public;",
        "utf-8",
    )
    with pytest.raises(AuditFailed) as caught:
        build_warehouse(home, sql_root=root)
    failed = {failure.audit for failure in caught.value.failures}
    assert failed >= {
        "sums_are_printed",
        "nothing_is_lost",
        "fact_revenue.fund_key resolves in dim_fund_source",
        "views_drop_no_money",
    }
    assert "NOWHERE" in str(caught.value)
    assert home.warehouse.read_bytes() == before
    assert [p.name for p in home.warehouse.parent.glob(".*")] == []


def _without_income_total(tables):
    """Parts of spending are printed, the total of income is not."""
    totals = tables["report_total"]
    del totals[0]
    totals.append(totals[0] | {"side": "basic"})


EMPTIED = {
    "report_total": lambda tables: tables["report_total"].clear(),
    "expenditure": lambda tables: tables["expenditure"].clear(),
    "income total": _without_income_total,
}


@pytest.fixture(scope="module")
def emptied(new_home):
    home, load = new_home("emptied")
    _, keys = _good_and_bad(home, load, EMPTIED.values())
    return home, dict(zip(EMPTIED, keys, strict=True))


@pytest.mark.parametrize("case", EMPTIED)
def test_nothing_passes_on_empty(emptied, case):
    home, keys = emptied
    assert rows(
        home,
        f"SELECT outcome, reason_code FROM dim_report WHERE report_key IN {keys[case]} ORDER BY 1",
    ) == [
        ("accepted", "ok"),
        ("quarantined", "audit_held"),
    ]


def test_a_leaf_below_another_leaf_is_held_back(home, load):
    def change(tables):
        tables["expenditure"][1] |= {"function_code": "20103", "nature": "BASIC"}

    load(change=change)
    build_warehouse(home)
    assert "20103 与其下级 2010301" in one(home, "SELECT reason FROM dim_report")
