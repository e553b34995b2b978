"""Rows as a Markdown table, for the metadata people read in the page.

Belongs here: laying out. Does not belong here: what the rows say, Dagster.
"""

from collections.abc import Iterable


def markdown(head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; bars and line breaks in a value are kept from ending its cell."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines.extend(
        "| " + " | ".join(str(value).replace("|", "｜").replace("\n", " ") for value in row) + " |"
        for row in rows
    )
    return "\n".join(lines)
