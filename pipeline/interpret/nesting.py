"""The search for a nesting of numbers in which each that has others below it is their sum.

Belongs here: the search, over rows of whole numbers, whatever they count.
Does not belong here: what the rows are, hierarchies that codes or list marks give without a search
(`hierarchy`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.domain.amounts import rounding_quanta

# One integer a column, in the smallest printed quantum.
Vector = tuple[int, ...]
# A way to read a row: the row after what it breaks down into, and the rows right below it.
_Way = tuple[int, tuple[int, ...]]
# Links of a chain of rows, the last first.
_Chain = tuple["_Chain | None", int]

# A longer list is not searched.
MAX_ROWS = 1000
# The search for what one row breaks down into, and for the whole, gives up after so many steps.
MAX_STEPS_OF_ROW, MAX_STEPS = 1_000, 20_000
# Of the ways to read one row so many are kept, deepest first.
MAX_WAYS = 6


def nested(rows: Sequence[Vector], total: Vector) -> list[int | None] | None:
    """The row each row is a part of (None at the top), so that the tops add up to `total`.

    Parents are printed before their parts. None when no such nesting is found within bounds.
    """
    if not rows or len(rows) > MAX_ROWS:
        return None
    is_signed = any(value < 0 for row in (*rows, total) for value in row)
    # Ways of a row need those of the rows after it only, so the last row is read first.
    ways: list[list[_Way]] = [[] for _ in rows]
    for start in reversed(range(len(rows))):
        runs = _runs(rows, ways, start + 1, rows[start], None, is_signed)
        runs.sort(key=lambda way: -way[0])
        ways[start] = [*runs[:MAX_WAYS], (start + 1, ())]
    whole = _runs(rows, ways, 0, total, len(rows), is_signed)
    return _parents(ways, whole[0]) if whole else None


def _runs(
    rows: Sequence[Vector],
    ways: Sequence[Sequence[_Way]],
    start: int,
    total: Vector,
    end: int | None,
    is_signed: bool,
) -> list[_Way]:
    """Runs of rows from `start`, each read in one of its ways, that add up to `total`.

    Where `end` is given the first that reaches it, else all of them.
    """
    found: list[_Way] = []
    seen: set[tuple[int, Vector]] = set()
    pending: list[tuple[int, int, Vector, _Chain | None]] = [(start, 0, (0,) * len(total), None)]
    for _ in range(MAX_STEPS_OF_ROW if end is None else MAX_STEPS):
        if not pending:
            break
        position, count, sums, chain = pending.pop()
        # The bound for parts that are all non-zero spares counting those that are not.
        bound = rounding_quanta(count)
        if (
            count
            and end in (None, position)
            and all(abs(a - b) <= bound for a, b in zip(sums, total, strict=True))
            and _agree(total, sums, [rows[row] for row in _rows_of(chain)])
        ):
            found.append((position, _rows_of(chain)))
            if end is not None:
                break
            continue
        if position >= len(rows) or (position, sums) in seen:
            continue
        seen.add((position, sums))
        slack = count + 2
        if not is_signed and any(a > b + slack for a, b in zip(sums, total, strict=True)):
            continue
        added = tuple(a + b for a, b in zip(sums, rows[position], strict=True))
        for stop, _below in reversed(ways[position]):
            pending.append((stop, count + 1, added, (chain, position)))
    return found


def _agree(total: Vector, sums: Vector, parts: Sequence[Vector]) -> bool:
    """Whether `sums`, those of `parts`, are `total` within rounding: by non-zero parts a column."""
    return all(
        a == b or abs(a - b) <= rounding_quanta(sum(1 for part in parts if part[column]))
        for column, (a, b) in enumerate(zip(sums, total, strict=True))
    )


def _rows_of(chain: _Chain | None) -> tuple[int, ...]:
    rows: list[int] = []
    while chain is not None:
        chain, row = chain
        rows.append(row)
    return tuple(reversed(rows))


def _parents(ways: Sequence[Sequence[_Way]], whole: _Way) -> list[int | None]:
    """The parent of each row, of the ways that make up the whole: each reaches to the next start."""
    parents: list[int | None] = [None] * len(ways)
    pending = [whole]
    while pending:
        end, starts = pending.pop()
        stops = [*starts[1:], end][: len(starts)]
        for start, stop in zip(starts, stops, strict=True):
            below = next(kids for reached, kids in ways[start] if reached == stop)
            for row in below:
                parents[row] = start
            pending.append((stop, below))
    return parents
