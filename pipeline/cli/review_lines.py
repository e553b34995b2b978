"""Ready-made lines of `acceptances.csv` for a report's failing equations, to paste and fill in.

Belongs here: writing such lines. Does not belong here: reading them (`reconcile.acceptances`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from pipeline.reconcile.acceptances import ACCEPT, COLUMNS, CORRECT
from schemas.vocabulary import Grade, Severity

Row = Mapping[str, object]


HEADER = ",".join(COLUMNS)
"""The first line of the file."""


def acceptance_lines(
    sha256: str, equations: Iterable[Row], suspects: Sequence[Row] = ()
) -> list[str]:
    """For each failing equation with figures a line that accepts it, `reason` and the rest empty.

    `equations` are rows of `reconciliation` of one report, `suspects` of `suspects`: a fault of one
    printed cell gets a line that corrects it, guarded by the first failing equation it stands in.
    A line is not valid before reason, reviewer and date are filled in.
    """
    failing = [
        row
        for row in equations
        if row["grade"] == Grade.FAILED
        and row["severity"] != Severity.INFO
        and row["left_yuan"] is not None
        and row["right_yuan"] is not None
        and not row["accepted_by"]
    ]
    lines = [_line(sha256, row, ACCEPT) for row in failing]
    for suspect in suspects:
        if suspect["set_size"] != 1 or suspect["alternative"] != 1 or not suspect["printed_text"]:
            continue
        key = suspect["cell_key"]
        guard = next((row for row in failing if str(key) in _cells(row)), None)
        if key is not None and guard is not None:
            lines.append(_line(sha256, guard, CORRECT, str(key), str(suspect["suggested_text"])))
    return lines


def _cells(row: Row) -> set[str]:
    return set(f"{row['left_cells']} {row['right_cells']}".split())


def _line(sha256: str, row: Row, action: str, cell_key: str = "", value: str = "") -> str:
    names = ("table_ordinal", "rule", "scope", "left_yuan", "right_yuan")
    values = {name: row[name] for name in names}
    values |= {"sha256": sha256, "action": action, "cell_key": cell_key, "value": value}
    buffer = io.StringIO()
    csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="").writerow(values)
    return buffer.getvalue()
