"""How well layouts are read that the real reports at hand do not have: generated, figures known.

    python benchmarks/layouts.py [NAME…]

Each line is one way of printing tables, over several forms: outcome, whether all printed totals
and all facts are those of the plain report. Belongs here: running and comparing. Does not belong
here: how a table is drawn (`tests/generate/layouts.py`).
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.extract import extract_report
from pipeline.stage.model import Extraction
from tests.generate.layout_samples import LAYOUTS, PLAIN, SPECS
from tests.generate.layouts import Layout, write
from tests.generate.spec import ReportSpec

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
    print(f"\nright: {good} of {len(tasks)}")
    if names:
        for (name, form), r in results.items():
            print(name, form, r.outcome, r.detail[:1500])


if __name__ == "__main__":
    main(sys.argv[1:])
