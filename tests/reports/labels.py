"""What is known of the real reports: `labels.csv` beside them, read from the files by eye.

One line a file: `file` (path below the folder, its first part the family), `kind`, `scope`,
`entity`, `city`, `fiscal_year`, the unit and the printed totals.
Belongs here: reading the labels and grouping them. Does not belong here: comparing (`totals`).
"""

from __future__ import annotations

import csv
from pathlib import Path

Label = dict[str, str]

NAME = "labels.csv"
# Kinds of labels that are budgets or final accounts, and what the program calls them.
REPORT_KINDS = {"budget": "budget", "final": "final_accounts"}


def read_labels(
    folder: Path, *, family: str | None = None, reports_only: bool = False
) -> list[Label]:
    """The labels of a folder of reports, of one family or of budgets and final accounts alone."""
    with (folder / NAME).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        row
        for row in rows
        if (not family or row["file"].startswith(family)) and (not reports_only or is_report(row))
    ]


def is_report(label: Label) -> bool:
    """Whether a label is of a budget or of final accounts."""
    return label["kind"] in REPORT_KINDS


def family_of(label: Label) -> str:
    """The folder a file lies in: one city, one form."""
    return label["file"].partition("/")[0]


def by_family(labels: list[Label]) -> dict[str, list[Label]]:
    """The labels of each family, families by name."""
    families: dict[str, list[Label]] = {}
    for label in sorted(labels, key=family_of):
        families.setdefault(family_of(label), []).append(label)
    return families
