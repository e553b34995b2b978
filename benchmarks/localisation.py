"""How often the wrong number is the first suspect: faults put into the seed report, by kind of fault.

Run: `python -m benchmarks.localisation` from the repository (needs the seed's `cells.json`).
Counted are faults that break a hard equation. "digit misread" are look-alike digits in five places
of each number; "any digit" is a random place and a random other digit, so that the benchmark does
not rest on the list of look-alikes that the localisation knows too.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from decimal import Decimal

from pipeline.interpret.statement import Amount, Row
from tests.reconcile.hand_made_statements import SEED_METRICS, seed_report
from tests.reconcile.mutations import CELL_FAULTS, Bench, Place
from tests.reconcile.single_faults import Changes, Tally, localised, place, single_faults, yuan

RANDOM_SEED = 20260101
PAIRS = 400


def any_digit(amount: Amount, chance: random.Random) -> Decimal:
    digits = list(f"{amount.printed:.2f}")
    at = chance.choice([i for i, char in enumerate(digits) if char.isdigit()])
    digits[at] = chance.choice([d for d in "0123456789" if d != digits[at]])
    return Decimal("".join(digits))


def random_digits(bench: Bench, chance: random.Random) -> Iterator[tuple[Changes, Changes]]:
    for statement, _, _, amount in bench.amounts():
        for _ in range(3):
            at = place(statement, amount)
            yield {at: yuan(statement, any_digit(amount, chance))}, {at: amount.yuan}


def swapped_columns(bench: Bench) -> Iterator[tuple[Changes, Changes]]:
    """A number and the next of its row, one of them not zero."""
    for statement in bench.report.statements:
        for row in statement.rows:
            amounts = _ordered(row)
            for one, two in itertools.pairwise(amounts):
                if one.yuan != two.yuan:
                    here, there = place(statement, one), place(statement, two)
                    yield {here: two.yuan, there: one.yuan}, {here: one.yuan, there: two.yuan}


def _ordered(row: Row) -> list[Amount]:
    return [row.amounts[index] for index in sorted(row.amounts)]


def two_digits(bench: Bench, chance: random.Random) -> Iterator[tuple[Changes, Changes]]:
    """Two numbers anywhere in the report, a digit of each misread."""
    amounts = list(bench.amounts())
    for _ in range(PAIRS):
        changed: dict[Place, Decimal] = {}
        truth: dict[Place, Decimal] = {}
        for statement, _, _, amount in chance.sample(amounts, 2):
            at = place(statement, amount)
            changed[at] = yuan(statement, any_digit(amount, chance))
            truth[at] = amount.yuan
        yield changed, truth


def measure(bench: Bench) -> Iterator[tuple[str, Tally]]:
    """Each kind of fault with its tally."""
    chance = random.Random(RANDOM_SEED)
    faults = {name: single_faults(bench, name) for name in CELL_FAULTS}
    faults["any digit"] = random_digits(bench, chance)
    faults["neighbouring columns swapped"] = swapped_columns(bench)
    faults["two numbers, any digit of each"] = two_digits(bench, chance)
    for name, cases in faults.items():
        tally = Tally()
        for changed, truth in cases:
            found = localised(bench, changed)
            if found is not None:
                tally.add(changed, truth, found)
        yield name, tally


def main() -> None:
    """Print a line a kind of fault."""
    for name, tally in measure(Bench(seed_report(), SEED_METRICS)):
        if tally.detected:
            print(f"{name}: {tally.words()}", flush=True)


if __name__ == "__main__":
    main()
