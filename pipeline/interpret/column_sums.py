"""Which columns add up to which: as the header says, then put to the test on the printed numbers.

Forms print parts of parts beside a total (其中) and columns no lexicon knows. Where the parts the
header names do not add up in every row, and leaving out of-which columns or taking in unknown ones
makes all rows add up, that is what the form means.

Belongs here: both. Does not belong here: rules and their grades (they are put to the columns
this leaves, and see what no reading of the header makes right).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from pipeline.domain.amounts import agree
from pipeline.interpret.statement import Column, Row
from schemas.vocabulary import ColumnRole, Dimension, Fund, SignalSeverity

# Columns left out or taken in at the same time, at most.
MAX_CHANGES = 3
OF_WHICH = "其中"


def with_sums(columns: Sequence[Column]) -> list[Column]:
    """Fill `sum_of`: a total column adds up the parts below the same spanner.

    The parts at the level of a total are the sibling columns and, for a sibling spanner, its
    total column where it has one, else all its columns. A total nothing stands beside is an amount,
    so is one of a nature (项目支出合计) beside which none of that nature stands.
    """
    totals = {column.index for column in columns if column.role == ColumnRole.TOTAL}
    for column in columns:
        if column.role != ColumnRole.TOTAL or Dimension.NATURE not in column.members:
            continue
        if not _parts(column, columns, totals):
            totals.discard(column.index)
    result: list[Column] = []
    for column in columns:
        if column.index not in totals:
            is_alone = column.role == ColumnRole.TOTAL
            result.append(replace(column, role=ColumnRole.AMOUNT) if is_alone else column)
            continue
        parts = tuple(sorted(_parts(column, columns, totals)))
        result.append(replace(column, role=ColumnRole.AMOUNT, sum_of=parts))
    return result


def _parts(column: Column, columns: Iterable[Column], totals: set[int]) -> list[int]:
    group = column.path[:-1]
    # A total of one nature adds up no other.
    nature = column.members.get(Dimension.NATURE) if column.role == ColumnRole.TOTAL else None
    mates = [
        other
        for other in columns
        if other.role in (ColumnRole.AMOUNT, ColumnRole.TOTAL)
        and other.panel == column.panel
        and other.index != column.index
        and other.path[: len(group)] == group
        and (nature is None or other.members.get(Dimension.NATURE, nature) == nature)
    ]
    branches: dict[str, list[Column]] = {}
    for mate in mates:
        rest = mate.path[len(group) :]
        if len(rest) == 1 and mate.index in totals:
            continue
        branches.setdefault(rest[0] if rest else "", []).append(mate)
    parts: list[int] = []
    for branch in branches.values():
        inner = [mate for mate in branch if mate.index in totals]
        shallow = min((len(mate.path) for mate in inner), default=0)
        top = [mate for mate in inner if len(mate.path) == shallow]
        parts.extend(mate.index for mate in top or branch)
    return parts


def fit_sums(
    columns: Sequence[Column], rows: Sequence[Row]
) -> tuple[list[Column], dict[int, SignalSeverity]]:
    """Columns with `sum_of` that holds, and the severity of each unknown column that holds numbers.

    An unknown column that makes the sums hold is an amount of an unlisted member (warning), one
    that is outside all sums that hold without it is a memo (warning), any other stays unknown
    (error). The only column with numbers of a panel is its amount (info). An unknown column that
    is the sum of all known ones is their total (warning).
    """
    known = {column.index: column for column in columns}
    severities: dict[int, SignalSeverity] = {}
    for index, parts in _plain_totals(known, rows):
        known[index] = replace(known[index], sum_of=parts)
    for index in _only_columns(known, rows):
        known[index] = replace(known[index], role=ColumnRole.AMOUNT)
        severities[index] = SignalSeverity.INFO
    for index, parts in _unknown_totals(known, _unknown(known), rows):
        known[index] = replace(known[index], role=ColumnRole.AMOUNT, sum_of=parts)
        severities[index] = SignalSeverity.WARNING
    totals = sorted((c for c in known.values() if c.sum_of), key=lambda c: -len(c.path))
    holding = [_fit_total(total, known, rows, severities) for total in totals]
    is_settled = all(holding) and any(c.sum_of for c in known.values())
    for index in _unknown(known):
        if is_settled or not _prints(index, rows):
            known[index] = replace(known[index], role=ColumnRole.MEMO)
            severities[index] = SignalSeverity.WARNING
        else:
            severities[index] = SignalSeverity.ERROR
    return list(known.values()), severities


def _unknown(known: Mapping[int, Column]) -> list[int]:
    """Columns whose headings nobody knows and whose numbers have not settled it yet."""
    return [index for index, column in known.items() if column.role == ColumnRole.UNKNOWN]


def _only_columns(known: Mapping[int, Column], rows: Sequence[Row]) -> list[int]:
    """Unknown columns that are the only ones with numbers in their panel."""
    by_panel: dict[int, list[Column]] = {}
    for column in known.values():
        if column.role in (ColumnRole.AMOUNT, ColumnRole.UNKNOWN) and _prints(column.index, rows):
            by_panel.setdefault(column.panel, []).append(column)
    return [
        panel[0].index
        for panel in by_panel.values()
        if len(panel) == 1 and panel[0].role == ColumnRole.UNKNOWN
    ]


def _fit_total(
    total: Column,
    known: dict[int, Column],
    rows: Sequence[Row],
    severities: dict[int, SignalSeverity],
) -> bool:
    """Read what a total covers so that it holds in all rows; False, nothing changed, if it cannot."""
    apart = [i for i in total.sum_of if _is_of_which(known[i])]
    if len(apart) == 1 and len(total.sum_of) == 1:
        # One part alone breaks nothing down (小计 / 其中：教育收费).
        known[total.index] = replace(known[total.index], sum_of=())
        known[apart[0]] = replace(known[apart[0]], role=ColumnRole.MEMO, sum_of=())
        return True
    near = [i for i in _unknown(known) if known[i].panel == total.panel]
    readings = _readings(known[total.index], known, near)
    chosen = next((parts for parts in readings if _holds(total.index, parts, rows)), None)
    if chosen is None:
        return False
    for index in set(total.sum_of) - set(chosen):
        known[index] = replace(known[index], role=ColumnRole.MEMO, sum_of=())
    for index in set(chosen) - set(total.sum_of):
        members = {**known[index].members, "unlisted": Fund.UNLISTED}
        known[index] = replace(known[index], role=ColumnRole.AMOUNT, members=members)
        severities[index] = SignalSeverity.WARNING
    known[total.index] = replace(known[total.index], sum_of=tuple(sorted(chosen)))
    return True


def _unknown_totals(
    known: dict[int, Column], unknown: Sequence[int], rows: Sequence[Row]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Unknown columns that are, row for row, the sum of all known ones of a panel with no total."""
    for panel in {known[index].panel for index in unknown}:
        money = [c for c in known.values() if c.panel == panel and c.role == ColumnRole.AMOUNT]
        if any(len(c.path) == 1 and c.sum_of for c in money):
            continue
        inner = {index for c in money for index in c.sum_of}
        parts = tuple(c.index for c in money if c.index not in inner and _prints(c.index, rows))
        totals = [
            index
            for index in unknown
            if known[index].panel == panel and len(parts) > 1 and _holds(index, parts, rows)
        ]
        if len(totals) == 1:
            yield totals[0], parts


def _plain_totals(
    known: dict[int, Column], rows: Sequence[Row]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Columns of money without members that are, row for row, the sum of all others of their panel.

    A caption row within the grid may cut the heading of a total off from those of its parts.
    """
    for panel in {column.panel for column in known.values()}:
        money = [c for c in known.values() if c.panel == panel and c.role == ColumnRole.AMOUNT]
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
    """Ways to read what a total covers, that of the header first."""
    parts = column.sum_of
    yield parts
    if len(unknown) > 1:
        yield parts + tuple(unknown)
    loose = [i for i in parts if _may_be_left_out(known[i])]
    for more in _choices(unknown):
        for less in _choices(loose):
            if more or less:
                yield tuple(i for i in parts if i not in less) + more


def _choices(indexes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Up to `MAX_CHANGES` of the columns, few before many."""
    for count in range(min(len(indexes), MAX_CHANGES) + 1):
        yield from combinations(indexes, count)


def _is_of_which(column: Column) -> bool:
    return bool(column.path) and OF_WHICH in column.path[-1]


def _may_be_left_out(column: Column) -> bool:
    return (
        any(OF_WHICH in heading for heading in column.path)
        or Dimension.FLOW in column.members
        or column.members.get(Dimension.FUND) == Fund.CARRIED_OVER
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
