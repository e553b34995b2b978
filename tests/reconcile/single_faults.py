"""Single wrong numbers put into a report, and where they come among the suspects.

Belongs here: the faults and the tally that tests and benchmarks share. Does not belong here: how a
number is printed wrong (`mutations`), many faults drawn at random (`benchmarks/localisation.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.interpret.statement import Amount, Statement
from pipeline.reconcile.localisation import Localisation, Suspect, localise
from tests.reconcile.mutations import CELL_FAULTS, Bench, Place

Changes = Mapping[Place, Decimal]


@dataclass
class Tally:
    """Faults that a hard rule saw, and where their numbers came among the suspects."""

    detected: int = 0
    first: int = 0
    in_three: int = 0
    exact: int = 0
    seconds: float = 0.0
    by_table: Counter[int] = field(default_factory=Counter)
    first_by_table: Counter[int] = field(default_factory=Counter)

    def add(self, changes: Changes, truth: Changes, found: Localisation) -> None:
        self.detected += 1
        self.seconds = max(self.seconds, found.seconds)
        places = [place_of(suspect) for suspect in found.suspects]
        size = len(changes)
        is_first = set(places[:size]) == set(changes)
        self.first += is_first
        self.in_three += set(changes) <= set(places[: 3 * size])
        self.exact += is_first and all(
            suspect.suggested == truth[place]
            for suspect, place in zip(found.suspects[:size], places[:size], strict=True)
            if place is not None
        )
        for table in {place[0] for place in changes}:
            self.by_table[table] += 1
            self.first_by_table[table] += is_first

    def words(self) -> str:
        share = 100 * self.first / max(1, self.detected)
        tables = ", ".join(
            f"{table}: {self.first_by_table[table]}/{count}"
            for table, count in sorted(self.by_table.items())
        )
        return (
            f"first {self.first}/{self.detected} ({share:.1f} %), among three {self.in_three}, "
            f"true value suggested {self.exact}, slowest {self.seconds:.2f} s; by table {tables}"
        )


def place_of(suspect: Suspect) -> Place | None:
    """Where a suspect is printed; None for a number of no table, or of no place in it."""
    number = suspect.number
    if number.statement is None or number.position is None:
        return None
    return (number.statement.table.ordinal, *number.position)


def localised(bench: Bench, changes: Changes) -> Localisation | None:
    """What is suspected with these numbers changed; None where no hard rule fails."""
    results = bench.results_with(changes)
    if not any(r.failed and r.severity == "hard" for r in results):
        return None
    return localise(results)


def place(statement: Statement, amount: Amount) -> Place:
    """Table, row and column of an amount."""
    return statement.table.ordinal, amount.cell.row, amount.cell.column


def yuan(statement: Statement, printed: Decimal) -> Decimal:
    """A number of this statement in yuan."""
    return printed * (statement.currency_factor or 1)


def single_faults(bench: Bench, name: str) -> Iterator[tuple[Changes, Changes]]:
    """One kind of fault in every number in turn: (changed, true) amounts in yuan."""
    for statement, _, _, amount in bench.amounts():
        for fault in CELL_FAULTS[name]:
            printed = fault(amount)
            if printed is not None and printed != amount.printed:
                at = place(statement, amount)
                yield {at: yuan(statement, printed)}, {at: amount.yuan}
