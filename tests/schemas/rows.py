"""Rows of staged tables for tests: sound ones, filled from the declaration, and money of any.

Belongs here: that. Does not belong here: what a report is made of (`tests.stage.fabricate`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from schemas.model import DECIMALS, Column, Table, Type
from schemas.staged import STAGED

_PLAIN: dict[Type, object] = {
    Type.TEXT: "",
    Type.INTEGER: 0,
    Type.BIGINT: 0,
    Type.BOOLEAN: False,
    Type.REAL: 0.0,
    Type.DATE: dt.date(2024, 1, 1),
    Type.TIMESTAMP: dt.datetime.fromisoformat("2024-01-01"),
    **dict.fromkeys(DECIMALS, 0),
}


def money(row: Mapping[str, object], column: str = "amount_yuan") -> Decimal:
    """An amount of a row. Raises `AssertionError` where it is null or no exact decimal."""
    amount = row[column]
    assert isinstance(amount, Decimal), f"{column}: {amount!r}"
    return amount


def row_of(name: str, /, **given: object) -> dict[str, object]:
    """A row of a staged table in declared order.

    A column that is not given is null where it may be, else the first of its allowed values, its
    least value, or the plain value of its type. Raises `AssertionError` for a name that the table
    does not have and for a column with a pattern that is not given.
    """
    table = STAGED[name]
    for other in given.keys() - set(table.column_names):
        raise AssertionError(f"{name}.{other}: no such column is declared")
    return {
        column.name: given[column.name] if column.name in given else _filled(table, column)
        for column in table.columns
    }


def _filled(table: Table, column: Column) -> object:
    if column.nullable:
        return None
    assert column.pattern is None, f"{table.name}.{column.name}: must be given, it has a pattern"
    if column.allowed:
        return column.allowed[0]
    return column.at_least if column.at_least is not None else _PLAIN[column.type]
