"""Real reports with their ruling lines taken away: what is read by where words stand alone.

    python benchmarks/without_rules.py [--reports FOLDER] [--family NAME] [--keep-level]

No report at hand lacks its lines, so the reading of tables without any is tried on those that have
them: the lines of every page are ignored (`--keep-level`: the upright ones only), everything else
is as printed. Printed for each family: outcomes, totals equal to those with lines, and reports that
are accepted although a fact differs from the one read with lines.
Belongs here: taking lines away, counting. Does not belong here: how lines are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.layouts import facts_of, totals_of
from benchmarks.options import ALL_FAMILIES, parser_of
from pipeline.read.pdf import page_layout
from pipeline.read.pdf.lattice import Edges, Tolerances, merged_edges
from pipeline.read.pdf.paths import Artwork
from pipeline.report.extraction import extract_report
from tests.reports.labels import family_of, read_labels

NONE = Edges(np.zeros(0), np.zeros(0), np.zeros(0))


@contextmanager
def ignored(keep_level: bool) -> Iterator[None]:
    """While open, pages are read as if they had no lines, or no upright ones."""

    def without(artwork: Artwork, tolerances: Tolerances) -> tuple[Edges, Edges]:
        return NONE, merged_edges(artwork, tolerances)[1] if keep_level else NONE

    with patch.object(page_layout, "merged_edges", without):
        yield


def examine(task: tuple[Path, bool]) -> tuple[str, int, int, int, int]:
    """Outcome without lines; facts and totals with lines, and how many of them are found again."""
    path, keep_level = task
    ruled = extract_report(path)
    with ignored(keep_level):
        bare = extract_report(path)
    before, after = facts_of(ruled), facts_of(bare)
    totals, found = totals_of(ruled), totals_of(bare)
    outcome = str(bare.tables["report"][0]["outcome"])
    if outcome == "accepted" and after - before:
        outcome = "accepted, but with other facts"
    return (
        outcome,
        before.total(),
        (before & after).total(),
        len(totals),
        sum(found.get(side) == amount for side, amount in totals.items()),
    )


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--keep-level", action="store_true", help="level lines stay")
    options = parser.parse_args()
    labels = read_labels(options.reports, family=options.family, reports_only=True)
    tasks = [(options.reports / label["file"], options.keep_level) for label in labels]
    with ProcessPoolExecutor(options.workers) as pool:
        results = list(pool.map(examine, tasks))
    names = dict.fromkeys(family_of(label) for label in labels)
    print("| family | reports | outcomes | totals found | facts found |\n|---|---|---|---|---|")
    for name in (*names, ALL_FAMILIES):
        own = [
            result
            for label, result in zip(labels, results, strict=True)
            if name in (ALL_FAMILIES, family_of(label))
        ]
        outcomes = ", ".join(f"{kind} {n}" for kind, n in Counter(r[0] for r in own).most_common())
        facts, facts_found, totals, totals_found = (
            sum(result[k] for _, *result in own) for k in range(4)
        )
        print(
            f"| {name} | {len(own)} | {outcomes} | {totals_found} of {totals} "
            f"| {facts_found} of {facts} |"
        )
    for label, result in zip(labels, results, strict=True):
        if "other facts" in result[0]:
            print("accepted with other facts than with lines:", label["file"])


if __name__ == "__main__":
    main()
