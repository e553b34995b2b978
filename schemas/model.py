"""The vocabulary of declarations: column types, columns, tables, views.

Belongs here: what a declaration can say. Does not belong here: any table or column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial


class DeclarationError(Exception):
    """A declaration contradicts itself, or the SQL that has to fill it.

    Each problem names the table or view and the column. It is raised while the program starts or
    builds: no file that is read can cause it.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


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


class Regex(StrEnum):
    """What a text is that holds a regular expression."""

    PATTERN = "pattern"
    """It stands alone, and may not match any text whatever."""
    WHOLE = "whole"
    """The whole of a text has to match it; it may not match any."""
    PIECE = "piece"
    """It is put together with others."""


@dataclass(frozen=True, slots=True)
class Depends:
    """Allowed words that depend on another word.

    `on` is the column of the same row whose words go with these one by one; empty: each word begins
    with the other one and a colon. `allowed` gives for each other word those that may follow, or
    "table.column" that holds them ("?other=value" behind it: in those rows of it); () for a word that
    stands alone.
    """

    on: str
    allowed: tuple[tuple[str, tuple[str, ...] | str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `allowed`, `pattern` and `at_least` hold for values that are not null; in a list,
    for each of its words."""

    name: str
    zh: str
    en: str
    type: Type
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str | None = None
    at_least: Decimal | int | None = None
    references: str | None = None
    """"table.column" in which every value is, among the tables of its layer: a staged table does not
    refer to dimensions."""
    label_zh: str | None = None
    """Name of the column in the Chinese twin of a view; None leaves it out there."""
    value: str | None = None
    """SQL with which a view computes it from the columns of its row; None: a column of that name."""
    # What only lexicons need.
    is_list: bool = False
    """Words with spaces between them, none twice; in TOML an array."""
    regex: Regex | None = None
    """The text is a regular expression (a list: each of its words)."""
    depends: Depends | None = None
    is_complete: bool = False
    """Each allowed value stands in some row."""
    used_by: tuple[str, ...] = ()
    """"table.column" of lists in one of which each value stands."""

    def said(self, zh: str, en: str) -> Column:
        """The same column, described otherwise."""
        return replace(self, zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key` columns together are unique; `least_rows` is the least number of rows."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    least_rows: int | None = None

    def __post_init__(self) -> None:
        for name in self.key:
            self.column(name)

    def column(self, name: str) -> Column:
        """The column of that name. Raises `DeclarationError`."""
        for column in self.columns:
            if column.name == name:
                return column
        raise DeclarationError(f"table {self.name} has no column {name}")

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names in declared order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class View:
    """One view and, if it is for analysts, its Chinese twin.

    The declaration says which columns it has, `warehouse/views/<name>.sql` which rows.
    """

    name: str
    columns: tuple[Column, ...]
    name_zh: str = ""
    zh: str = ""
    en: str = ""


# name, zh, en, and what else there is to say.
text = partial(Column, type=Type.TEXT)
integer = partial(Column, type=Type.INTEGER)
bigint = partial(Column, type=Type.BIGINT)
boolean = partial(Column, type=Type.BOOLEAN)
date = partial(Column, type=Type.DATE)
# A moment, UTC.
timestamp = partial(Column, type=Type.TIMESTAMP)
# Yuan to the cent, exact.
money = partial(Column, type=Type.MONEY)
# Ten thousands of yuan, exact.
wan = partial(Column, type=Type.WAN)
# A number as printed.
number = partial(Column, type=Type.NUMBER)
# A measure on the page, never money.
real = partial(Column, type=Type.REAL)
