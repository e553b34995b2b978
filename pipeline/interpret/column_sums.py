"""Which columns add up to which, put to the test on the printed numbers.

The header says what a total column covers, but forms print parts of parts beside it (其中) and
columns no lexicon knows. Where the parts the header names do not add up in every row, and leaving
out of-which columns or taking in unknown ones makes all rows add up, that is what the form means.

Belongs here: that test. Does not belong here: rules and their grades (they are put to the columns
this leaves, and see what no reading of the header makes right).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from pipeline.domain.amounts import agree
from pipeline.interpret.statement import Column, Row

# Columns left out or taken in at the same time, at most.
MAX_CHANGES = 3
PROVISIONAL = "UNLISTED"
CARRIED = "CARRIED_OVER"
OF_WHICH = "其中"


def fit_sums(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[list[Column], dict[int, str]]:
    """Columns with `sum_of` that holds, and the severity of each unknown column that holds numbers.

    An unknown column that makes the sums hold is an amount of an unlisted member ('warning'), one
    that is outside all sums that hold without it is a memo ('warning'), any other stays unknown
    ('error'). The only column with numbers of a panel is its amount ('info'). An unknown column that
    is the sum of all known ones is their total ('warning').
    """
    known = {column.index: column for column in columns}
    used = [c for c in columns if c.role in ("amount", "unknown") and _prints(c.index, rows)]
    unknown = [c.index for c in columns if c.role == "unknown"]
    for index, parts in _plain_totals(known, rows):
        known[index] = replace(known[index], sum_of=parts)
    if not unknown and not any(c.sum_of for c in columns):
        return [known[c.index] for c in columns], {}
    severities: dict[int, str] = {}
    for panel in {column.panel for column in used}:
        only = [column for column in used if column.panel == panel]
        if len(only) == 1 and only[0].role == "unknown":
            known[only[0].index] = replace(only[0], role="amount")
            severities[only[0].index] = "info"
            unknown.remove(only[0].index)
    if not unknown and not any(c.sum_of for c in columns):
        return [known[c.index] for c in columns], severities
    for index, parts in _unknown_totals(known, unknown, rows):
        known[index] = replace(known[index], role="amount", sum_of=parts)
        severities[index] = "warning"
        unknown.remove(index)
    holds_all = True
    for column in sorted((c for c in known.values() if c.sum_of), key=lambda c: -len(c.path)):
        apart = [i for i in column.sum_of if _is_of_which(known[i])]
        if len(apart) == 1 and len(column.sum_of) == 1:
            # One part alone breaks nothing down (小计 / 其中：教育收费).
            known[column.index] = replace(known[column.index], sum_of=())
            known[apart[0]] = replace(known[apart[0]], role="memo", sum_of=())
            continue
        near = [i for i in unknown if known[i].role == "unknown" and known[i].panel == column.panel]
        chosen = next(
            (
                parts
                for parts in _readings(known[column.index], known, near)
                if _holds(column.index, parts, rows)
            ),
            None,
        )
        if chosen is None:
            holds_all = False
            continue
        for index in set(column.sum_of) - set(chosen):
            known[index] = replace(known[index], role="memo", sum_of=())
        for index in set(chosen) - set(column.sum_of):
            members = {**known[index].members, "unlisted": PROVISIONAL}
            known[index] = replace(known[index], role="amount", members=members)
            severities[index] = "warning"
        known[column.index] = replace(known[column.index], sum_of=tuple(sorted(chosen)))
    totals = any(c.sum_of for c in known.values())
    for index in unknown:
        if known[index].role != "unknown":
            continue
        if not _prints(index, rows) or (totals and holds_all):
            known[index] = replace(known[index], role="memo")
            severities[index] = "warning"
        else:
            severities[index] = "error"
    return [known[c.index] for c in columns], severities


def _unknown_totals(
    known: dict[int, Column], unknown: Sequence[int], rows: Sequence[Row]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Unknown columns that are, row for row, the sum of all known ones of a panel with no total."""
    for panel in {known[index].panel for index in unknown}:
        money = [c for c in known.values() if c.panel == panel and c.role == "amount"]
        if any(len(c.path) == 1 and c.sum_of for c in money):
            continue
        inner = {index for c in money for index in c.sum_of}
        parts = tuple(c.index for c in money if c.index not in inner and _prints(c.index, rows))
        found = [
            index
            for index in unknown
            if known[index].panel == panel and len(parts) > 1 and _holds(index, parts, rows)
        ]
        if len(found) == 1:
            yield found[0], parts


def _plain_totals(
    known: dict[int, Column], rows: Sequence[Row]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Columns of money not told apart that are, row for row, the sum of all others of their panel.

    A caption row within the grid may cut the heading of a total off from those of its parts.
    """
    for panel in {column.panel for column in known.values()}:
        money = [c for c in known.values() if c.panel == panel and c.role == "amount"]
        money = [c for c in money if _prints(c.index, rows)]
        plain = [c for c in money if not c.members]
        parts = tuple(c.index for c in money if c.members)
        if any(c.sum_of for c in money) or len(plain) != 1 or len(parts) < 2:
            continue
        if _holds(plain[0].index, parts, rows):
            yield plain[0].index, parts


def _prints(index: int, rows: Sequence[Row]) -> bool:
    return any((a := row.amounts.get(index)) is not None and a.yuan for row in rows)


def _readings(
    column: Column, known: dict[int, Column], unknown: Sequence[int]
) -> Iterator[tuple[int, ...]]:
    """Ways to read what a total covers, the header's own first."""
    parts = column.sum_of
    yield parts
    if len(unknown) > 1:
        yield parts + tuple(unknown)
    loose = [i for i in parts if _may_be_left_out(known[i])]
    for taken in range(len(unknown) + 1):
        if taken > MAX_CHANGES:
            break
        for more in combinations(unknown, taken):
            for left in range(min(len(loose), MAX_CHANGES) + 1):
                for less in combinations(loose, left):
                    if taken or left:
                        yield tuple(i for i in parts if i not in less) + more


def _is_of_which(column: Column) -> bool:
    return bool(column.path) and OF_WHICH in column.path[-1]


def _may_be_left_out(column: Column) -> bool:
    return (
        any(OF_WHICH in heading for heading in column.path)
        or "flow" in column.members
        or column.members.get("fund") == CARRIED
    )


def _holds(total: int, parts: Sequence[int], rows: Sequence[Row]) -> bool:
    tested = False
    for row in rows:
        whole = row.amounts.get(total)
        printed = [a for index in parts if (a := row.amounts.get(index)) is not None]
        if not agree([whole] if whole is not None else [], printed):
            return False
        tested = tested or (whole is not None and bool(whole.yuan))
    return tested or not parts
