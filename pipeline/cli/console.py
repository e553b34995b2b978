"""The screen: made for each command from what its output is at that moment.

Rich folds what is wider than the screen. That serves people at a terminal; a pipe, a file or a log
is read by programs or by people with a screen of another width, so nothing is folded there.

Belongs here: how wide the screen is, and how a table keeps readable on a narrow one.
Does not belong here: what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

_BREAKS = re.compile(r"[\t\r\n]+")
# Wider than any line: where there is no terminal, each line is as long as what it says.
UNFOLDED = 100_000
# A table wider than this is not drawn in a pipe: each of its lines would be padded to its longest cell.
WIDEST_DRAWN = 240
# Below this a table of many columns is a column of single characters.
ROOM_FOR_A_COLUMN = 10


def screen(*, stderr: bool = False) -> Console:
    """The console of what the output (or error output) is now.

    A terminal has its own width (or `COLUMNS`), anything else is never folded.
    """
    console = Console(stderr=stderr, emoji=False)
    return console if console.is_terminal else _Pipe(stderr=stderr, emoji=False, width=UNFOLDED)


class _Pipe(Console):
    """Prints wide tables as lines: the title, the headings and each row, cells parted by tabs."""

    def print(self, *objects: Any, **how: Any) -> None:  # noqa: ANN401 - as Console has it
        for one in objects:
            if isinstance(one, Table) and _width(one, self) > WIDEST_DRAWN:
                self._lines(one)
            else:
                super().print(one, **how)

    def _lines(self, table: Table) -> None:
        rows = zip(*(map(_plain, column.cells) for column in table.columns), strict=True)
        heads = [[_plain(column.header) for column in table.columns]]
        titles = [[_plain(table.title)]] if table.title else []
        for cells in (*titles, *heads, *rows):
            # Not by `print`, which makes spaces of tabs.
            self.file.write("\t".join(cells) + "\n")


def shown(value: object) -> str:
    """A value as a cell shows it: nothing for null, exact numbers with thousands marks."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, Decimal) else escape(str(value))


def _width(table: Table, console: Console) -> int:
    return Measurement.get(console, console.options, table).maximum


def _plain(cell: object) -> str:
    """A cell as the table would show it, on one line."""
    shown = cell if isinstance(cell, Text) else Text.from_markup(str(cell), emoji=False)
    return _BREAKS.sub(" ", shown.plain)


def table_that_fits(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    console: Console,
    *,
    together: Mapping[str, Sequence[str]],
    whole: Sequence[str] = (),
) -> Table:
    """A table of `columns`; where the screen has no room for them, one of fewer.

    `together` names the columns of the narrow table and which columns each holds, joined by a
    space. Columns in `whole` are never folded. Cells are printed as they are, markup included.
    """
    if console.width < ROOM_FOR_A_COLUMN * len(columns):
        indexes = [[columns.index(part) for part in parts] for parts in together.values()]
        rows = [[" ".join(row[at] for at in held if row[at]) for held in indexes] for row in rows]
        columns = list(together)
    table = Table(title=title)
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name in whole)
    for row in rows:
        table.add_row(*row)
    return table
