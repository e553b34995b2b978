"""Shares over real reports with known facts: identified, outcomes, totals, tokens, equations.

    uv run python benchmarks/report_shares.py [--reports ../shared/reports] [--family 广州]

Needs a folder of reports with a `labels.csv` (file, kind, scope, entity, city, fiscal_year, unit,
printed totals). Reads every file with the same function the main job calls, and prints a line a
family and a list of everything that differs. The independent token count is pdftotext's where that
program is installed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from benchmarks.options import ALL_FAMILIES, parser_of
from pipeline.domain.lexicon import Lexicon
from pipeline.report.extraction import extract_report
from tests.reports.labels import Label, family_of, is_report, read_labels
from tests.reports.totals import MONEY, compare, totals_of

NUMBER = re.compile(r"\d[\d,]*\.\d+")


@dataclass
class Result:
    """One file: what was read of it beside what is known of it."""

    label: Label
    report: dict[str, object]
    totals: dict[str, Decimal]
    held: list[str]
    foreign_missing: Counter[str] = field(default_factory=Counter)
    foreign_total: int = 0

    @property
    def answers(self) -> dict[str, bool | None]:
        """Field to equal, different or (None) nothing to compare."""
        return compare(self.label, self.report, self.totals)


def examine(
    root: Path, label: Label, lexicon: Lexicon | None = None, *, count_foreign: bool = True
) -> Result:
    """Read one file; totals come from the facts, from the printed total where there are none."""
    path = root / label["file"]
    tables = extract_report(path, lexicon).tables
    result = Result(
        label,
        tables["report"][0],
        totals_of(tables),
        [str(s["held_reason"]) for s in tables.get("statement", []) if not s["is_published"]],
    )
    # Key projects share their page with running text, whose numbers are no cells.
    pages = sorted(
        {
            int(str(c["page_number"]))
            for c in tables.get("printed_cell", [])
            if c["statement"] != "KEY_PROJECTS"
        }
        - {
            int(str(c["page_number"]))
            for c in tables.get("printed_cell", [])
            if c["statement"] == "KEY_PROJECTS"
        }
    )
    if count_foreign and shutil.which("pdftotext") and pages and is_report(label):
        text = subprocess.run(
            ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=False
        ).stdout.split("\f")
        cells: Counter[str] = Counter()
        for cell in tables["printed_cell"]:
            cells.update(NUMBER.findall(re.sub(r"\s", "", str(cell["raw_text"]))))
            cells.update(NUMBER.findall(str(cell["raw_text"])))
        foreign = Counter(t for page in pages for t in NUMBER.findall(text[page - 1]))
        result.foreign_total = sum(foreign.values())
        result.foreign_missing = foreign - cells
    return result


def main() -> None:
    options = parser_of(__doc__).parse_args()
    labels = read_labels(options.reports, family=options.family)
    with ProcessPoolExecutor(options.workers) as pool:
        results = list(pool.map(examine, [options.reports] * len(labels), labels))
    families: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        families[family_of(result.label)].append(result)
        families[ALL_FAMILIES].append(result)
    for name in [*sorted(set(families) - {ALL_FAMILIES}), ALL_FAMILIES]:
        report_family(name, families[name])
    print()
    for result in results:
        show_differences(result)


def report_family(name: str, results: list[Result]) -> None:
    real = [r for r in results if is_report(r.label)]
    noise = [r for r in results if not is_report(r.label)]
    outcomes = Counter(str(r.report["outcome"]) for r in real)
    compared = [r.answers for r in real]
    identified = sum(all(c[k] for k in ("entity", "year", "kind", "scope")) for c in compared)
    money = [v for c in compared for k, v in c.items() if k in MONEY and v is not None]
    tokens = sum(int(str(r.report["token_count"])) for r in real)
    conserved = sum(int(str(r.report["tokens_conserved"])) for r in real)
    foreign = sum(r.foreign_total for r in real)
    lost = sum(sum(r.foreign_missing.values()) for r in real)
    grades = {
        g: sum(int(str(r.report[f"equations_{g}"])) for r in real)
        for g in ("exact", "rounding", "failed")
    }
    refused = sum(r.report["outcome"] in ("rejected", "quarantined") for r in noise)
    print(
        f"{name}: reports {len(real)} accepted {outcomes['accepted']} partial {outcomes['partial']} "
        f"quarantined {outcomes['quarantined']} rejected {outcomes['rejected']} | identified {identified}/{len(real)} "
        f"| totals equal {sum(money)}/{len(money)} | tokens {conserved}/{tokens} "
        f"pdftotext {foreign - lost}/{foreign} | equations exact {grades['exact']} rounding {grades['rounding']} "
        f"failed {grades['failed']} | noise refused {refused}/{len(noise)}"
    )


def show_differences(result: Result) -> None:
    label, report = result.label, result.report
    if is_report(label):
        wrong = [k for k, v in result.answers.items() if v is False]
        if wrong or report["outcome"] != "accepted" or result.foreign_missing:
            print(
                f"- {label['file']}: {report['outcome']} [{report['reason_code']}] {str(report['reason'])[:420]}"
                f" differs: {wrong} lost: {dict(result.foreign_missing.most_common(5))}"
            )
    elif report["outcome"] in ("accepted", "partial"):
        print(f"- NOISE ACCEPTED {label['file']} {label['kind']}: {report['reason']}")


if __name__ == "__main__":
    main()
