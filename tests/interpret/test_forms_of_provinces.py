"""Forms of places all over the country, from their cells (no PDF) to facts.

Belongs here: that the money of a generated form is understood as its spec says. Does not belong here:
single causes (tests of rows, columns, items), drawing and reading of pages.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from pipeline.derive.facts import leaves, report_totals, three_public_facts
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import Statement
from pipeline.reconcile.engine import reconcile
from schemas.vocabulary import StatementKind
from tests.generate.layout_samples import PROVINCES
from tests.generate.spec import Money, ReportSpec
from tests.generate.tables import FACTORS, PrintedTable, printed, printed_tables, three_public
from tests.interpret.statements_from_tables import LEXICON, read_report
from tests.page_layouts import LEFT, UP, Texts, captioned, raw_table
from tests.schemas.rows import money

# The table of spending of this form tells the natures of one fund only.
WITHOUT_NATURES = {"yunnan"}


def texts(table: PrintedTable) -> Texts:
    """Header and rows of a printed table."""
    paths = table.columns
    header: list[list[str | None]] = []
    for level in range(max(map(len, paths))):
        header.append([])
        for place, path in enumerate(paths):
            before = paths[place - 1] if place else ()
            if level >= len(path):
                header[-1].append(UP)
            elif level < len(path) - 1 and before[: level + 1] == path[: level + 1]:
                header[-1].append(LEFT)
            else:
                header[-1].append(path[level])
    return [*header, *([LEFT if t == "<" else t for t in row.cells] for row in table.rows)]


def read(spec: ReportSpec) -> InterpretedReport:
    return read_report(
        *(
            captioned(
                number,
                table.title,
                raw_table(texts(table)),
                unit=table.unit_label,
                entity=spec.entity,
                note=next(iter(table.notes), None),
            )
            for number, table in enumerate(printed_tables(spec), 1)
        )
    )


def as_printed(spec: ReportSpec, money: list[Money]) -> Decimal:
    text = printed(sum((m.yuan for m in money), Decimal(0)), spec)
    return Decimal(text.replace(",", "")) * FACTORS[spec.options.unit]


def key(_: Statement, cell: object) -> str:
    return ""


@pytest.mark.parametrize("name", PROVINCES)
def test_money_of_a_form_is_understood(name: str) -> None:
    spec = PROVINCES[name]()
    report = read(spec)
    outcome = reconcile(report)
    errors = [s.message for s in report.signals if s.severity == "error"]
    errors += [r.message for r in outcome.results if r.failed and r.severity == "hard"]
    assert not errors
    assert not outcome.held_back
    spent = [m for m in spec.money if m.nature != "CARRY_FORWARD"]
    totals = {str(row["side"]): row["amount_yuan"] for row in report_totals(report, key)}
    wanted = {
        "income": list(spec.money),
        "expenditure": list(spec.money),
        "basic": [m for m in spent if m.nature == "BASIC"],
        "project": [m for m in spent if m.nature == "PROJECT"],
    }
    for side, spent_on in wanted.items():
        assert totals[side] == as_printed(spec, spent_on), side
    _functions(name, spec, report, spent)
    _public_items(spec, report)


def _functions(name: str, spec: ReportSpec, report: InterpretedReport, spent: list[Money]) -> None:
    def nature_of(nature: str) -> str:
        return "ALL" if name in WITHOUT_NATURES else nature

    statement = report.statement(StatementKind.EXPENDITURE_OVERVIEW)
    assert statement is not None
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for leaf in leaves(statement):
        nature = nature_of(leaf.column.members.get("nature", "ALL")) if leaf.column else "ALL"
        if not leaf.is_rounding and nature != "CARRY_FORWARD":
            found[leaf.row.code or "", nature] += leaf.yuan
    keys = {(m.function, nature_of(m.nature)) for m in spent}
    assert found.keys() == keys
    # Where bodies and classes print amounts of their own, each is off by half a unit.
    bound = 2 * len(spec.units) * FACTORS[spec.options.unit] / 200
    for function, nature in keys:
        own = [m for m in spent if (m.function, nature_of(m.nature)) == (function, nature)]
        assert abs(found[function, nature] - as_printed(spec, own)) <= bound


def _public_items(spec: ReportSpec, report: InterpretedReport) -> None:
    statement = report.statement(StatementKind.THREE_PUBLIC)
    assert statement is not None
    stage = "final_accounts" if spec.is_final else "initial_budget"
    rows = three_public_facts(statement, LEXICON, stage, key)
    for item in ("ABROAD", "VEHICLE_OPERATION", "RECEPTION"):
        yuan = sum(three_public(spec)[item].values(), Decimal(0))
        own = [
            money(r)
            for r in rows
            if r["item"] == item and r["stage"] == stage and not r["is_rounding"]
        ]
        shown = Decimal(printed(yuan, spec).replace(",", ""))
        assert sum(own, Decimal(0)) == shown * FACTORS[spec.options.unit]
