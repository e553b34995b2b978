"""Share of real files whose body, city, year, kind and scope are identified from content alone.

    uv run python benchmarks/identification.py [--reports ../shared/reports] [--family 广州]

Needs a folder of files with a `labels.csv` (file, kind, scope, entity, city, fiscal_year). Files
that are no reports count as right when they are told to be none. A second line repeats the measure
with each report's own city, its districts and its province's other cities struck from the list of
places: what is found of places that no list knows.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.options import ALL_FAMILIES, parser_of
from tests.reports.labels import REPORT_KINDS, Label, family_of, read_labels

FIELDS = ("kind", "entity", "year", "scope", "city")
KINDS = {**REPORT_KINDS, "scan_other": "other"}


@dataclass(frozen=True)
class Result:
    label: Label
    wrong: dict[str, tuple[str, str]]
    wrong_without_place: dict[str, tuple[str, str]]


def examine(root: Path, label: Label) -> Result:
    from pipeline.grid.assembly import assemble
    from pipeline.identify.identity import identify_with
    from pipeline.identify.identity_words import load_identity_lexicon
    from pipeline.identify.region import Gazetteer, load_gazetteer
    from pipeline.read import open_pdf

    with open_pdf(root / label["file"]) as pdf:
        document = assemble([page.read_layout() for page in pdf.pages()])
    words, places = load_identity_lexicon(), load_gazetteer()
    found = identify_with(document, words, places)
    province = (found.region_code or "--")[:2]
    stripped = dataclasses.replace(
        words,
        regions=tuple(
            r for r in words.regions if r.code[:2] != province or r.code.endswith("0000")
        ),
        region_aliases=tuple(a for a in words.region_aliases if a[1][:2] != province),
    )
    without = identify_with(document, stripped, Gazetteer(stripped))
    return Result(
        label,
        compare(label, dataclasses.asdict(found), FIELDS),
        compare(label, dataclasses.asdict(without), FIELDS[:-1]),
    )


def compare(
    label: Label, found: dict[str, object], fields: tuple[str, ...]
) -> dict[str, tuple[str, str]]:
    """Fields that differ: wanted and found. Of a file that is no report only the kind counts."""
    kind = KINDS.get(label["kind"], label["kind"])
    wanted = {
        "kind": kind,
        "entity": label["entity"],
        "year": label["fiscal_year"],
        "scope": label["scope"],
        "city": label["city"],
    }
    got = {
        "kind": found["document_kind"],
        "entity": found["entity_name"],
        "year": found["fiscal_year"],
        "scope": found["scope"],
        "city": found["city"],
    }
    asked = ("kind",) if kind == "other" else fields
    return {f: (wanted[f], str(got[f])) for f in asked if wanted[f] != str(got[f])}


def main() -> None:
    options = parser_of(__doc__).parse_args()
    labels = read_labels(options.reports, family=options.family)
    with ProcessPoolExecutor(options.workers) as pool:
        results = list(pool.map(examine, [options.reports] * len(labels), labels))
    families: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        families[family_of(result.label)].append(result)
    for name, of_family in [*sorted(families.items()), (ALL_FAMILIES, results)]:
        right = sum(not r.wrong for r in of_family)
        each = " ".join(f"{f} {sum(f not in r.wrong for r in of_family)}" for f in FIELDS)
        without = sum(not r.wrong_without_place for r in of_family)
        print(
            f"{name}: identified {right}/{len(of_family)} ({each}) "
            f"| body, year, kind, scope with the province's places unknown {without}/{len(of_family)}"
        )
    for result in results:
        if result.wrong or result.wrong_without_place:
            print(f"- {result.label['file']}: {result.wrong} {result.wrong_without_place}")


if __name__ == "__main__":
    main()
