"""Which rows break which row down: by codes, by outline marks, and where these fail by the sums.

Belongs here: parents and children of rows, whatever they are about.
Does not belong here: roles and names of rows, rules (a tree that does not add up is left as the
marks say; the rules will tell).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from pipeline.interpret.marks import is_first, mark_of
from pipeline.interpret.model import Column, Row
from pipeline.interpret.numbers import rounding_quanta

# Two indents nearer than this are the same level (an ideographic space is 8 to 12 points wide).
INDENT_STEP = 5.0
# The search over sums gives up after so many steps; the outline then stands.
MAX_STEPS = 20_000
# A search goes down two calls a row in the worst case; a longer table is not searched.
MAX_ROWS = 300
# Of the ways to read one row so many are kept, deepest first.
MAX_WAYS = 6


def adopt(parent: Row, children: Sequence[Row]) -> None:
    """Make `children` the next rows that break `parent` down."""
    for child in children:
        if child is parent or child.parent is not None:
            continue
        child.parent = parent.position
        parent.children.append(child.position)


def clear(rows: Sequence[Row]) -> None:
    """Forget every parent."""
    for row in rows:
        row.parent = None
        row.children.clear()


def adds_up(total: Row, parts: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Whether `parts` add up to `total` in every column, to within what rounding allows.

    The bound is that of the rules: a quantum for each two printed non-zero numbers.
    """
    tested = False
    for column in columns:
        amounts = [row.amounts.get(column.index) for row in (total, *parts)]
        printed = [amount for amount in amounts if amount is not None and amount.yuan]
        if not printed:
            continue
        own = amounts[0].yuan if amounts[0] is not None else Decimal(0)
        below = sum((a.yuan for a in amounts[1:] if a is not None), Decimal(0))
        count = len(printed) - (1 if own else 0)
        quantum = max(amount.quantum_yuan for amount in printed)
        if abs(own - below) > quantum * rounding_quanta(count):
            return False
        tested = True
    return tested


def has_amount(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a row prints anything but zero in these columns."""
    return any(
        (amount := row.amounts.get(column.index)) is not None and amount.yuan for column in columns
    )


def by_code(rows: Sequence[Row], is_top: Callable[[Row], bool]) -> None:
    """Parents by the nearest printed prefix of a row's code, within the block of a body.

    `is_top` tells rows that start a block (a body's row): codes above it are forgotten.
    """
    seen: dict[str, Row] = {}
    for row in rows:
        if is_top(row):
            seen = {}
            continue
        code = row.code
        if not code:
            continue
        parent = next(
            (seen[code[:n]] for n in range(len(code) - 1, 2, -1) if code[:n] in seen), None
        )
        if parent is not None:
            adopt(parent, [row])
        seen.setdefault(code, row)


def outline(rows: Sequence[Row]) -> dict[int, int]:
    """Row position to depth by list marks, and by indent where no mark is printed.

    A kind of mark met before is at its former depth, a new one is one deeper than the row before;
    numbering that starts again at one under a row without a mark is deeper than that row.
    """
    depths: dict[int, int] = {}
    stack: list[tuple[str, float]] = []
    previous: Row | None = None
    for row in rows:
        mark = mark_of(row.label)
        indent = _indent(row)
        key = mark or "-"
        restart = bool(mark and is_first(row.label))
        place = _place(stack, key, indent, restart and previous is not None)
        del stack[place:]
        stack.append((key, indent))
        depths[row.position] = place
        previous = row
    return depths


def _place(stack: list[tuple[str, float]], key: str, indent: float, restart: bool) -> int:
    known = [i for i, (mark, _) in enumerate(stack) if mark == key]
    if key == "-":
        for i, (mark, left) in enumerate(stack):
            if mark == "-" and abs(left - indent) < INDENT_STEP:
                return i
            if indent <= left - INDENT_STEP:
                return i
        marked = [left for mark, left in stack if mark != "-"]
        return len(stack) if not stack or not marked or indent > min(marked) - 1 else 0
    if known and not (restart and stack[-1][0] == "-" and known[-1] < len(stack) - 1):
        return known[-1]
    return len(stack)


def _indent(row: Row) -> float:
    cell = row.label_cell
    return cell.indent if cell is not None and cell.indent is not None else 0.0


def by_depth(rows: Sequence[Row], depths: dict[int, int]) -> list[Row]:
    """Set parents by depth; returns the rows at the top."""
    tops: list[Row] = []
    stack: list[Row] = []
    for row in rows:
        depth = depths[row.position]
        del stack[depth:]
        if stack:
            adopt(stack[-1], [row])
        else:
            tops.append(row)
        stack.append(row)
    return tops


def indent_levels(rows: Sequence[Row]) -> dict[int, int]:
    """Row position to indent level (0 outermost), by distance from the cell's left edge."""
    indents = {row.position: _indent(row) for row in rows}
    levels: list[float] = []
    for indent in sorted(set(indents.values())):
        if not levels or indent - levels[-1] >= INDENT_STEP:
            levels.append(indent)
    return {
        position: max((i for i, level in enumerate(levels) if indent >= level), default=0)
        for position, indent in indents.items()
    }


class _Search:
    """The search for a nesting of rows in which every row with rows below it adds up.

    Amounts are counted in the smallest printed quantum, one integer a column.
    """

    def __init__(self, rows: Sequence[Row], columns: Sequence[Column]) -> None:
        self.rows = rows
        self.columns = columns
        self.steps = 0
        quanta = [a.quantum_yuan for row in rows for a in row.amounts.values() if a.quantum_yuan]
        self.quantum = min(quanta, default=Decimal(1))
        self.values = [self._vector(row) for row in rows]
        self.is_signed = any(value < 0 for vector in self.values for value in vector)
        self.memo: dict[int, list[tuple[int, tuple[int, ...]]]] = {}

    def _vector(self, row: Row) -> tuple[int, ...]:
        return tuple(
            int(amount.yuan / self.quantum) if (amount := row.amounts.get(c.index)) else 0
            for c in self.columns
        )

    def node(self, start: int) -> list[tuple[int, tuple[int, ...]]]:
        """(end, starts of the children) of each way to read the row at `start`, deepest first."""
        if start not in self.memo:
            self.memo[start] = [(start + 1, ())]
            found = self.sequence(start + 1, self.values[start], None)
            ways = sorted(found, key=lambda way: -way[0])
            self.memo[start] = [*ways[:MAX_WAYS], (start + 1, ())]
        return self.memo[start]

    def sequence(
        self, start: int, total: tuple[int, ...], end: int | None
    ) -> list[tuple[int, tuple[int, ...]]]:
        """Runs of nodes from `start` that add up to `total`; those that end at `end` where given."""
        found: list[tuple[int, tuple[int, ...]]] = []
        pending: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = [
            (start, (), (0,) * len(self.columns))
        ]
        while pending:
            place, chosen, sums = pending.pop()
            self.steps += 1
            if self.steps > MAX_STEPS:
                break
            bound = rounding_quanta(len(chosen))
            is_there = chosen and all(abs(a - b) <= bound for a, b in zip(sums, total, strict=True))
            if is_there and (end is None or place == end):
                found.append((place, chosen))
                if end is not None:
                    break
                continue
            if place >= len(self.rows):
                continue
            slack = len(chosen) + 2
            if not self.is_signed and any(a > b + slack for a, b in zip(sums, total, strict=True)):
                continue
            own = self.values[place]
            added = tuple(a + b for a, b in zip(sums, own, strict=True))
            for stop, _ in reversed(self.node(place)):
                pending.append((stop, (*chosen, place), added))
        return found


def by_sums(rows: Sequence[Row], columns: Sequence[Column], total: Row | None) -> list[Row] | None:
    """Nest rows (printed parents first) so that every parent adds up, and the tops to `total`.

    Sets parents and returns the rows at the top; None (nothing set) when no such nesting is found
    within bounds. Rows without amounts take no part.
    """
    own = [row for row in rows if has_amount(row, columns)]
    if not own or total is None or not has_amount(total, columns) or len(own) > MAX_ROWS:
        return None
    search = _Search([*own, total], columns)
    wanted = search.values.pop()
    search.rows = own
    way = next(iter(search.sequence(0, wanted, len(own))), None)
    if way is None:
        return None
    tops = [own[i] for i in way[1]]
    _set(search, way[1], len(own))
    return tops


def _set(search: _Search, starts: Sequence[int], end: int) -> None:
    """Set the parents of one nesting: each node reaches to the start of the next."""
    limits = [*starts[1:], end]
    for start, limit in zip(starts, limits, strict=True):
        if limit == start + 1:
            continue
        children = next((kids for stop, kids in search.node(start) if stop == limit and kids), None)
        if children is None:
            continue
        adopt(search.rows[start], [search.rows[i] for i in children])
        _set(search, children, limit)
