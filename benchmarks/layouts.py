"""How well layouts are read that the real reports at hand do not have: generated, figures known.

    python benchmarks/layouts.py [NAME…]

Each line is one way of printing tables, over several forms: outcome, whether all printed totals
and all facts are those of the plain report. Belongs here: running and comparing. Does not belong
here: how a table is drawn (`tests/generate/layouts.py`).
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from pipeline.report.extracted import Extraction
from pipeline.report.extraction import extract_report
from tests.generate.layout_samples import LAYOUTS, PLAIN, PROVINCES, SPECS
from tests.generate.layouts import Layout, write
from tests.generate.spec import Money, ReportSpec
from tests.generate.tables import FACTORS

TABLES = ("expenditure", "revenue", "three_public")
KEYS = (
    "perspective",
    "stage",
    "function_code",
    "econ_code",
    "nature",
    "fund",
    "unit_name",
    "project_name",
    "item",
    "is_rounding",
    "amount_yuan",
)


@dataclass(frozen=True)
class Result:
    """One report: how it came out beside the plain one."""

    outcome: str
    totals: bool
    facts: bool
    detail: str


def facts_of(report: Extraction) -> Counter[tuple[object, ...]]:
    """All facts that are not zero, whatever their order."""
    return Counter(
        (table, *(row.get(key) for key in KEYS))
        for table in TABLES
        for row in report.tables[table]
        if row["amount_yuan"]
    )


def totals_of(report: Extraction) -> dict[object, object]:
    return {row["side"]: row["amount_yuan"] for row in report.tables["report_total"]}


def read(spec: ReportSpec, layout: Layout, folder: Path, name: str) -> Extraction:
    return extract_report(write(spec, layout, folder / f"{name}.pdf"))


def examine(task: tuple[str, str]) -> Result:
    """One layout of one form against the plain one."""
    name, form = task
    make: Callable[[], ReportSpec] = SPECS[form]
    with tempfile.TemporaryDirectory() as folder:
        plain = read(make(), PLAIN, Path(folder), "plain")
        change, layout = LAYOUTS[name]
        made = read(change(make()), layout, Path(folder), "made")
    (row,) = made.tables["report"]
    missing = facts_of(plain) - facts_of(made)
    added = facts_of(made) - facts_of(plain)
    return Result(
        str(row["outcome"]),
        totals_of(plain) == totals_of(made),
        not missing and not added,
        f"-{missing.total()} +{added.total()} {row['reason']}",
    )


def examine_province(name: str) -> Result:
    """A province's form against the money of its spec: by function and nature, and in all.

    Natures count where the form tells them: money of one function may be under none.
    """
    spec = PROVINCES[name]()
    with tempfile.TemporaryDirectory() as folder:
        made = read(spec, PLAIN, Path(folder), "made")
    (row,) = made.tables["report"]
    spent = [m for m in spec.money if m.nature != "CARRY_FORWARD"]

    def printed(money: list[Money]) -> Decimal:
        """Yuan of the number that is printed for this money, with two decimals."""
        unit = FACTORS[spec.options.unit] / 100
        yuan = sum((m.yuan for m in money), Decimal(0))
        return (yuan / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit

    facts_all = [
        fact
        for fact in made.tables["expenditure"]
        if fact["perspective"] == "FUNCTION_ALL"
        and not fact["is_rounding"]
        and fact["nature"] != "CARRY_FORWARD"
    ]
    plain = {fact["function_code"] for fact in facts_all if fact["nature"] == "ALL"}

    def place(function: object, nature: object) -> tuple[object, object]:
        return function, "ALL" if function in plain else nature

    wanted: dict[object, Decimal] = {
        key: printed([m for m in spent if place(m.function, m.nature) == key])
        for key in {place(m.function, m.nature) for m in spent}
    }
    found: dict[object, Decimal] = defaultdict(Decimal)
    for fact in facts_all:
        amount = fact["amount_yuan"]
        assert isinstance(amount, Decimal)
        found[place(fact["function_code"], fact["nature"])] += amount
    # Where each body or class prints its own rounded amount, their sum is off by half a unit each.
    bound = len(spec.units) * FACTORS[spec.options.unit] / 100
    facts = found.keys() == wanted.keys() and all(
        abs(found[key] - wanted[key]) <= bound for key in wanted
    )
    totals = totals_of(made)
    income = printed(list(spec.money))
    basic = printed([m for m in spent if m.nature == "BASIC"])
    return Result(
        str(row["outcome"]),
        (totals.get("income"), totals.get("expenditure"), totals.get("basic"))
        == (income, income, basic),
        facts,
        str(row["reason"]),
    )


def main(names: list[str]) -> None:
    chosen = [name for name in LAYOUTS if not names or name in names]
    tasks = [(name, form) for name in chosen for form in SPECS]
    with ProcessPoolExecutor(2) as pool:
        results = dict(zip(tasks, pool.map(examine, tasks), strict=True))
    print("| layout | " + " | ".join(SPECS) + " |\n|---|" + "---|" * len(SPECS))
    good = 0
    for name in chosen:
        cells = []
        for form in SPECS:
            r = results[name, form]
            good += r.outcome == "accepted" and r.totals and r.facts
            cells.append(f"{r.outcome}{'' if r.totals else ' T!'}{'' if r.facts else ' F!'}")
        print(f"| {name} | " + " | ".join(cells) + " |")
    print(f"\nright: {good} of {len(tasks)}\n\n| form | plain |\n|---|---|")
    right = 0
    for name in PROVINCES if not names else ():
        r = examine_province(name)
        right += r.outcome == "accepted" and r.totals and r.facts
        print(f"| {name} | {r.outcome}{'' if r.totals else ' T!'}{'' if r.facts else ' F!'} |")
    if not names:
        print(f"\nright: {right} of {len(PROVINCES)}")
    if names:
        for (name, form), r in results.items():
            print(name, form, r.outcome, r.detail[:1500])


if __name__ == "__main__":
    main(sys.argv[1:])
