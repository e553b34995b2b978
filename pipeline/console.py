"""The screen: made for each command from what its output is at that moment.

Rich folds what is wider than the screen. That serves people at a terminal; a pipe, a file or a log
is read by programs or by people with a screen of another width, so nothing is folded there.

Belongs here: how wide the screen is, and how a table keeps readable on a narrow one.
Does not belong here: what is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

# Wider than any line: where there is no terminal, each line is as long as what it says.
UNFOLDED = 100_000
# Below this a table of many columns is a column of single characters.
ROOM_FOR_A_COLUMN = 10


def screen(*, stderr: bool = False) -> Console:
    """The console of what the output (or error output) is now.

    A terminal has its own width (or `COLUMNS`), anything else is never folded.
    """
    console = Console(stderr=stderr, emoji=False)
    return console if console.is_terminal else Console(stderr=stderr, emoji=False, width=UNFOLDED)


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
        places = [[columns.index(part) for part in parts] for parts in together.values()]
        rows = [[" ".join(row[at] for at in held if row[at]) for held in places] for row in rows]
        columns = list(together)
    table = Table(title=title)
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name in whole)
    for row in rows:
        table.add_row(*row)
    return table
