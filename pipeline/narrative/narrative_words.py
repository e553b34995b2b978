"""The words of running text (`schemas/lexicon/narrative*`), loaded and compiled once.

Belongs here: their typed form, patterns put together from pieces.
Does not belong here: any word, name or unit; those are in the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pipeline.domain.lexicon_checks import Row
from pipeline.domain.lexicon_files import SCHEMAS, Pattern, Sections, compiled, lexicon_files
from schemas import lexicons
from schemas.vocabulary import Stage

NUMBER = r"-?\d(?:[\d,，.]*\d)?"


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """A figure that may be printed: a row of narrative_metrics.csv.

    `unit` is the usual unit, for statements of "none"; figures read keep their printed unit.
    `has_date` marks a stock, true at one date.
    """

    metric: str
    name_zh: str
    unit: str
    unit_kind: str
    has_date: bool
    topics: frozenset[str]
    own_topic_only: bool
    with_change: bool
    remark_is_detail: bool
    is_core: bool


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
    """How the text speaks of a classified item. Patterns with an amount have `number` and `unit`."""

    path: Pattern
    before: Pattern
    within: int
    stages: tuple[tuple[Stage, Pattern], ...]
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


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _metric(row: Row) -> MetricSpec:
    return MetricSpec(
        metric=row["metric"],
        name_zh=row["name_zh"],
        unit=row["unit"],
        unit_kind=row["unit_kind"],
        has_date=row["additivity"] == "additive_at_one_date",
        topics=frozenset(row["topics"]),
        own_topic_only=row["own_topic_only"],
        with_change=row["with_change"],
        remark_is_detail=row["remark_is_detail"],
        is_core=row["core"],
    )


def _lead(row: Row, data: Sections, spec: MetricSpec) -> Lead:
    where = f"narrative.toml [leads] {row['metric']}"
    units = _any(re.escape(unit) for unit in data.one("units")[spec.unit_kind])
    gap = f"(?>(?:{data.one('gap')['word']}){{0,{data.one('gap')['most']}}})"
    return Lead(
        spec=spec,
        bare=row["pattern"],
        valued=compiled(
            f"(?P<lead>{row['pattern'].pattern}){gap}(?P<number>{NUMBER})(?P<unit>{units})", where
        ),
        not_after=row["not_after"],
        not_before=row["not_before"],
        resume=compiled(f"(?:{row['resume']})$", where) if row["resume"] else None,
    )


def _change(words: Row, money: str) -> Pattern:
    up = {*words["increase"], *words["decrease"]}
    direction = f"(?P<direction>{_any(up)})(?:（(?:{_any(up)})）)?"
    parts = [
        f"{direction}{words['glue']}{words['approx']}?"
        f"(?P<number>{NUMBER})(?:(?P<percent>%)|(?P<unit>{money}))",
        f"(?P<dash_direction>{_any(up)}){words['glue']}(?P<dash>{words['no_percent']})",
        f"(?P<flat>{_any(words['flat'])})",
        f"(?P<compare>{words['compare']})",
        f"(?P<bare_percent>{NUMBER})%",
        f"(?P<amount>{NUMBER})(?P<amount_unit>{money})",
    ]
    return compiled("|".join(parts), "narrative.toml [words]")


def _item_words(data: Sections, money: str) -> ItemWords:
    items, words = data.one("items"), data.one("items.words")
    amount = f"{words['glue']}(?P<number>{NUMBER})(?P<unit>{money})"
    where = "narrative.toml [items]"
    return ItemWords(
        path=items["path"],
        before=items["before"],
        within=items["within"],
        stages=tuple(
            (Stage(row["stage"]), compiled(f"(?:{row['pattern']}){amount}", where))
            for row in data.rows("items.stages")
        ),
        completed=compiled(f"(?:{words['completed']})(?P<number>{NUMBER})%", where),
    )


@lru_cache(maxsize=4)
def load_narrative_lexicon(schemas: Path = SCHEMAS) -> NarrativeLexicon:
    """The words of running text. Raises `LexiconError` with all that is wrong with a file."""
    files = lexicon_files(schemas)
    data = files.document(lexicons.NARRATIVE)
    metrics = {row["metric"]: _metric(row) for row in files.rows(lexicons.NARRATIVE_METRICS)}
    words, headings, offices = data.one("words"), data.one("headings"), data.one("offices")
    money = _any(data.one("units")["money"])
    return NarrativeLexicon(
        metrics=metrics,
        leads=tuple(_lead(row, data, metrics[row["metric"]]) for row in data.rows("leads")),
        topics=tuple((row["topic"], row["pattern"]) for row in data.rows("topics")),
        never=frozenset(data.one("never")["topics"]),
        lists=frozenset(data.one("never")["lists"]),
        markers=headings["markers"],
        not_heading=headings["not_heading"],
        max_head=headings["max_head"],
        max_plain=headings["max_plain"],
        page_number=data.one("furniture")["page_number"],
        leader=data.one("furniture")["leader"],
        unit_factor={row["unit"]: row["factor_yuan"] for row in files.rows(lexicons.UNITS)},
        change=_change(words, money),
        decrease=frozenset(words["decrease"]),
        reason=words["reason"],
        reason_continues=words["reason_continues"],
        reason_tail=words["reason_tail"],
        zero_base=compiled(_any(words["zero_base"]), "narrative.toml [words] zero_base"),
        no_base=compiled(_any(words["no_base"]), "narrative.toml [words] no_base"),
        none=words["none"],
        none_other_year=words["none_other_year"],
        none_cells=frozenset(words["none_cell"]),
        placeholder=words["placeholder"],
        approx=compiled(f"{words['approx']}$", "narrative.toml [words] approx"),
        as_of=data.one("dates")["as_of"],
        office_counts=offices["counts"],
        office_list=offices["list_opens"],
        office_list_subject=offices["list_subject"],
        office_list_within=offices["list_within"],
        office_unnumbered=offices["unnumbered"],
        office_stop=offices["stop"],
        office_uncounted=offices["uncounted"],
        subordinate_counts=data.one("subordinates")["counts"],
        subordinate_none=data.one("subordinates")["none"],
        glossary_entry=data.one("glossary")["entry"],
        items=_item_words(data, money),
    )
