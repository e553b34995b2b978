"""What extraction gives of one file: rows of the staged tables, and the outcome they come to.

Belongs here: plain values and keys. Does not belong here: how rows come about (`staged_rows`),
staging.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.staged import REPORT
from schemas.vocabulary import Outcome

KEY_LENGTH = 16


def report_key_of(sha256: str, number: int = 1) -> str:
    """The key of the `number`-th report of a file: 16 characters of its hash; `-2`, `-3` … after."""
    return sha256[:KEY_LENGTH] if number == 1 else f"{sha256[:KEY_LENGTH]}-{number}"


def of_file(reports: Sequence[Mapping[str, object]]) -> tuple[Outcome, str, str]:
    """Outcome, reason code and reason of a file, from the `report` rows of what it holds.

    The outcome the reports share, those aside that are no reports; `partial` when some can be used
    and others not. The warehouse says the same of reports as loaded, when some may have turned out
    to be duplicates (`file_outcome` in `warehouse/build`).
    """
    first = reports[0]
    if len(reports) == 1:
        return Outcome(str(first["outcome"])), str(first["reason_code"]), str(first["reason"])
    outcomes = {Outcome(str(row["outcome"])) for row in reports} - {Outcome.REJECTED}
    mixed = Outcome.PARTIAL if outcomes else Outcome.REJECTED
    outcome = outcomes.pop() if len(outcomes) == 1 else mixed
    each = "；".join(
        f"{row['entity_name'] or '（单位不明）'}（{row['outcome']}）：{row['reason']}"
        for row in reports
    )
    return outcome, "several_reports", f"文件中有{len(reports)}份报告，分别处理：{each}"


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything known of one file: rows of the staged tables (`schemas.staged`), plain dicts.

    A table that is not there has no rows. `tables["report"]` has one row for each report of the
    file, nearly always one.
    """

    sha256: str
    tables: dict[str, list[dict[str, object]]]

    @property
    def report_key(self) -> str:
        """The key of the file's first report."""
        return report_key_of(self.sha256)


def minimal_report_row(
    sha256: str,
    file_name: str,
    extractor_version: str,
    *,
    outcome: str,
    reason_code: str,
    reason: str,
) -> dict[str, object]:
    """The `report` row of a file of which nothing but its outcome is known."""
    return {
        **dict.fromkeys(REPORT.column_names),
        "report_key": report_key_of(sha256),
        "sha256": sha256,
        "file_name": file_name,
        "outcome": outcome,
        "reason_code": reason_code,
        "reason": reason,
        "extractor_version": extractor_version,
        "token_count": 0,
        "tokens_conserved": 0,
        "equations_exact": 0,
        "equations_rounding": 0,
        "equations_failed": 0,
    }
