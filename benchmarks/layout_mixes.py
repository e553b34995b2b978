"""Ways of printing put together at random: how many reports are right, held back, silently wrong.

    python benchmarks/layout_mixes.py [COUNT] [FIRST]

Each number makes one report in one form whose rules, alignment, size, captions, totals, numbers
and zeros are drawn by that number, so a run can be repeated and one report looked at again. What
is accepted must hold the facts of the plain report; the script names every report that does not.
Belongs here: drawing the mix, counting. Does not belong here: single ways of printing (`layouts`).
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.layouts import PLAIN, SPECS, facts_of, read, totals_of
from tests.generate.layout_samples import NUMBERS
from tests.generate.layouts import Layout
from tests.generate.spec import ReportSpec

NOTE = "注：本表反映本年度预算安排情况，详见附件3。"
RUNNING = "岭南市2025年部门预算公开"
RULES = ("all", "none", "level", "head", "frame", "upright", "fills")


def mix(number: int) -> tuple[str, ReportSpec, Layout]:
    """The form, the report and the way of printing that belong to a number."""
    draw = Random(number)
    layout = Layout(
        rules=draw.choice(RULES),
        align=draw.choice(("right", "right", "centre", "left")),
        scale=draw.choice((1.0, 0.8, 0.6)),
        bottom=draw.choice((PLAIN.bottom, PLAIN.bottom, 240.0)),
        unit_at=draw.choice(("line", "line", "title", "head")),
        no_entity=draw.random() < 0.2,
        total_first=draw.random() < 0.3,
        note=draw.choice(("", NOTE)),
        portrait=draw.random() < 0.2,
        flow=draw.random() < 0.2,
        running=draw.choice(("", RUNNING)),
        number=draw.choice((None, None, *NUMBERS)),
        title_rows=draw.random() < 0.15,
        bold=draw.choice((None, None, 0.3)),
    )
    form = list(SPECS)[number % len(SPECS)]
    spec = SPECS[form]()
    zero = draw.choice((None, "-", "", "0"))
    if zero is not None:
        spec = replace(spec, options=replace(spec.options, blank_zero=zero))
    return form, spec, layout


def examine(number: int) -> tuple[int, str, str, bool]:
    """Number, rules and outcome of one report, and whether facts and totals are the plain ones."""
    form, spec, layout = mix(number)
    with tempfile.TemporaryDirectory() as folder:
        plain = read(SPECS[form](), PLAIN, Path(folder), "plain")
        made = read(spec, layout, Path(folder), "made")
    (row,) = made.tables["report"]
    is_same = facts_of(plain) == facts_of(made) and totals_of(plain) == totals_of(made)
    return number, layout.rules, str(row["outcome"]), is_same


def main(count: int = 280, first: int = 0) -> None:
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(examine, range(first, first + count)))
    print(
        "| rules | reports | accepted, right | held back | accepted, wrong |\n|---|---|---|---|---|"
    )
    for rules in (*RULES, ""):
        own = [r for r in results if rules in ("", r[1])]
        kinds = Counter((outcome == "accepted", same) for _, _, outcome, same in own)
        held = kinds[False, True] + kinds[False, False]
        print(
            f"| {rules or 'in all'} | {len(own)} | {kinds[True, True]} | {held} "
            f"| {kinds[True, False]} |"
        )
    for number, rules, outcome, same in results:
        if outcome == "accepted" and not same:
            print(f"accepted, but not the facts of the plain report: {number} ({rules})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
