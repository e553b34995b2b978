"""The star from staged reports: versions, duplicates, what is shown and what is held back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipeline.config import SQL_ROOT, Home
from pipeline.report.staged_rows import Tables
from pipeline.stage.ledger import record_source
from pipeline.stage.staging import file_sha256
from pipeline.warehouse.audit import AuditFailed
from pipeline.warehouse.build import build_warehouse
from pipeline.warehouse.query import ANALYST_VIEWS
from schemas.ddl import comment, twin_columns
from schemas.star import STAR_TABLES
from schemas.views import VIEWS
from tests.stage.fabricate import OVERVIEW
from tests.warehouse.asking import one, rows
from tests.warehouse.together import Answers, CaseCity, each, together

TOTAL = Decimal("1000200")


def test_every_perspective_adds_up_to_the_printed_total_with_its_rounding_row(
    published: Home,
) -> None:
    assert one(published, "SELECT sum(amount_yuan) FROM expenditure_by_function") == TOTAL
    assert (
        one(published, "SELECT sum(amount_yuan) FROM report_total WHERE side = 'expenditure'")
        == TOTAL
    )
    assert rows(published, "SELECT 金额_元, 科目编码 FROM 支出_按功能 WHERE 尾数差行") == [
        (Decimal("-100.00"), "201")
    ]


@together
def test_amounts_are_exact_decimals_in_yuan_and_wan(place: CaseCity) -> Iterator[None]:
    place.load(basic="0.03")
    yield
    types = dict(
        rows(place.home, "SELECT column_name, column_type FROM (DESCRIBE expenditure_by_function)")
    )
    assert (types["amount_yuan"], types["amount_wan"]) == ("DECIMAL(18,2)", "DECIMAL(18,6)")
    assert (
        one(place.home, "SELECT typeof(sum(amount_wan)) FROM expenditure_by_function")
        == "DECIMAL(38,6)"
    )
    assert one(
        place.home,
        f"SELECT 金额_万元 FROM 支出_按功能 WHERE 科目编码 = '2010301' AND 城市 = '{place.city}'",
    ) == Decimal("0.03")


def test_documented_columns_are_the_built_columns(published: Home) -> None:
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


def test_chinese_views_answer_in_chinese(published: Home) -> None:
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


def test_nothing_changed_nothing_built(changeable: Home) -> None:
    before = changeable.warehouse.stat().st_ino
    again = build_warehouse(changeable)
    assert not again.published and again.row_counts["fact_expenditure"] == 5
    assert changeable.warehouse.stat().st_ino == before
    assert build_warehouse(changeable, force=True).published


def test_the_same_input_gives_the_same_rows(answers: Answers) -> None:
    home = answers.home
    first = {t.name: rows(home, f'SELECT * FROM "{t.name}"') for t in STAR_TABLES}
    assert len(first["dim_report"]) > 30
    assert build_warehouse(home, force=True).published
    assert first == {t.name: rows(home, f'SELECT * FROM "{t.name}"') for t in STAR_TABLES}


@together
def test_a_changed_file_is_a_new_version_and_only_the_new_one_counts(
    place: CaseCity,
) -> Iterator[None]:
    old = place.load(b"v1", name="a.pdf", sidecar={"published_on": "2024-02-20"})
    new = place.load(b"v2", name="a.pdf", basic="70.00", sidecar={"published_on": "2024-03-01"})
    yield
    home, mine = place.home, place.mine
    assert rows(
        home,
        "SELECT report_key, version, is_current, supersedes_report_key FROM dim_report "
        f"WHERE {mine} ORDER BY version",
    ) == [(old, 1, False, None), (new, 2, True, old)]
    spent = f"SELECT sum(amount_yuan) FROM expenditure_by_function WHERE {mine}"
    assert one(home, spent) == Decimal("1100100")
    assert one(home, f"SELECT count(DISTINCT report_key) FROM fact_expenditure WHERE {mine}") == 2
    assert rows(
        home, f"SELECT report_key, is_latest FROM source_file WHERE {mine} ORDER BY is_latest"
    ) == [
        (old, False),
        (new, True),
    ]
    assert rows(
        home,
        f"SELECT version, version_count, report_key FROM coverage WHERE city = '{place.city}'",
    ) == [(2, 2, new)]


@together
def test_versions_go_by_day_of_publication_not_by_order_of_loading(
    place: CaseCity,
) -> Iterator[None]:
    late = place.load(b"v2", basic="70.00", sidecar={"published_on": "2024-03-01"})
    early = place.load(b"v1", sidecar={"published_on": "2024-02-20"})
    yield
    assert rows(
        place.home,
        "SELECT report_key, supersedes_report_key FROM dim_report "
        f"WHERE is_current AND {place.mine}",
    ) == [(late, early)]


@together
def test_a_quarantined_correction_does_not_replace_a_good_report(place: CaseCity) -> Iterator[None]:
    good = place.load(b"v1", sidecar={"published_on": "2024-02-20"})
    bad = place.load(b"v2", outcome="quarantined", sidecar={"published_on": "2024-03-01"})
    yield
    home, mine = place.home, place.mine
    assert one(home, f"SELECT report_key FROM dim_report WHERE is_current AND {mine}") == good
    assert rows(home, f"SELECT version, outcome FROM dim_report WHERE {mine} ORDER BY 1") == [
        (1, "accepted"),
        (2, "quarantined"),
    ]
    # Its facts are nowhere, its printed cells are kept, its failures are shown.
    assert one(home, f"SELECT count(*) FROM fact_expenditure WHERE report_key = '{bad}'") == 0
    assert one(home, f"SELECT count(*) FROM printed_cell WHERE report_key = '{bad}'") > 20
    assert one(home, f"SELECT report_key FROM reconciliation_failures WHERE {mine}") == bad
    assert (
        one(home, f"SELECT bool_or(is_published) FROM statement WHERE report_key = '{bad}'")
        is False
    )


@together
def test_other_year_kind_scope_or_body_is_no_version(place: CaseCity) -> Iterator[None]:
    place.load(b"1")
    place.load(b"2", year=2023)
    place.load(b"3", kind="final_accounts")
    place.load(b"4", scope="unit", entity=f"{place.city}另一单位")
    place.load(b"5", entity=f"{place.city}另一局")
    place.load(b"6", city="海东市")
    yield
    assert (
        one(
            place.home,
            f"SELECT count(*) FROM dim_report WHERE is_current AND version = 1 AND {place.mine}",
        )
        == 6
    )
    assert (
        one(
            place.home,
            f"SELECT count(DISTINCT stage_name) FROM expenditure_by_function WHERE {place.mine}",
        )
        == 2
    )


@together
def test_the_same_bytes_under_two_paths_are_one_report(place: CaseCity) -> Iterator[None]:
    key = place.load(b"one", name="a.pdf")
    copy = place.folder / "raw" / "b.pdf"
    copy.write_bytes(place.file(b"one"))
    sha256 = file_sha256(copy)
    assert sha256.startswith(key)
    record_source(place.home, copy, sha256)
    yield
    assert rows(
        place.home,
        "SELECT outcome, reason_code, duplicate_of_report_key FROM source_file "
        f"WHERE {place.filed} ORDER BY path",
    ) == [
        ("accepted", "ok", None),
        ("duplicate", "same_bytes", key),
    ]
    spent = f"SELECT sum(amount_yuan) FROM expenditure_by_function WHERE {place.mine}"
    assert one(place.home, spent) == TOTAL


@together
def test_the_same_content_in_other_bytes_is_a_duplicate_of_the_earlier(
    place: CaseCity,
) -> Iterator[None]:
    first = place.load(b"v1", content_hash="c", sidecar={"published_on": "2024-02-20"})
    second = place.load(b"v2", content_hash="c", sidecar={"published_on": "2024-03-01"})
    yield
    home, mine = place.home, place.mine
    assert rows(
        home,
        "SELECT report_key, outcome, is_current, duplicate_of_report_key FROM dim_report "
        f"WHERE {mine} ORDER BY outcome",
    ) == [(first, "accepted", True, None), (second, "duplicate", False, first)]
    spent = f"SELECT sum(amount_yuan) FROM expenditure_by_function WHERE {mine}"
    assert one(home, spent) == TOTAL
    assert (
        one(home, f"SELECT reason_code FROM source_file WHERE report_key = '{second}'")
        == "same_content"
    )
    assert one(home, f"SELECT count(*) > 0 FROM printed_cell WHERE report_key = '{second}'")


@together
def test_a_statement_held_back_has_no_facts(place: CaseCity) -> Iterator[None]:
    def hold(tables: Tables) -> None:
        tables["statement"][3] |= {"is_published": False, "held_reason": "勾稽不符"}
        tables["report"][0] |= {"outcome": "partial", "reason_code": "statements_held_back"}

    place.load(change=hold)
    yield
    home, mine = place.home, place.mine
    assert rows(home, f"SELECT * FROM projects WHERE {mine}") == []
    assert one(home, f"SELECT count(*) FROM fact_project_objective WHERE {mine}") == 0
    spent = f"SELECT sum(amount_yuan) FROM expenditure_by_function WHERE {mine}"
    assert one(home, spent) == TOTAL
    assert rows(
        home,
        f"SELECT statements_published, statements_held FROM coverage WHERE city = '{place.city}'",
    ) == [(5, 1)]


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


@each(NOT_ADDING_UP)
def test_facts_that_do_not_add_up_are_held_back_and_the_rest_is_published(
    place: CaseCity, change: Callable[[Tables], None], table: int, said: str
) -> Iterator[None]:
    place.load(b"good", entity=f"{place.city}好局")
    bad = place.load(b"bad", change=change)
    yield
    home, mine = place.home, place.mine
    assert rows(
        home, f"SELECT outcome, reason_code FROM dim_report WHERE report_key = '{bad}'"
    ) == [("partial", "audit_held")]
    held = rows(
        home,
        f"SELECT table_ordinal, held_reason FROM statement WHERE NOT is_published AND {mine}",
    )
    assert [ordinal for ordinal, _ in held] == [table] and said in held[0][1]
    counted = f"SELECT count(DISTINCT report_key) FROM expenditure_by_function WHERE {mine}"
    assert one(home, counted) == 2


def test_the_build_says_how_many_statements_it_held_back(answers: Answers) -> None:
    # The other statements of a report that is quarantined for them are held for its own reason.
    held = one(
        answers.home,
        "SELECT count(*) FROM statement JOIN dim_report USING (report_key) WHERE NOT is_published "
        "AND reason_code = 'audit_held' AND held_reason <> reason",
    )
    assert answers.built.held_statements == held > len(NOT_ADDING_UP)


@together
def test_a_main_statement_that_does_not_add_up_quarantines_the_report(
    place: CaseCity,
) -> Iterator[None]:
    good = place.load(b"v1", sidecar={"published_on": "2024-02-20"})
    place.load(
        b"v2",
        sidecar={"published_on": "2024-03-01"},
        change=lambda t: t["expenditure"].append(
            t["expenditure"][2] | {"perspective": "FUNCTION_CLASS", "table_ordinal": OVERVIEW}
        ),
    )
    yield
    home, mine = place.home, place.mine
    assert one(home, f"SELECT report_key FROM dim_report WHERE is_current AND {mine}") == good
    assert rows(
        home, f"SELECT outcome, reason_code FROM dim_report WHERE NOT is_current AND {mine}"
    ) == [("quarantined", "audit_held")]


@together
def test_a_units_report_inside_its_departments_report_is_not_counted_again(
    place: CaseCity,
) -> Iterator[None]:
    city = place.city
    department = place.load(b"d", unit=f"{city}下属中心")
    head = place.load(b"h", scope="unit", entity=f"{city}测试局（本级）")
    centre = place.load(b"c", scope="unit", entity=f"{city}下属中心")
    alone = place.load(b"a", scope="unit", entity=f"{city}无关中心")
    yield
    home, mine = place.home, place.mine
    contained = dict(
        rows(home, f"SELECT report_key, contained_in_report_key FROM dim_report WHERE {mine}")
    )
    assert contained == {department: None, head: department, centre: department, alone: None}
    spent = f"SELECT sum(amount_yuan) FROM expenditure_by_function WHERE {mine}"
    assert one(home, spent) == 2 * TOTAL
    assert one(home, f"SELECT count(*) FROM dim_report WHERE is_current AND {mine}") == 4
    assert rows(
        home,
        "SELECT alias_name FROM bridge_department_alias JOIN dim_department USING (department_key) "
        f"WHERE department_name = '{city}测试局' ORDER BY 1",
    ) == [(f"{city}测试局",), (f"{city}测试局（本级）",)]


@together
def test_an_unknown_code_becomes_a_provisional_member_and_keeps_its_money(
    place: CaseCity,
) -> Iterator[None]:
    first = place.load(b"1", code="2019876", code_name="新设科目", year=2023)
    place.load(b"2", code="2019876", code_name="新设科目", entity=f"{place.city}二局")
    place.load(b"3", code="2019876", code_name="新没科目", entity=f"{place.city}三局")
    yield
    assert rows(
        place.home,
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
    spent = f"SELECT sum(amount_yuan) FROM expenditure_by_function WHERE {place.mine}"
    assert one(place.home, spent) == 3 * TOTAL


@together
def test_a_code_three_bodies_name_alike_is_agreed(place: CaseCity) -> Iterator[None]:
    place.load(b"1", code="2019875", code_name="新设（试点）支出")
    place.load(b"2", code="2019875", code_name="新设(试点)", entity=f"{place.city}二局")
    place.load(b"3", code="2019875", code_name="新设（试点）支出", entity=f"{place.city}三局")
    yield
    assert rows(
        place.home,
        "SELECT function_name, origin, status FROM dim_function_code WHERE function_code = '2019875'",
    ) == [("新设（试点）支出", "report", "agreed")]


@together
def test_a_fact_without_code_or_with_an_unread_one_keeps_its_money(
    place: CaseCity,
) -> Iterator[None]:
    def change(tables: Tables) -> None:
        tables["expenditure"][0]["function_code"] = None
        tables["expenditure"][1] |= {"function_code": None, "function_name": None}

    place.load(change=change)
    yield
    assert rows(
        place.home,
        "SELECT function_code, function_name, amount_wan FROM expenditure_by_function "
        f"WHERE NOT is_rounding AND {place.mine} ORDER BY 1",
    ) == [("NA", "不适用", Decimal("40.02")), ("UNKNOWN", "未知", Decimal("60.01"))]
    spent = f"SELECT sum(amount_yuan) FROM expenditure_by_function WHERE {place.mine}"
    assert one(place.home, spent) == TOTAL


@together
def test_a_renamed_code_has_the_name_of_its_year(place: CaseCity) -> Iterator[None]:
    place.load(b"1", year=2019, code="2080501", code_name="归口管理的行政单位离退休")
    place.load(b"2", year=2020, code="2080501", code_name="行政单位离退休")
    yield
    assert rows(
        place.home,
        "SELECT fiscal_year, function_name, function_key FROM fact_expenditure "
        "JOIN dim_function_code USING (function_key) JOIN dim_report USING (report_key) "
        f"WHERE function_code = '2080501' AND {place.mine} ORDER BY 1",
    ) == [
        (2019, "归口管理的行政单位离退休", "2080501"),
        (2020, "行政单位离退休", "2080501@2020"),
    ]


@together
def test_coverage_lists_what_is_missing_beside_the_peers(place: CaseCity) -> Iterator[None]:
    one_body, other = f"{place.city}甲局", f"{place.city}乙局"
    place.load(b"1", entity=one_body, year=2023)
    place.load(b"2", entity=one_body, year=2024)
    place.load(b"3", entity=other, year=2024)
    yield
    assert rows(
        place.home, f"SELECT 部门, 年度, 处理结果 FROM 覆盖 WHERE 城市 = '{place.city}'"
    ) == [
        (other, 2023, "missing"),
        (other, 2024, "accepted"),
        (one_body, 2023, "accepted"),
        (one_body, 2024, "accepted"),
    ]


@together
def test_every_file_has_an_outcome_even_unread_and_unreadable_ones(
    place: CaseCity,
) -> Iterator[None]:
    place.load()
    record_source(place.home, place.folder / "raw" / "never.pdf", "f" * 64)
    record_source(
        place.home,
        place.folder / "raw" / "locked.pdf",
        "",
        outcome="quarantined",
        reason_code="unreadable_file",
        reason="x",
    )
    yield
    assert rows(
        place.home,
        f"SELECT outcome, reason_code FROM source_file WHERE {place.filed} ORDER BY reason_code",
    ) == [
        ("quarantined", "not_read"),
        ("accepted", "ok"),
        ("quarantined", "unreadable_file"),
    ]


def test_an_empty_house_builds_an_empty_warehouse(home: Home) -> None:
    assert build_warehouse(home).published
    assert rows(home, "SELECT * FROM 支出_按功能") == []


def test_all_failing_audits_are_listed_and_nothing_is_published(
    changeable: Home, tmp_path: Path
) -> None:
    home = changeable
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
        + "DELETE FROM fact_three_public;"
        + "UPDATE fact_project_objective SET table_ordinal = 99;",
        "utf-8",
    )
    with pytest.raises(AuditFailed) as caught:
        build_warehouse(home, sql_root=root)
    failed = {failure.audit for failure in caught.value.failures}
    assert failed >= {
        "sums_are_printed",
        "nothing_is_lost",
        "facts_are_published",
        "fact_revenue.fund_key resolves in dim_fund_source",
        "views_drop_no_money",
    }
    assert "NOWHERE" in str(caught.value)
    assert home.warehouse.read_bytes() == before
    assert [p.name for p in home.warehouse.parent.glob(".*")] == []


def _without_income_total(tables: Tables) -> None:
    """Parts of spending are printed, the total of income is not."""
    totals = tables["report_total"]
    del totals[0]
    totals.append(totals[0] | {"side": "basic"})


@each(
    [
        (lambda tables: tables["report_total"].clear(),),
        (lambda tables: tables["expenditure"].clear(),),
        (_without_income_total,),
    ]
)
def test_nothing_passes_on_empty(
    place: CaseCity, emptied: Callable[[Tables], None]
) -> Iterator[None]:
    place.load(b"good", entity=f"{place.city}好局")
    place.load(b"bad", change=emptied)
    yield
    assert rows(
        place.home,
        f"SELECT outcome, reason_code FROM dim_report WHERE {place.mine} ORDER BY 1",
    ) == [
        ("accepted", "ok"),
        ("quarantined", "audit_held"),
    ]


@together
def test_a_leaf_below_another_leaf_is_held_back(place: CaseCity) -> Iterator[None]:
    def change(tables: Tables) -> None:
        tables["expenditure"][1] |= {"function_code": "20103", "nature": "BASIC"}

    place.load(change=change)
    yield
    said = one(place.home, f"SELECT reason FROM dim_report WHERE {place.mine}")
    assert "20103 与其下级 2010301" in said
