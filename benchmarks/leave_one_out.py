"""How the interpretation does on a city whose words were never seen: each city left out in turn.

    uv run python benchmarks/leave_one_out.py [--reports ../shared/reports] [--workers 2]

Needs the folder `report_shares.py` needs. Every lookup of a title, heading, row name or category is
recorded over all reports; then, for each city in turn, its reports are read again

* without the lexicon rows that only its own reports ever used (`rows`), and
* with every spelling that only its own reports print unknown, even where a row kept for other
  cities' sake would have matched it (`spellings`): a lower bound, as a general row is worth having
  just because it matches spellings nobody has seen. Titles are read by the words they are made of,
  headings and rows no row spells by their parts: there the words and parts count as spellings.

Prints, for each city and in all, the shares of reports accepted and partial and of totals equal, as
they are and under both. Code lists are measured by `codes.py`, places and bodies by
`identification.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

from benchmarks.options import parser_of
from benchmarks.report_shares import examine
from pipeline.domain.compose import Parts
from pipeline.domain.lexicon import Lexicon, load_lexicon
from tests.reports.labels import Label, family_of, read_labels
from tests.reports.totals import MONEY

# Folders of one city count as one.
SAME_CITY = {"普陀": "上海"}
Use = tuple[str, int, str]


class Recorder:
    """A pattern that notes each spelling it matches (the part of the text that the row is about)."""

    def __init__(self, pattern: re.Pattern[str], name: str, row: int, log: set[Use]) -> None:
        self.pattern, self.name, self.row, self.log = pattern, name, row, log

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self._note(self.pattern.match(text, start))

    def search(self, text: str) -> re.Match[str] | None:
        return self._note(self.pattern.search(text))

    def _note(self, found: re.Match[str] | None) -> re.Match[str] | None:
        if found:
            self.log.add((self.name, self.row, found.group(0)))
        return found


class Blocker:
    """A pattern to which some spellings are unknown."""

    def __init__(self, pattern: re.Pattern[str], unknown: set[str]) -> None:
        self.pattern, self.unknown = pattern, unknown

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self._known(self.pattern.match(text, start))

    def search(self, text: str) -> re.Match[str] | None:
        return self._known(self.pattern.search(text))

    def _known(self, found: re.Match[str] | None) -> re.Match[str] | None:
        return None if found is None or found.group(0) in self.unknown else found


Wrap = Callable[[re.Pattern[str], str, int], re.Pattern[str] | Recorder | Blocker | None]
Row = TypeVar("Row")


def rebuilt(lexicon: Lexicon, wrap: Wrap) -> Lexicon:
    """The lexicon with each pattern replaced by `wrap(pattern, list, row)`, or left out on None."""

    def kept(
        name: str,
        rows: Iterable[Row],
        pattern_of: Callable[[Row], re.Pattern[str]],
        put: Callable[[Row, re.Pattern[str]], Row],
    ) -> tuple[Row, ...]:
        new = [(row, wrap(pattern_of(row), name, n)) for n, row in enumerate(rows)]
        # The lexicon asks of a pattern no more than what Recorder and Blocker answer.
        return tuple(put(row, cast("re.Pattern[str]", p)) for row, p in new if p is not None)

    return replace(
        lexicon,
        title_parts=kept("titles", lexicon.title_parts, lambda r: r[1], lambda r, p: (r[0], p)),
        parts=Parts(
            kept(
                "parts",
                lexicon.parts.parts,
                lambda r: r.pattern,
                lambda r, p: replace(r, pattern=p),
            )
        ),
        columns=kept(
            "columns", lexicon.columns, lambda r: r.pattern, lambda r, p: replace(r, pattern=p)
        ),
        items=kept("items", lexicon.items, lambda r: r.pattern, lambda r, p: replace(r, pattern=p)),
        categories=kept("categories", lexicon.categories, lambda r: r[0], lambda r, p: (p, r[1])),
    )


def record(task: tuple[Path, Label]) -> tuple[str, set[Use], dict[str, int]]:
    """The uses of one report, and how it does with the whole lexicon."""
    root, label = task
    log: set[Use] = set()
    lexicon = rebuilt(load_lexicon(), lambda pattern, name, row: Recorder(pattern, name, row, log))
    return city_of(label), log, scored(root, label, lexicon)


def again(
    task: tuple[Path, Label, set[tuple[str, int]], dict[str, set[str]]],
) -> tuple[str, dict[str, int], dict[str, int]]:
    """One report without its city's own rows, and without its city's own spellings."""
    root, label, rows, spellings = task
    without_rows = rebuilt(
        load_lexicon(), lambda pattern, name, row: None if (name, row) in rows else pattern
    )
    without_spellings = rebuilt(
        load_lexicon(), lambda pattern, name, row: Blocker(pattern, spellings.get(name, set()))
    )
    return (
        city_of(label),
        scored(root, label, without_rows),
        scored(root, label, without_spellings),
    )


def scored(root: Path, label: Label, lexicon: Lexicon) -> dict[str, int]:
    """Counts of one report: accepted, partial, totals equal of totals printed."""
    result = examine(root, label, lexicon, count_foreign=False)
    money = [value for key, value in result.answers.items() if key in MONEY and value is not None]
    return {
        "reports": 1,
        "accepted": result.report["outcome"] == "accepted",
        "partial": result.report["outcome"] == "partial",
        "equal": sum(money),
        "totals": len(money),
    }


def city_of(label: Label) -> str:
    """The city a file's folder stands for."""
    folder = family_of(label)
    return SAME_CITY.get(folder, folder)


def main() -> None:
    options = parser_of(__doc__, family=False).parse_args()
    labels = read_labels(options.reports, reports_only=True)
    cities_of_row: dict[tuple[str, int], set[str]] = defaultdict(set)
    cities_of_text: dict[tuple[str, str], set[str]] = defaultdict(set)
    whole: dict[str, list[dict[str, int]]] = defaultdict(list)
    rows: dict[str, list[dict[str, int]]] = defaultdict(list)
    spellings: dict[str, list[dict[str, int]]] = defaultdict(list)
    with ProcessPoolExecutor(options.workers) as pool:
        for city, log, score in pool.map(record, [(options.reports, r) for r in labels]):
            whole[city].append(score)
            for name, row, text in log:
                cities_of_row[name, row].add(city)
                cities_of_text[name, text].add(city)
        tasks = []
        for label in labels:
            city = city_of(label)
            own_rows = {key for key, cities in cities_of_row.items() if cities == {city}}
            own_texts: dict[str, set[str]] = defaultdict(set)
            for (name, text), cities in cities_of_text.items():
                if cities == {city}:
                    own_texts[name].add(text)
            tasks.append((options.reports, label, own_rows, dict(own_texts)))
        for city, one, other in pool.map(again, tasks):
            rows[city].append(one)
            spellings[city].append(other)
    print(
        f"lexicon rows used {len(cities_of_row)}, by one city only "
        f"{sum(len(c) == 1 for c in cities_of_row.values())}; spellings met {len(cities_of_text)}, "
        f"in one city only {sum(len(c) == 1 for c in cities_of_text.values())}"
    )
    for city in [*sorted(whole), "all"]:
        parts = [
            shares(name, [s for c, found in kind.items() if city in (c, "all") for s in found])
            for name, kind in (("whole", whole), ("rows", rows), ("spellings", spellings))
        ]
        print(f"{city}: {' | '.join(parts)}")


def shares(name: str, scores: list[dict[str, int]]) -> str:
    """One line of counts."""
    total = {key: sum(score[key] for score in scores) for key in scores[0]}
    return (
        f"{name}: accepted {total['accepted']} partial {total['partial']} of {total['reports']}, "
        f"totals {total['equal']}/{total['totals']}"
    )


if __name__ == "__main__":
    main()
