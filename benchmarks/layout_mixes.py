"""Ways of printing put together at random: how many reports are right, held back, silently wrong.

    python benchmarks/layout_mixes.py [COUNT] [FIRST]

Each number makes one report in one form whose rules, alignment, size, captions, totals, numbers
and zeros are drawn by that number, so a run can be repeated and one report looked at again. What
is accepted must hold the facts of the plain report; the script names every report that does not.
Belongs here: counting. Does not belong here: drawing the mix (`tests/generate/mixes.py`), single
ways of printing (`layouts`).
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.layouts import facts_of, read, totals_of
from tests.generate.layout_samples import PLAIN, SPECS
from tests.generate.mixes import MIXES, RULES, mix


def examine(number: int) -> tuple[int, str, str, bool]:
    """Number, rules and outcome of one report, and whether facts and totals are the plain ones."""
    form, spec, layout = mix(number)
    with tempfile.TemporaryDirectory() as folder:
        plain = read(SPECS[form](), PLAIN, Path(folder), "plain")
        made = read(spec, layout, Path(folder), "made")
    (row,) = made.tables["report"]
    is_same = facts_of(plain) == facts_of(made) and totals_of(plain) == totals_of(made)
    return number, layout.rules, str(row["outcome"]), is_same


def main(count: int = MIXES, first: int = 0) -> None:
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
