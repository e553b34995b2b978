"""Share of real reports in which each figure of the running text is found, by family (folder).

Usage: python benchmarks/narrative_coverage.py [REPORTS_FOLDER] [--missing]

Compares with labels.csv where a total is known. Tables of the reports are not read: only text.
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from pipeline.grid.assembly import assemble
from pipeline.grid.printed_table import GridDocument
from pipeline.narrative.metrics import Narrative
from pipeline.narrative.narrative_reader import extract_narrative
from pipeline.narrative.narrative_words import load_narrative_lexicon
from pipeline.read.pdf.pdf_file import open_pdf
from tests.narrative.percent_interval import percent_agrees
from tests.reports.labels import Label, read_labels

FACTOR = {"亿元": Decimal(100_000_000), "万元": Decimal(10_000), "元": Decimal(1)}
LABELS = {
    "total_income_printed": ("INCOME_TOTAL", "unit_of_main_table"),
    "total_expenditure_printed": ("EXPENDITURE_TOTAL", "unit_of_main_table"),
    "sangong_total_printed": ("THREE_PUBLIC_TOTAL", "sangong_unit"),
}
KINDS = {"budget", "narrative_only", "final"}


def read_grid(path: Path) -> GridDocument:
    """Pages and tables of one PDF."""
    with open_pdf(path) as document:
        return assemble([page.read_layout() for page in document.pages()])


def compare(narrative: Narrative, label: Label) -> list[tuple[str, bool, str]]:
    """(metric, agrees, words) for each labelled total that the text prints as well.

    The unit of the text decides its precision: half of 0.01 万元 in whole 万元 of Shanghai.
    """
    result = []
    for column, (metric, unit_column) in LABELS.items():
        found = narrative.first(metric)
        if not label[column] or found is None or found.value is None or found.unit not in FACTOR:
            continue
        left = found.value * FACTOR[found.unit]
        right = Decimal(label[column].replace(",", "")) * FACTOR.get(label[unit_column], Decimal(1))
        whole = found.value == found.value.to_integral_value()
        tolerance = FACTOR[found.unit] * (Decimal("0.5") if whole else Decimal("0.005"))
        agrees = abs(left - right) <= tolerance
        result.append((metric, agrees, f"{found.value}{found.unit} / {label[column]}"))
    return result


def inconsistent(narrative: Narrative) -> list[str]:
    """Figures whose printed percentage cannot follow from value and change."""
    wrong = []
    for item in narrative.metrics:
        if item.value is None or item.change_value is None or item.change_pct is None:
            continue
        quantum = Decimal("0.01") if item.unit != "亿元" else Decimal("0.0001")
        if not percent_agrees(item.change_pct, item.value, item.change_value, quantum):
            wrong.append(f"{item.metric} {item.value} {item.change_value} {item.change_pct}%")
    return wrong


def main(arguments: list[str]) -> None:
    """Print the shares, and with --missing what is not found or does not agree."""
    folders = [Path(item) for item in arguments if not item.startswith("-")]
    root = folders[0] if folders else Path(os.environ.get("QINGZHANG_REPORTS", "../shared/reports"))
    labels = {row["file"]: row for row in read_labels(root)}
    lexicon = load_narrative_lexicon()
    core = [code for code, spec in lexicon.metrics.items() if spec.is_core]
    others = [code for code in lexicon.metrics if code not in core]
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    reports: dict[str, int] = defaultdict(int)
    notes: list[str] = []
    agreed = total = clauses = wrong_clauses = signals = 0
    seconds = 0.0
    for name, label in sorted(labels.items()):
        if label["kind"] not in KINDS:
            continue
        document = read_grid(root / name)
        started = time.perf_counter()
        year = int(label["fiscal_year"]) if label["fiscal_year"] else None
        narrative = extract_narrative(document, fiscal_year=year)
        seconds += time.perf_counter() - started
        family = name.split("/", maxsplit=1)[0]
        reports[family] += 1
        have = {metric.metric for metric in narrative.metrics}
        for code in have:
            found[family][code] += 1
        for metric, agrees, words in compare(narrative, label):
            total += 1
            agreed += agrees
            if not agrees:
                notes.append(f"DIFFERS {name} {metric} {words}")
        changes = [m for m in narrative.metrics if m.change_pct is not None]
        wrong = inconsistent(narrative)
        clauses += len(changes)
        wrong_clauses += len(wrong)
        notes.extend(f"PERCENT {name} {words}" for words in wrong)
        signals += len(narrative.signals)
        notes.extend(f"SIGNAL {name} {s.signal}: {s.message}" for s in narrative.signals)
        missing = [code for code in core if code not in have]
        if missing:
            notes.append(f"MISSING {name}: {' '.join(missing)}")
    families = sorted(reports)
    print(f"{'':34}" + "".join(f"{family:>5}" for family in families))
    print(f"{'reports':36}" + "".join(f"{reports[family]:7}" for family in families))
    for code in core + others:
        row = "".join(f"{found[family][code]:7}" for family in families)
        print(f"{code:36}{row}")
    print(f"totals that agree with the labels: {agreed} of {total}")
    print(f"percentages outside their interval: {wrong_clauses} of {clauses}")
    print(
        f"signals: {signals}; narrative step: {seconds:.2f} s for {sum(reports.values())} reports"
    )
    if "--missing" in arguments:
        print("\n".join(notes))


if __name__ == "__main__":
    main(sys.argv[1:])
