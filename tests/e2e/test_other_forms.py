"""Reports in the forms of other places than Guangdong, from PDF to facts and to one warehouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.report.extracted import Extraction
from pipeline.report.extraction import extract_report
from tests.e2e.run_command import command, query
from tests.generate import codes
from tests.generate.forms import STAFF
from tests.generate.guangdong import (
    ReportSpec,
    change_unit_label,
    drop_row,
    mutate_amount,
    swap_columns,
)
from tests.generate.printing import render_report
from tests.generate.samples_of_forms import central_spec, codes_spec, final_spec
from tests.generate.spec import Money
from tests.generate.tables import printed, three_public
from tests.schemas.rows import money

SPECS: dict[str, Callable[[], ReportSpec]] = {
    "central": central_spec,
    "final": final_spec,
    "codes": codes_spec,
}
STAGE = {"final": "final_accounts"}
FACTOR = {"万元": 10_000, "元": 1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three reports as files."""
    made = tmp_path_factory.mktemp("forms")
    for name, spec in SPECS.items():
        render_report(spec(), made / f"{name}.pdf")
    return made


@pytest.fixture(scope="module")
def extracted(folder: Path) -> dict[str, Extraction]:
    return {name: extract_report(folder / f"{name}.pdf") for name in SPECS}


def as_printed(spec: ReportSpec, keep: Callable[[Money], bool] = lambda m: True) -> Decimal:
    """Yuan of the number that is printed for this money."""
    yuan = sum((m.yuan for m in spec.money if keep(m)), Decimal(0))
    return Decimal(printed(yuan, spec).replace(",", "")) * FACTOR[spec.options.unit]


def is_spent(m: Money) -> bool:
    return m.nature != "CARRY_FORWARD"


@pytest.mark.parametrize("name", SPECS)
def test_report_is_accepted(name: str, extracted: dict[str, Extraction]) -> None:
    spec, (report,) = SPECS[name](), extracted[name].tables["report"]
    assert (report["outcome"], report["equations_failed"]) == ("accepted", 0), report["reason"]
    assert report["tokens_conserved"] == report["token_count"]
    assert (report["entity_name"], report["fiscal_year"]) == (spec.entity, spec.year)
    assert report["document_kind"] == ("final_accounts" if name == "final" else "budget")
    assert report["scope"] == ("unit" if name == "codes" else "department")
    errors = [s["message"] for s in extracted[name].tables["signal"] if s["severity"] == "error"]
    assert not errors


@pytest.mark.parametrize("name", SPECS)
def test_soft_rules_fail_only_for_money_of_other_years(
    name: str, extracted: dict[str, Extraction]
) -> None:
    failed = {r["rule"] for r in extracted[name].tables["reconciliation"] if r["grade"] == "failed"}
    # Income of a year with money carried over is not its spending; empty tables without a note.
    assert failed <= {"X8", "X10", "X13", "E2"}


@pytest.mark.parametrize("name", SPECS)
def test_printed_totals(name: str, extracted: dict[str, Extraction]) -> None:
    spec = SPECS[name]()
    totals = {t["side"]: t["amount_yuan"] for t in extracted[name].tables["report_total"]}
    items = three_public(spec)
    public = sum((sum(items[i].values(), Decimal(0)) for i in codes.THREE_PUBLIC), Decimal(0))
    assert totals == {
        "income": as_printed(spec),
        "expenditure": as_printed(spec),
        "basic": as_printed(spec, lambda m: m.nature == "BASIC"),
        "project": as_printed(spec, lambda m: m.nature == "PROJECT"),
        "three_public": round(public / 100) * 100,
    }


@pytest.mark.parametrize("name", SPECS)
def test_every_perspective_adds_up(name: str, extracted: dict[str, Extraction]) -> None:
    spec = SPECS[name]()
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for fact in extracted[name].tables["expenditure"]:
        assert fact["stage"] == STAGE.get(name, "initial_budget")
        sums[str(fact["perspective"])] += money(fact)

    def of(fund: str, *, current: bool = name == "central") -> Callable[[Money], bool]:
        """Money of a fund that its table of spending counts: budgets count their year's alone."""
        return lambda m: m.fund == fund and is_spent(m) and not (current and m.is_carried)

    def is_basic(m: Money) -> bool:
        return m.fund == "GENERAL_PUBLIC" and m.nature == "BASIC"

    wanted = {
        "FUNCTION_ALL": as_printed(spec, is_spent),
        "FUNCTION_GENERAL": as_printed(spec, of("GENERAL_PUBLIC")),
        "FUNCTION_FUND": as_printed(spec, of("GOV_FUND")),
        "ECON_BASIC": as_printed(spec, is_basic),
    }
    if name == "central":
        wanted["PROJECT"] = as_printed(spec, lambda m: m.nature == "PROJECT")
    if name == "final":
        # It prints a total for staff and one for public cost, none for both.
        wanted["ECON_BASIC"] = as_printed(
            spec, lambda m: is_basic(m) and m.econ[:3] in STAFF
        ) + as_printed(spec, lambda m: is_basic(m) and m.econ[:3] not in STAFF)
    assert {k: v for k, v in sums.items() if v} == {k: v for k, v in wanted.items() if v}


@pytest.mark.parametrize("name", SPECS)
def test_leaves_by_function_and_nature(name: str, extracted: dict[str, Extraction]) -> None:
    spec = SPECS[name]()
    facts = {
        (str(f["function_code"]), str(f["nature"])): f["amount_yuan"]
        for f in extracted[name].tables["expenditure"]
        if f["perspective"] == "FUNCTION_ALL" and not f["is_rounding"]
    }
    pairs = {(m.function, m.nature) for m in spec.money if is_spent(m)}

    def amount(function: str, nature: str) -> Decimal:
        return as_printed(spec, lambda m: (m.function, m.nature) == (function, nature))

    assert facts == {pair: amount(*pair) for pair in pairs}


@pytest.mark.parametrize("name", ["central", "codes"])
def test_basic_spending_tells_staff_from_public_cost(
    name: str, extracted: dict[str, Extraction]
) -> None:
    groups = {
        str(f["econ_code"])[:3]: f["cost_group"]
        for f in extracted[name].tables["expenditure"]
        if f["perspective"] == "ECON_BASIC" and not f["is_rounding"]
    }
    assert groups == {"301": "PERSONNEL", "302": "PUBLIC", "303": "PERSONNEL", "310": "PUBLIC"}


@pytest.mark.parametrize("name", SPECS)
def test_income_by_source(name: str, extracted: dict[str, Extraction]) -> None:
    spec = SPECS[name]()
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for fact in extracted[name].tables["revenue"]:
        sums[str(fact["fund"])] += money(fact)
    current = [m for m in spec.money if name == "central" or not m.is_carried]
    assert sum(sums.values()) == as_printed(spec, lambda m: m in current)
    assert (
        abs(
            sums["BUSINESS_INCOME"]
            - as_printed(spec, lambda m: m.fund == "BUSINESS_INCOME" and not m.is_carried)
        )
        <= 100
    )
    if name == "central":
        assert abs(sums["CARRIED_OVER"] - as_printed(spec, lambda m: m.is_carried)) <= 100


def test_final_accounts_print_the_budget_beside(extracted: dict[str, Extraction]) -> None:
    by_stage: dict[str, Decimal] = defaultdict(Decimal)
    for fact in extracted["final"].tables["three_public"]:
        by_stage[str(fact["stage"])] += money(fact)
    totals = {t["side"]: t["amount_yuan"] for t in extracted["final"].tables["report_total"]}
    assert by_stage["final_accounts"] == totals["three_public"]
    assert set(by_stage) == {"adjusted_budget", "final_accounts"}


HELD, REFUSED = "statements_held_back", "reconciliation_failed"
MUTATIONS: dict[str, tuple[Callable[[], ReportSpec], str]] = {
    "central, a digit misread in the overview": (
        lambda: mutate_amount(central_spec(), 1, "收入总计", "收入/预算数"),
        REFUSED,
    ),
    "central, a row lost": (lambda: drop_row(central_spec(), 3, "2130314"), HELD),
    "central, staff and public cost swapped in a row": (
        lambda: swap_columns(central_spec(), 6, "人员经费", "公用经费", "301"),
        HELD,
    ),
    "central, a fund misread in the list of appropriation": (
        lambda: mutate_amount(central_spec(), 4, "一、本年支出", "支出/一般公共预算"),
        HELD,
    ),
    "final, a digit misread in the overview": (
        lambda: mutate_amount(final_spec(), 1, "年末结转和结余", "支出/决算数"),
        REFUSED,
    ),
    "final, money left over of a fund lost": (
        lambda: mutate_amount(final_spec(), 7, "合计", "年末结转和结余", "lost"),
        HELD,
    ),
    "final, the total of public cost misread": (
        lambda: mutate_amount(final_spec(), 3, "合计", "项目支出"),
        HELD,
    ),
    "codes, a digit misread in the overview": (
        lambda: mutate_amount(codes_spec(), 1, "支出总计", "本年支出/预算数"),
        REFUSED,
    ),
    "codes, an item misread": (
        lambda: mutate_amount(codes_spec(), 5, "2070104", "项目支出"),
        HELD,
    ),
    "codes, one table in another unit": (
        lambda: change_unit_label(codes_spec(), "万元", 8),
        HELD,
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation_is_caught(name: str, tmp_path: Path) -> None:
    make, code = MUTATIONS[name]
    (row,) = extract_report(render_report(make(), tmp_path / "report.pdf")).tables["report"]
    assert row["reason_code"] == code, row["reason"]


@pytest.fixture(scope="module")
def warehouse(folder: Path) -> Path:
    """The three reports loaded by the command."""
    path = folder / "city.duckdb"
    command("ingest", folder, "-w", path, "-n", "1")
    return path


def test_three_forms_in_one_warehouse(warehouse: Path) -> None:
    reports = query(
        warehouse, "SELECT document_kind, scope, outcome, reason FROM dim_report ORDER BY ALL"
    )
    assert [tuple(row.values())[:3] for row in reports] == [
        ("budget", "department", "accepted"),
        ("budget", "unit", "accepted"),
        ("final_accounts", "department", "accepted"),
    ], reports
    spent = query(
        warehouse,
        "SELECT document_kind, scope, sum(amount_yuan) AS yuan FROM expenditure_by_function"
        " GROUP BY ALL ORDER BY ALL",
    )
    assert [Decimal(str(row["yuan"])) for row in spent] == [
        as_printed(make(), is_spent) for make in (central_spec, codes_spec, final_spec)
    ]


def test_final_accounts_against_the_budget_of_the_same_year(warehouse: Path) -> None:
    rows = query(
        warehouse,
        "SELECT subject, code, initial_yuan, adjusted_yuan, final_yuan, execution_pct FROM execution"
        f" WHERE department = '{central_spec().entity}'",
    )
    by_code = {(row["subject"], row["code"]): row for row in rows}
    dykes = by_code["FUNCTION", "2130306"]
    for key, spec in (("initial_yuan", central_spec()), ("final_yuan", final_spec())):
        wanted = as_printed(spec, lambda m: m.function == "2130306" and is_spent(m))
        assert Decimal(str(dykes[key])) == wanted
    assert abs(Decimal(str(dykes["execution_pct"])) - 94) < Decimal("0.01")
    reception = by_code["THREE_PUBLIC", "RECEPTION"]
    assert Decimal(str(reception["initial_yuan"])) == Decimal(24_000)
    assert Decimal(str(reception["adjusted_yuan"])) == Decimal(45_100)
    assert Decimal(str(reception["final_yuan"])) == Decimal(22_600)
