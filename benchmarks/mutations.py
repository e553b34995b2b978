"""What the reconciliation rules see of faults put into the seed report, printed as a table.

Run: `python -m benchmarks.mutations` from the repository (needs the seed's `cells.json`).
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from pipeline.reconcile.engine import Reconciliation, reconcile
from tests.reconcile.hand_made_statements import SEED_METRICS, SEED_OFFICES, seed_report
from tests.reconcile.mutations import (
    CELL_FAULTS,
    Bench,
    failed,
    in_unit,
    moved_fund,
    shifted_block,
)


def words(outcome: Reconciliation) -> str:
    rules = Counter(f"{r.rule} ({r.severity})" for r in failed(outcome))
    seen = ", ".join(f"{rule} ×{count}" for rule, count in rules.most_common()) or "nothing"
    held = ", ".join(map(str, outcome.held_back)) or "none"
    return f"{seen}; tables held back: {held}; report {outcome.grade}"


def main() -> None:
    """Print counts by rule, shares by fault, and what sees the faults of structure."""
    seed = seed_report()
    whole = reconcile(seed, SEED_METRICS, offices=SEED_OFFICES)
    print("equations by rule:", dict(Counter(r.rule for r in whole.counted)))
    grades = Counter((str(r.severity), str(r.grade)) for r in whole.counted)
    print("by severity and grade:", dict(grades))
    bench = Bench(seed)
    for name in CELL_FAULTS:
        print(f"{name}: {bench.run(name).words()}")
    print("adjacent columns swapped:", bench.swap_columns().words())
    print("row lost:", bench.row_lost().words())
    for kind in ("GENERAL_BASIC_BY_ECON", "GENERAL_PROJECT_BY_ECON"):
        for block in ("301", "302", "310"):
            rows = [
                r
                for r in next(s for s in seed.statements if s.kind == kind).rows
                if r.code and r.code.startswith(block) and len(r.code) == 5
            ]
            if len(rows) > 1:
                changed = shifted_block(seed, kind, block)
                print(f"{kind} {block} shifted:", words(reconcile(changed, SEED_METRICS)))
    moved = moved_fund(seed, "GENERAL_PUBLIC", "GOV_FUND")
    print("three public under another fund:", words(reconcile(moved, SEED_METRICS)))
    for statement in seed.statements:
        changed = in_unit(seed, Decimal(1), [statement.kind])
        print(f"{statement.kind} in yuan:", words(reconcile(changed, SEED_METRICS)))
    print("whole document in yuan:", words(reconcile(in_unit(seed, Decimal(1)), SEED_METRICS)))


if __name__ == "__main__":
    main()
