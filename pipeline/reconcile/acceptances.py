"""What reviewers decided about failing equations: entries of `acceptances.csv`, read and checked.

A source can be wrong itself: a part greater than its total, a last digit lost in print. A reviewer
who has looked at the page says so in one line, with a reason and a guard: the figures of the failing
equation. The entry holds only while the equation fails with exactly these figures.

| column | meaning |
|---|---|
| `sha256` | of the file, or the report key: its first 16 characters, `-2` … for a further report |
| `table_ordinal` | the table of the equation; empty when it is about several |
| `rule`, `scope` | the failing equation, as in the table `reconciliation` |
| `left_yuan`, `right_yuan` | its figures as printed: the guard |
| `action` | `accept`: publish as printed; `correct`: read `cell_key` as `value` |
| `cell_key`, `value` | for `correct`: the printed cell, and its number in the unit of its table |
| `reason`, `reviewer`, `date` | why, who, and when (ISO); never empty |

Belongs here: the entries and what is wrong with their file.
Does not belong here: applying them (`review`), where the file lies (`pipeline.config`).
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pipeline.errors import UserError

COLUMNS = (
    "sha256",
    "table_ordinal",
    "rule",
    "scope",
    "left_yuan",
    "right_yuan",
    "action",
    "cell_key",
    "value",
    "reason",
    "reviewer",
    "date",
)
ACCEPT, CORRECT = "accept", "correct"
_KEY_LENGTH = 16
_REPORT = re.compile(r"^([0-9a-f]{16})(?:[0-9a-f]{48}|(-[1-9]\d*))?$")
_CELL = re.compile(r"^([0-9a-f]{16}(?:-[1-9]\d*)?):(\d+):(\d+):(\d+)$")


class MalformedAcceptances(UserError):
    """The file of acceptances has rows that cannot be used; the message names each line."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One decision. Money in yuan but `value`, which is in the unit of the cell's table.

    `cell` is where `cell_key` points, None when it is empty.
    """

    line: int
    report_key: str
    equation_table: int | None
    rule: str
    scope: str
    left_yuan: Decimal
    right_yuan: Decimal
    action: str
    cell_key: str | None
    value: Decimal | None
    reason: str
    reviewer: str
    date: dt.date

    @property
    def cell(self) -> tuple[int, int, int] | None:
        """Table, row and column of the cell."""
        match = _CELL.match(self.cell_key or "")
        return None if match is None else (int(match[2]), int(match[3]), int(match[4]))

    @property
    def guard(self) -> tuple[object, ...]:
        """What makes two entries about the same thing."""
        if self.action == CORRECT:
            return (self.report_key, CORRECT, self.cell_key)
        figures = (self.left_yuan, self.right_yuan)
        return (self.report_key, ACCEPT, self.equation_table, self.rule, self.scope, *figures)


@dataclass(frozen=True, slots=True)
class Acceptances:
    """All entries, by report key."""

    by_report: Mapping[str, Sequence[Acceptance]] = field(default_factory=dict)

    def of(self, report_key: str) -> Sequence[Acceptance]:
        """The entries about a report."""
        return self.by_report.get(report_key, ())

    def version(self, sha256: str) -> str:
        """A suffix for the version of an extraction: changes when the file's entries change.

        Empty for a file without entries, so that they alone are read again.
        """
        key = sha256[:_KEY_LENGTH]
        entries = [
            entry
            for report_key, of_report in self.by_report.items()
            if report_key == key or report_key.startswith(f"{key}-")
            for entry in of_report
        ]
        if not entries:
            return ""
        # Not the line: entries may be put in order.
        text = "\n".join(
            sorted(repr([str(getattr(e, name)) for name in _DECIDING]) for e in entries)
        )
        return f".r{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    def __len__(self) -> int:
        return sum(len(entries) for entries in self.by_report.values())


_DECIDING = tuple(name for name in Acceptance.__dataclass_fields__ if name != "line")


def load_acceptances(path: Path) -> Acceptances:
    """Read the file; no file means no entries.

    Raises `MalformedAcceptances` with every line that cannot be used, `OSError` when the disk
    refuses.
    """
    if not path.exists():
        return Acceptances()
    problems: list[str] = []
    by_report: dict[str, list[Acceptance]] = {}
    seen: dict[tuple[object, ...], int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise MalformedAcceptances(
                    f"{path} line 1: columns missing: {', '.join(missing)}; "
                    f"the first line must be {','.join(COLUMNS)}"
                )
            for row in reader:
                line = reader.line_num
                entry, wrong = _entry(row, line)
                problems.extend(f"line {line}: {problem}" for problem in wrong)
                if entry is None:
                    continue
                first = seen.setdefault(entry.guard, line)
                if first != line:
                    problems.append(f"line {line}: says the same as line {first}; keep one of them")
                    continue
                by_report.setdefault(entry.report_key, []).append(entry)
    except (UnicodeDecodeError, csv.Error) as error:
        raise MalformedAcceptances(f"{path} is no CSV in UTF-8 ({error})") from error
    if problems:
        raise MalformedAcceptances(f"{path}: " + "; ".join(problems))
    return Acceptances(by_report)


def _entry(row: Mapping[str | None, object], line: int) -> tuple[Acceptance | None, list[str]]:
    """The entry of a row, None with what is wrong."""
    if None in row or any(row.get(name) is None for name in COLUMNS):
        return None, [f"a row has {len(COLUMNS)} fields, commas within a field need quotes"]
    field_of = {name: str(row[name]).strip() for name in COLUMNS}
    problems: list[str] = []
    sha256 = field_of["sha256"].lower()
    match = _REPORT.match(sha256)
    report_key = match[1] + (match[2] or "") if match else ""
    if not match:
        problems.append("sha256 must be 64 hexadecimal characters, or a report key")
    for name in ("rule", "reason", "reviewer"):
        if not field_of[name]:
            problems.append(f"{name} is empty")
    left = _number(field_of["left_yuan"])
    right = _number(field_of["right_yuan"])
    if left is None or right is None:
        problems.append("left_yuan and right_yuan must be the figures of the failing equation")
    ordinal = field_of["table_ordinal"]
    if ordinal and not ordinal.isdecimal():
        problems.append("table_ordinal must be a whole number or empty")
    try:
        date = dt.date.fromisoformat(field_of["date"])
    except ValueError:
        date = dt.date.min
        problems.append("date must be a day as YYYY-MM-DD")
    action, cell_key = field_of["action"], field_of["cell_key"].lower() or None
    value = _number(field_of["value"])
    if action == CORRECT:
        cell = _CELL.match(cell_key or "")
        if cell is None or cell[1] != report_key:
            problems.append("correct needs the cell_key of a printed cell of this report")
        if value is None:
            problems.append("correct needs a number as value, in the unit of its table")
    elif action == ACCEPT:
        if cell_key or field_of["value"]:
            problems.append("accept takes no cell_key and no value")
    else:
        problems.append(f"action must be {ACCEPT} or {CORRECT}")
    if problems or left is None or right is None:
        return None, problems
    return Acceptance(
        line,
        report_key,
        int(ordinal) if ordinal else None,
        field_of["rule"],
        field_of["scope"],
        left,
        right,
        action,
        cell_key,
        value,
        field_of["reason"],
        field_of["reviewer"],
        date,
    ), []


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
