"""The words of running text (`schemas/lexicon/narrative*`), loaded and compiled once.

Belongs here: reading the two files, compiling their patterns, saying which row is wrong.
Does not belong here: any word, name or unit; those are in the files.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.domain.lexicon import SCHEMAS, LexiconError

Pattern = re.Pattern[str]

NUMBER = r"-?\d(?:[\d,，.]*\d)?"


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """A figure that may be found: a row of narrative_metrics.csv.

    `unit` is the usual unit, for statements of "none"; found figures keep their printed unit.
    """

    metric: str
    name_zh: str
    unit: str
    unit_kind: str
    additivity: str
    topics: frozenset[str]
    own_topic_only: bool
    with_change: bool
    remark_is_detail: bool
    is_core: bool

    @property
    def has_date(self) -> bool:
        """Whether the figure is a stock, true at one date."""
        return self.additivity == "additive_at_one_date"


@dataclass(frozen=True, slots=True)
class Lead:
    """How an item is called in a sentence.

    `valued` finds the name followed by nothing but filling words and a number with its unit
    (groups `lead`, `number`, `unit`); `bare` the name alone.
    """

    spec: MetricSpec
    bare: Pattern
    valued: Pattern
    not_after: Pattern | None
    not_before: Pattern | None
    resume: Pattern | None


@dataclass(frozen=True, slots=True)
class ItemWords:
    """How the text tells of a classified item. Patterns with an amount have `number` and `unit`."""

    path: Pattern
    before: Pattern
    within: int
    stages: tuple[tuple[str, Pattern], ...]
    completed: Pattern


@dataclass(frozen=True, slots=True)
class NarrativeLexicon:
    """All words of running text, compiled."""

    metrics: Mapping[str, MetricSpec]
    leads: tuple[Lead, ...]
    topics: tuple[tuple[str, Pattern], ...]
    never: frozenset[str]
    lists: frozenset[str]
    markers: tuple[Pattern, ...]
    not_heading: Pattern
    max_head: int
    max_plain: int
    page_number: Pattern
    leader: Pattern
    unit_factor: Mapping[str, Decimal]
    change: Pattern
    decrease: frozenset[str]
    reason: Pattern
    reason_continues: Pattern
    reason_tail: Pattern
    zero_base: Pattern
    no_base: Pattern
    none: str
    none_other_year: Pattern
    none_cells: frozenset[str]
    placeholder: Pattern
    approx: Pattern
    as_of: Pattern
    office_counts: tuple[Pattern, ...]
    office_list: Pattern
    office_list_subject: Pattern
    office_list_within: int
    office_unnumbered: Pattern
    office_stop: Pattern
    office_uncounted: Pattern
    subordinate_counts: tuple[Pattern, ...]
    subordinate_none: Pattern
    glossary_entry: Pattern
    items: ItemWords


def _compile(pattern: str, where: str) -> Pattern:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise LexiconError(f"narrative.toml {where}: {pattern!r}: {error}") from error


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _metrics(path: Path) -> dict[str, MetricSpec]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["metric"]: MetricSpec(
                metric=row["metric"],
                name_zh=row["name_zh"],
                unit=row["unit"],
                unit_kind=row["unit_kind"],
                additivity=row["additivity"],
                topics=frozenset(row["topics"].split()),
                own_topic_only=row["own_topic_only"] == "yes",
                with_change=row["with_change"] == "yes",
                remark_is_detail=row["remark_is_detail"] == "yes",
                is_core=row["core"] == "yes",
            )
            for row in csv.DictReader(file)
        }


def _lead(row: Mapping[str, str], data: Mapping[str, Any], specs: Mapping[str, MetricSpec]) -> Lead:
    where = f"leads {row['metric']}"
    if row["metric"] not in specs:
        raise LexiconError(f"narrative.toml {where}: not in narrative_metrics.csv")
    spec = specs[row["metric"]]
    units = _any(re.escape(unit) for unit in data["units"][spec.unit_kind])
    gap = f"(?>(?:{data['gap']['word']}){{0,{data['gap']['most']}}})"
    return Lead(
        spec=spec,
        bare=_compile(row["pattern"], where),
        valued=_compile(
            f"(?P<lead>{row['pattern']}){gap}(?P<number>{NUMBER})(?P<unit>{units})", where
        ),
        not_after=_compile(row["not_after"], where) if "not_after" in row else None,
        not_before=_compile(row["not_before"], where) if "not_before" in row else None,
        resume=_compile(f"(?:{row['resume']})$", where) if "resume" in row else None,
    )


def _change(data: Mapping[str, Any]) -> Pattern:
    words = data["words"]
    up = {*words["increase"], *words["decrease"]}
    direction = f"(?P<direction>{_any(up)})(?:（(?:{_any(up)})）)?"
    money = _any(data["units"]["money"])
    parts = [
        f"{direction}{words['glue']}{words['approx']}?"
        f"(?P<number>{NUMBER})(?:(?P<percent>%)|(?P<unit>{money}))",
        f"(?P<dash_direction>{_any(up)}){words['glue']}(?P<dash>{words['no_percent']})",
        f"(?P<flat>{_any(words['flat'])})",
        f"(?P<compare>{words['compare']})",
        f"(?P<bare_percent>{NUMBER})%",
        f"(?P<amount>{NUMBER})(?P<amount_unit>{money})",
    ]
    return _compile("|".join(parts), "words")


def _item_words(data: Mapping[str, Any]) -> ItemWords:
    items, words = data["items"], data["items"]["words"]
    amount = f"{words['glue']}(?P<number>{NUMBER})(?P<unit>{_any(data['units']['money'])})"
    return ItemWords(
        path=_compile(items["path"], "items path"),
        before=_compile(items["before"], "items before"),
        within=items["within"],
        stages=tuple(
            (row["stage"], _compile(f"(?:{row['pattern']}){amount}", f"items {row['stage']}"))
            for row in items["stages"]
        ),
        completed=_compile(f"(?:{words['completed']})(?P<number>{NUMBER})%", "items completed"),
    )


@lru_cache(maxsize=4)
def load_narrative_lexicon(folder: Path = SCHEMAS / "lexicon") -> NarrativeLexicon:
    """Read and compile both files. Raises LexiconError naming what cannot be used."""
    path = folder / "narrative.toml"
    if not path.exists():
        raise LexiconError(f"{path} is missing")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    specs = _metrics(folder / "narrative_metrics.csv")
    words, headings, offices = data["words"], data["headings"], data["offices"]
    return NarrativeLexicon(
        metrics=specs,
        leads=tuple(_lead(row, data, specs) for row in data["leads"]),
        topics=tuple(
            (row["topic"], _compile(row["pattern"], f"topics {row['topic']}"))
            for row in data["topics"]
        ),
        never=frozenset(data["never"]["topics"]),
        lists=frozenset(data["never"]["lists"]),
        markers=tuple(_compile(marker, "headings markers") for marker in headings["markers"]),
        not_heading=_compile(headings["not_heading"], "headings not_heading"),
        max_head=headings["max_head"],
        max_plain=headings["max_plain"],
        page_number=_compile(data["furniture"]["page_number"], "furniture page_number"),
        leader=_compile(data["furniture"]["leader"], "furniture leader"),
        unit_factor={k: Decimal(v) for k, v in data["units"]["factor"].items()},
        change=_change(data),
        decrease=frozenset(words["decrease"]),
        reason=_compile(words["reason"], "words reason"),
        reason_continues=_compile(words["reason_continues"], "words reason_continues"),
        reason_tail=_compile(words["reason_tail"], "words reason_tail"),
        zero_base=_compile(_any(words["zero_base"]), "words zero_base"),
        no_base=_compile(_any(words["no_base"]), "words no_base"),
        none=words["none"],
        none_other_year=_compile(words["none_other_year"], "words none_other_year"),
        none_cells=frozenset(words["none_cell"]),
        placeholder=_compile(words["placeholder"], "words placeholder"),
        approx=_compile(f"{words['approx']}$", "words approx"),
        as_of=_compile(data["dates"]["as_of"], "dates as_of"),
        office_counts=tuple(_compile(p, "offices counts") for p in offices["counts"]),
        office_list=_compile(offices["list_opens"], "offices list_opens"),
        office_list_subject=_compile(offices["list_subject"], "offices list_subject"),
        office_list_within=offices["list_within"],
        office_unnumbered=_compile(offices["unnumbered"], "offices unnumbered"),
        office_stop=_compile(offices["stop"], "offices stop"),
        office_uncounted=_compile(offices["uncounted"], "offices uncounted"),
        subordinate_counts=tuple(
            _compile(p, "subordinates counts") for p in data["subordinates"]["counts"]
        ),
        subordinate_none=_compile(data["subordinates"]["none"], "subordinates none"),
        glossary_entry=_compile(data["glossary"]["entry"], "glossary entry"),
        items=_item_words(data),
    )
