"""Which rows break which row down: by codes, by list marks, and where these fail by the sums.

Belongs here: parents and children of rows, whatever they are about.
Does not belong here: the search over sums (`nesting`), roles and names of rows, rules (a hierarchy
that does not add up is left as the marks have it; the rules will fail).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from pipeline.domain.amounts import agree
from pipeline.domain.list_marks import is_first, mark_of
from pipeline.interpret.nesting import nested
from pipeline.interpret.statement import Column, Row, amounts_in

# Two indents nearer than this are the same level (an ideographic space is 8 to 12 points wide).
INDENT_STEP = 5.0


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
    """Whether `parts` add up to `total` in every column, and any of them prints an amount."""
    tested = False
    for column in columns:
        above, below = amounts_in([total], column.index), amounts_in(parts, column.index)
        if not any(amount.yuan for amount in (*above, *below)):
            continue
        if not agree(above, below):
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
        depth = _depth_of(stack, key, indent, restart and previous is not None)
        del stack[depth:]
        stack.append((key, indent))
        depths[row.position] = depth
        previous = row
    return depths


def _depth_of(stack: list[tuple[str, float]], key: str, indent: float, restart: bool) -> int:
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


def by_sums(rows: Sequence[Row], columns: Sequence[Column], total: Row | None) -> list[Row] | None:
    """Nest rows (printed parents first) so that every parent adds up, and the tops to `total`.

    Sets parents and returns the rows at the top; None (nothing set) when no such nesting is found
    within bounds. Rows without amounts take no part.
    """
    paid = [row for row in rows if has_amount(row, columns)]
    if not paid or total is None or not has_amount(total, columns):
        return None
    *values, wanted = _vectors([*paid, total], columns)
    parents = nested(values, wanted)
    if parents is None:
        return None
    for row, parent in zip(paid, parents, strict=True):
        if parent is not None:
            adopt(paid[parent], [row])
    return [row for row, parent in zip(paid, parents, strict=True) if parent is None]


def _vectors(rows: Sequence[Row], columns: Sequence[Column]) -> list[tuple[int, ...]]:
    """The amounts of rows counted in the smallest printed quantum, one integer a column."""
    quanta = [a.quantum_yuan for row in rows for a in row.amounts.values() if a.quantum_yuan]
    quantum = min(quanta, default=Decimal(1))
    return [
        tuple(
            int(amount.yuan / quantum) if (amount := row.amounts.get(column.index)) else 0
            for column in columns
        )
        for row in rows
    ]
