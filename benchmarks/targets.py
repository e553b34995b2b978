"""Performance forms and procurement tables of real reports: what is read of them, by family.

    uv run python benchmarks/targets.py [--reports ../shared/reports] [--family 西安] [--workers 2]

Forms: filled forms found and named, with money and objective; amounts equal to the project table's
where a project of that name is printed; totals that are the sum of their parts; indicators with a
target, and targets taken apart (qualitative ones count). Procurement: tables with money, and those
whose leaves add up to the printed total. Tables of which nothing was read are listed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.options import ALL_FAMILIES, parser_of
from tests.reports.labels import family_of, read_labels

COLUMNS = (
    "forms",
    "named",
    "whole",
    "money",
    "objective",
    "indicators",
    "targets",
    "parsed",
    "P1 equal",
    "P1",
    "P2 equal",
    "P2",
    "bought",
    "understood",
    "P3 equal",
    "P3",
)


def examine(path: Path) -> tuple[Counter[str], list[str]]:
    """Counts of one file and what was not read of it."""
    from pipeline.report.extraction import extract_report

    tables = extract_report(path).tables
    objectives = [
        row
        for row in tables.get("project_objective", [])
        if row["source"] in ("TARGET_FORM", "WHOLE_DEPARTMENT")
    ]
    indicators = tables.get("performance_indicator", [])
    count: Counter[str] = Counter()
    count["forms"] = len(objectives)
    count["named"] = sum(row["project_name"] is not None for row in objectives)
    count["whole"] = sum(row["source"] == "WHOLE_DEPARTMENT" for row in objectives)
    count["money"] = sum(row["amount_yuan"] is not None for row in objectives)
    count["objective"] = sum(bool(row["objective_text"]) for row in objectives)
    count["indicators"] = len(indicators)
    count["targets"] = sum(row["target_text"] is not None for row in indicators)
    count["parsed"] = sum(
        row["target_value"] is not None or row["operator"] == "定性" for row in indicators
    )
    for row in tables.get("reconciliation", []):
        if row["rule"] in ("P1", "P2", "P3"):
            count[str(row["rule"])] += 1
            count[f"{row['rule']} equal"] += row["grade"] != "failed"
    understood = {row["table_ordinal"] for row in tables.get("procurement", [])}
    signals = [
        row
        for row in tables.get("signal", [])
        if row["signal"] in ("target_form_unread", "target_form_unnamed", "procurement_unread")
    ]
    unread = sum(row["signal"] == "procurement_unread" for row in signals)
    count["understood"] = len(understood)
    count["bought"] = len(understood) + unread
    return count, [str(row["message"]) for row in signals]


def main() -> None:
    """Print a line a family and what was not read."""
    arguments = parser_of(__doc__).parse_args()
    labels = read_labels(arguments.reports, family=arguments.family)
    families: dict[str, Counter[str]] = defaultdict(Counter)
    notes: list[str] = []
    with ProcessPoolExecutor(arguments.workers) as pool:
        found = pool.map(examine, [arguments.reports / label["file"] for label in labels])
        for label, (count, messages) in zip(labels, found, strict=True):
            for family in (family_of(label), ALL_FAMILIES):
                families[family].update(count)
            notes += [f"{label['file']}: {message}" for message in messages]
    print("family\t" + "\t".join(COLUMNS))
    for family, count in sorted(
        families.items(), key=lambda item: (item[0] == ALL_FAMILIES, item[0])
    ):
        if any(count.values()):
            print(family + "\t" + "\t".join(str(count[name]) for name in COLUMNS))
    print(*notes, sep="\n")


if __name__ == "__main__":
    main()
