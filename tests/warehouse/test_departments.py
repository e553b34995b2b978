"""Departments: forms of a name that are one body, renames, and reports of the same money."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Home
from pipeline.domain.lexicon_files import SCHEMAS, file_of
from pipeline.report.staged_rows import Tables
from pipeline.warehouse import inputs
from pipeline.warehouse.build import build_warehouse
from schemas.lexicons import DEPARTMENT_RENAMES
from tests.warehouse.asking import one, rows
from tests.warehouse.load_report import Load
from tests.warehouse.together import CaseCity, each, together

TOTAL = Decimal("1000200")
CITY = "岭南市"


# Forms of one name.
SAME = [
    ("中共岭南市委宣传部", "中国共产党岭南市委员会宣传部", "岭南市委宣传部"),
    ("岭南市人民政府办公厅", "岭南市政府办公厅", "市政府办公厅"),
    ("岭南市人大常委会办公室", "岭南市人民代表大会常务委员会办公室", "岭南市人大办公室"),
    ("中国人民政治协商会议岭南市委员会办公室", "政协岭南市委员会办公室", "岭南市政协办公室"),
    ("共青团岭南市委", "中国共产主义青年团岭南市委员会", "共青团岭南市委员会"),
    ("岭南市残疾人联合会", "岭南市残联", "岭南市残联（本级）"),
    ("岭南市卫生健康委员会", "岭南市卫健委", "岭南市卫生健康委(本级)"),
    ("岭南市发展和改革委员会", "岭南市发改委", "岭南市发展改革委（汇总）"),
    ("岭南市财政局", "岭南市财政局（本级）", "岭南市财政局机关"),
    ("岭南市财政局", "岭南市 财政局(局机关)", "市财政局"),
    ("岭南市财政局", "财政局", "岭南市财政局（含下属单位）"),
    ("岭南市市场监督管理局", "市场监督管理局", "岭南市市场监督管理局本级"),
]


def moved(name: str, place: CaseCity) -> str:
    """A name of 岭南市 as one of the case's city."""
    return name.replace(CITY, place.city)


@each(SAME)
def test_forms_of_one_name_are_one_department(place: CaseCity, *forms: str) -> Iterator[None]:
    names = [moved(name, place) for name in forms]
    for year, name in enumerate(names, start=2022):
        place.load(name.encode(), entity=name, year=year)
    yield
    found = rows(
        place.home,
        "SELECT a.alias_name, a.first_year, a.last_year FROM bridge_department_alias a "
        f"JOIN dim_department d USING (department_key) WHERE d.city = '{place.city}' ORDER BY 2",
    )
    assert found == [(name, year, year) for year, name in enumerate(names, start=2022)]
    bodies = f"SELECT count(*) FROM dim_department WHERE city = '{place.city}'"
    assert one(place.home, bodies) == 1


OTHER = [
    ("岭南市财政局", "岭南市财政局信息中心"),
    ("岭南市教育局", "岭南市教育局机关服务中心"),
    ("中共岭南市委组织部", "中共岭南市委宣传部"),
    ("岭南市规划和自然资源局", "岭南市自然资源和规划局"),
    ("岭南市市政管理局", "岭南市政管理局"),
    ("岭南市委党校", "岭南市财政局"),
    ("岭南市甲区财政局", "岭南市财政局"),
]


@each(OTHER)
def test_other_bodies_stay_apart(place: CaseCity, one_name: str, other_name: str) -> Iterator[None]:
    for name in (one_name, other_name):
        place.load(name.encode(), entity=moved(name, place))
    yield
    bodies = f"SELECT count(DISTINCT department_key) FROM dim_report WHERE {place.mine}"
    assert one(place.home, bodies) == 2


@together
def test_the_province_before_the_city_is_no_other_body(place: CaseCity) -> Iterator[None]:
    chengdu = {"city": "成都市", "region": "510100"}
    place.load(b"1", entity="成都市中级人民法院", year=2023, **chengdu)
    place.load(b"2", entity="四川省成都市中级人民法院", year=2024, **chengdu)
    place.load(b"3", entity="四川省财政厅", city="四川省", region="510000")
    yield
    bodies = f"SELECT count(DISTINCT department_key) FROM dim_report WHERE {place.mine}"
    assert one(place.home, bodies) == 2


@together
def test_the_key_of_a_plain_name_does_not_change(place: CaseCity) -> Iterator[None]:
    place.load(entity="岭南市测试局", city=CITY)
    yield
    # sha256("岭南市|岭南市测试局")
    assert one(place.home, f"SELECT department_key FROM dim_report WHERE {place.mine}") == (
        "D" + __import__("hashlib").sha256("岭南市|岭南市测试局".encode()).hexdigest()[:12]
    )


@together
def test_a_department_has_the_name_of_its_latest_reports_and_its_years(
    place: CaseCity,
) -> Iterator[None]:
    place.load(b"1", entity=f"{place.city}发改委", year=2021)
    place.load(b"2", entity=f"{place.city}发展和改革委员会（本级）", year=2024)
    place.load(b"3", entity=f"{place.city}发改委", year=2022)
    yield
    assert rows(
        place.home,
        "SELECT department_name, first_year, last_year FROM dim_department "
        f"WHERE city = '{place.city}'",
    ) == [(f"{place.city}发展和改革委员会", 2021, 2024)]


@together
def test_an_alias_has_its_first_report_and_line_as_evidence(place: CaseCity) -> Iterator[None]:
    def line(tables: Tables) -> None:
        tables["report"][0]["title_line"] = "第1页：测试局部门预算"

    first = place.load(b"1", year=2022, change=line)
    place.load(b"2", year=2023)
    yield
    assert rows(
        place.home,
        "SELECT report_key, a.first_year, a.last_year, evidence FROM bridge_department_alias a "
        f"JOIN dim_department d USING (department_key) WHERE d.city = '{place.city}'",
    ) == [(first, 2022, 2023, "第1页：测试局部门预算")]


def test_a_declared_rename_joins_the_reports_of_both_names(
    home: Home, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schemas = tmp_path / "schemas"
    for folder in ("lexicon", "codes"):
        shutil.copytree(SCHEMAS / folder, schemas / folder)
    with (schemas / file_of(DEPARTMENT_RENAMES)).open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([CITY, "岭南市旧局", "岭南市中局", "2020", "岭编〔2020〕1号"])
        writer.writerow([CITY, "岭南市中局", "岭南市新局", "2024", "岭编〔2024〕1号"])
    monkeypatch.setattr(inputs, "SCHEMAS", schemas)
    load(b"1", entity="岭南市旧局", year=2019)
    load(b"2", entity="岭南市中局（本级）", year=2021)
    new = load(b"3", entity="岭南市新局", year=2024)
    load(b"4", entity="海东市旧局", city="海东市")
    build_warehouse(home)
    assert rows(
        home,
        "SELECT department_name, first_year, last_year FROM dim_department "
        "WHERE city IS NOT NULL ORDER BY department_name",
    ) == [("岭南市新局", 2019, 2024), ("海东市旧局", 2024, 2024)]
    alone = one(home, f"SELECT department_key FROM dim_report WHERE report_key = '{new}'")
    assert (
        alone == "D" + __import__("hashlib").sha256("岭南市|岭南市新局".encode()).hexdigest()[:12]
    )


@together
def test_forms_of_a_name_are_versions_of_one_report(place: CaseCity) -> Iterator[None]:
    city = place.city
    old = place.load(b"1", entity=f"{city}发改委", sidecar={"published_on": "2024-02-20"})
    new = place.load(
        b"2",
        entity=f"{city}发展和改革委员会",
        basic="70.00",
        sidecar={"published_on": "2024-03-01"},
    )
    yield
    assert rows(
        place.home,
        "SELECT report_key, version, supersedes_report_key FROM dim_report "
        f"WHERE {place.mine} ORDER BY version",
    ) == [(old, 1, None), (new, 2, old)]


@together
def test_a_report_that_does_not_say_unit_is_the_departments(place: CaseCity) -> Iterator[None]:
    place.load(b"1", scope=None, sidecar={"published_on": "2024-02-20"})
    place.load(b"2", basic="70.00", sidecar={"published_on": "2024-03-01"})
    yield
    assert rows(
        place.home, f"SELECT scope, is_current FROM dim_report WHERE {place.mine} ORDER BY 2"
    ) == [
        ("department", False),
        ("department", True),
    ]


def split(tables: Tables) -> None:
    """Spending in four different leaves."""
    spending = [row for row in tables["expenditure"] if row["perspective"] == "FUNCTION_ALL"]
    rest = [row for row in tables["expenditure"] if row["perspective"] != "FUNCTION_ALL"]
    first, second = spending[0], spending[1]
    key = str(first["cell_key"]).rsplit(":", 2)[0]
    cells = [c for c in tables["printed_cell"] if str(c["cell_key"]).startswith(f"{key}:")]
    model = next(c for c in cells if c["value"] is not None)
    parts = []
    for index, (row, code, wan) in enumerate(
        (
            (first, "2010301", "30.00"),
            (first, "2010302", "30.01"),
            (second, "2010303", "20.00"),
            (second, "2010399", "20.02"),
        )
    ):
        cell = f"{key}:{100 + index}:1"
        value = Decimal(wan)
        tables["printed_cell"].append(
            model
            | {
                "cell_key": cell,
                "row_index": 100 + index,
                "row_label": code,
                "raw_text": wan,
                "value": value,
                "amount_yuan": value * 10000,
            }
        )
        parts.append(row | {"function_code": code, "amount_yuan": value * 10000, "cell_key": cell})
    tables["expenditure"] = [*parts, spending[2], *rest]


# Name of the unit, change of both reports, whether the unit's is found to be part.
SAME_MONEY = [
    # The same body under its full name.
    ("中国共产党岭南市委员会宣传部（本级）", None, True),
    # A body within it that it does not list, with the same money.
    ("中共岭南市委宣传部综合处", None, True),
    # Another name, but four different amounts by function are the same.
    ("岭南市宣传中心", split, True),
    # Another name and money that may be equal by chance.
    ("岭南市宣传中心", None, False),
]


@each(SAME_MONEY)
def test_the_same_money_in_a_departments_and_a_units_report_counts_once(
    place: CaseCity, unit: str, change: Callable[[Tables], None] | None, linked: bool
) -> Iterator[None]:
    department = place.load(b"d", entity=moved("中共岭南市委宣传部", place), change=change)
    inner = place.load(b"u", entity=moved(unit, place), scope="unit", change=change)
    yield
    home, mine = place.home, place.mine
    contained = dict(
        rows(home, f"SELECT report_key, contained_in_report_key FROM dim_report WHERE {mine}")
    )
    assert contained == {department: None, inner: department if linked else None}
    counted = one(home, f"SELECT sum(amount_yuan) FROM expenditure_by_function WHERE {mine}")
    assert counted == TOTAL * (1 if linked else 2)


@each(
    [({"year": 2023},), ({"kind": "final_accounts"},), ({"city": "海东市"},), ({"basic": "70.00"},)]
)
def test_other_money_year_kind_or_city_is_no_part(
    place: CaseCity, other: dict[str, Any]
) -> Iterator[None]:
    place.load(b"d", entity=moved("中共岭南市委宣传部", place))
    unit = moved("中共岭南市委宣传部综合处", place)
    inner = place.load(b"u", entity=unit, scope="unit", **other)
    yield
    assert rows(
        place.home, f"SELECT contained_in_report_key FROM dim_report WHERE report_key = '{inner}'"
    ) == [(None,)]


@together
def test_a_unit_listed_in_another_form_is_part(place: CaseCity) -> Iterator[None]:
    city = place.city
    department = place.load(b"d", unit=f"{city}残疾人联合会服务中心", entity=f"{city}民政局")
    unit = place.load(b"u", entity=f"{city}残联服务中心", scope="unit", basic="20.00")
    yield
    assert (
        one(
            place.home,
            f"SELECT contained_in_report_key FROM dim_report WHERE report_key = '{unit}'",
        )
        == department
    )
