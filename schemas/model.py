"""The vocabulary of declarations: column types, columns, tables, views.

Belongs here: what a declaration can say. Does not belong here: any table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Type(StrEnum):
    """Column types, named as DuckDB writes them."""

    TEXT = "VARCHAR"
    INTEGER = "INTEGER"
    BIGINT = "BIGINT"
    MONEY = "DECIMAL(18,2)"
    NUMBER = "DECIMAL(24,6)"
    WAN = "DECIMAL(18,6)"
    BOOLEAN = "BOOLEAN"
    REAL = "DOUBLE"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP"


DECIMALS: Mapping[Type, tuple[int, int]] = {
    Type.MONEY: (18, 2),
    Type.NUMBER: (24, 6),
    Type.WAN: (18, 6),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `allowed`, `pattern` and `at_least` hold for values that are not null.

    `references` is "table.column": in a staged report the value must be there too; in the
    warehouse every value must resolve.
    """

    name: str
    type: Type
    zh: str
    en: str
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str | None = None
    at_least: Decimal | int | None = None
    references: str | None = None
    label_zh: str | None = None
    """Name of the column in the Chinese twin of a view; None leaves it out there."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key` columns together are unique; `least_rows` is the least number of rows."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    least_rows: int | None = None

    def column(self, name: str) -> Column:
        """The column of that name. Raises `KeyError`."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names in declared order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class View:
    """One view for analysts and its Chinese twin. The query is in `warehouse/*.sql`."""

    name: str
    name_zh: str
    zh: str
    en: str
    columns: tuple[Column, ...] = field(default=())


def text(name: str, zh: str, en: str, **more: object) -> Column:
    """A VARCHAR column."""
    return Column(name, Type.TEXT, zh, en, **more)  # type: ignore[arg-type]


def integer(name: str, zh: str, en: str, **more: object) -> Column:
    """An INTEGER column."""
    return Column(name, Type.INTEGER, zh, en, **more)  # type: ignore[arg-type]


def bigint(name: str, zh: str, en: str, **more: object) -> Column:
    """A BIGINT column."""
    return Column(name, Type.BIGINT, zh, en, **more)  # type: ignore[arg-type]


def money(name: str, zh: str, en: str, **more: object) -> Column:
    """Yuan to the cent, exact."""
    return Column(name, Type.MONEY, zh, en, **more)  # type: ignore[arg-type]


def wan(name: str, zh: str, en: str, **more: object) -> Column:
    """Ten thousands of yuan, exact."""
    return Column(name, Type.WAN, zh, en, **more)  # type: ignore[arg-type]


def number(name: str, zh: str, en: str, **more: object) -> Column:
    """A number as printed."""
    return Column(name, Type.NUMBER, zh, en, **more)  # type: ignore[arg-type]


def boolean(name: str, zh: str, en: str, **more: object) -> Column:
    """A truth value."""
    return Column(name, Type.BOOLEAN, zh, en, **more)  # type: ignore[arg-type]


def real(name: str, zh: str, en: str, **more: object) -> Column:
    """A measure on the page, never money."""
    return Column(name, Type.REAL, zh, en, **more)  # type: ignore[arg-type]


def date(name: str, zh: str, en: str, **more: object) -> Column:
    """A calendar day."""
    return Column(name, Type.DATE, zh, en, **more)  # type: ignore[arg-type]


def timestamp(name: str, zh: str, en: str, **more: object) -> Column:
    """A moment, UTC."""
    return Column(name, Type.TIMESTAMP, zh, en, **more)  # type: ignore[arg-type]
