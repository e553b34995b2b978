"""The lexicons of `schemas/lexicon` and the code lists of `schemas/codes`, loaded and compiled.

Belongs here: reading the files, compiling their patterns, look-ups.
Does not belong here: any word, name or code; those are rows of the files.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pipeline.domain.compose import Part, Parts
from pipeline.domain.text import code_name, squeeze

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"


class LexiconError(Exception):
    """A lexicon file is missing or a row of it cannot be used; says file and row."""


# The axis of a statement whose rows have no fixed meaning.
FREE = "free"


@dataclass(frozen=True, slots=True)
class StatementSpec:
    """What a kind of statement is: its axis of rows, what is fixed for all its money."""

    statement: str
    name_zh: str
    perspective: str | None
    row_axis: str
    fund: str | None
    nature: str | None
    requires: tuple[str, ...]
    is_main: bool
    variants: Mapping[str, str] = field(default_factory=dict)
    repeats: bool = False

    @property
    def is_free(self) -> bool:
        """Whether rows and columns have no fixed meaning: read and kept as printed, no facts."""
        return self.row_axis == FREE

    def variant(self, axis: str) -> str | None:
        """The kind of statement this one is when its rows have another axis; None for none."""
        return self.variants.get(axis)


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A printed heading and what it says of the columns below it."""

    scope: str
    pattern: re.Pattern[str]
    role: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TitleRule:
    """A kind of statement and the parts its title has and lacks."""

    has: frozenset[str]
    lacks: frozenset[str]
    statement: str


@dataclass(frozen=True, slots=True)
class ItemRule:
    """A row known by its name."""

    side: str
    pattern: re.Pattern[str]
    item: str
    kind: str
    parent: str | None
    name_zh: str


@dataclass(frozen=True, slots=True)
class KindRule:
    """A pattern that says what a document is."""

    kind: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division (GB/T 2260)."""

    code: str
    name: str
    level: str


@dataclass(frozen=True)
class Lexicon:
    """All lexicons. Patterns apply to text with white space removed."""

    statements: Mapping[str, StatementSpec]
    title_parts: tuple[tuple[str, re.Pattern[str]], ...]
    titles: tuple[TitleRule, ...]
    columns: tuple[ColumnRule, ...]
    parts: Parts
    items: tuple[ItemRule, ...]
    categories: tuple[tuple[re.Pattern[str], str], ...]
    units: tuple[tuple[str, Decimal], ...]
    patterns: Mapping[str, re.Pattern[str]]
    blank_amounts: frozenset[str]
    empty_notes: tuple[re.Pattern[str], ...]
    regions: tuple[Region, ...]
    code_names: Mapping[tuple[str, str], frozenset[str]]
    class_by_name: Mapping[str, str]
    codes_by_name: Mapping[tuple[str, str], tuple[str, ...]]
    stage_notes: tuple[tuple[re.Pattern[str], str], ...]
    funds: frozenset[str]

    def currency_factor(self, unit: str) -> Decimal:
        """Yuan in one currency unit. Raises `LexiconError` for one that is not listed."""
        for name, factor in self.units:
            if name == unit:
                return factor
        raise LexiconError(f"unit {unit!r} is not in units.csv")

    def title_kind(self, bare: str) -> str | None:
        """The kind of statement the parts of a title make it; None when no rule knows them."""
        parts = {part for part, pattern in self.title_parts if pattern.search(bare)}
        for rule in self.titles:
            if rule.has <= parts and not rule.lacks & parts:
                return rule.statement
        return None

    def item(self, name: str, *sides: str) -> ItemRule | None:
        """The rule for a row of this (bare) name on one of these sides.

        Remarks in brackets on what is included are left out where the whole name has no rule.
        """
        for text in dict.fromkeys((name, self.patterns["remark"].sub("", name))):
            for rule in self.items:
                if rule.side in sides and rule.pattern.match(text):
                    return rule
        return None

    def rule_of(self, item: str | None) -> ItemRule | None:
        """The rule that names an item, whatever its spelling."""
        return next((rule for rule in self.items if rule.item == item), None)

    def is_of_which(self, label: str) -> bool:
        """Whether a row's name says it is a part of the row above (其中)."""
        return bool(self.patterns["of_which_row"].match(squeeze(label)))

    def codes_of(self, scheme: str, name: str) -> tuple[str, ...]:
        """Codes of a scheme that are known by this name, in code order."""
        return self.codes_by_name.get((scheme, code_name(self.bare_ordinal(name))), ())

    def bare_ordinal(self, name: str) -> str:
        """A name without white space and list mark."""
        return self.patterns["ordinal"].sub("", squeeze(name))

    def stage_of_note(self, note: str) -> str | None:
        """Which budget a note says the budget column of final accounts is."""
        return next((stage for pattern, stage in self.stage_notes if pattern.search(note)), None)

    def category(self, name: str) -> str | None:
        """The department economic class (3 digits) a category row names."""
        for pattern, code in self.categories:
            if pattern.match(name):
                return code
        return None

    def bare(self, label: str) -> str:
        """A label without white space, list ordinals, 'of which', quotes and brackets."""
        text = squeeze(label).rstrip(":：")
        previous = None
        while previous != text:
            previous = text
            text = self.patterns["of_which"].sub("", text)
            text = self.patterns["ordinal"].sub("", text)
        return self.patterns["quotes"].sub("", text)


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / name
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError as error:
        raise LexiconError(f"lexicon file {path} is missing") from error
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise LexiconError(f"{path} line {number}: wrong number of fields (quote commas)")
    return rows


def _compile(source: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(source)
    except re.error as error:
        raise LexiconError(f"{where}: pattern {source!r} cannot be used: {error}") from error


@lru_cache(maxsize=4)
def load_lexicon(schemas: Path = SCHEMAS) -> Lexicon:
    """Load all lexicons from a `schemas` folder. Raises `LexiconError` with file and row."""
    folder = schemas / "lexicon"
    text = tomllib.loads((folder / "text.toml").read_text(encoding="utf-8"))
    patterns: dict[str, re.Pattern[str]] = {}
    for table in (text["labels"], text["caption"]):
        for key, value in table.items():
            if isinstance(value, str):
                patterns[key] = _compile(value, f"text.toml {key}")
    code_names, class_by_name, codes_by_name = _codes(schemas / "codes")
    return Lexicon(
        statements={
            row["statement"]: StatementSpec(
                statement=row["statement"],
                name_zh=row["name_zh"],
                perspective=row["perspective"] or None,
                row_axis=row["row_axis"],
                fund=row["fund"] or None,
                nature=row["nature"] or None,
                requires=tuple(row["requires"].split()),
                is_main=row["is_main"] == "1",
                variants=dict(entry.split(":") for entry in row["variants"].split()),
                repeats=row["repeats"] == "1",
            )
            for row in _rows(folder, "statements.csv")
        },
        title_parts=tuple(
            (row["part"], _compile(row["pattern"], "title_parts.csv"))
            for row in _rows(folder, "title_parts.csv")
        ),
        titles=tuple(
            TitleRule(
                has=frozenset(row["has"].split()),
                lacks=frozenset(row["lacks"].split()),
                statement=row["statement"],
            )
            for row in _rows(folder, "titles.csv")
        ),
        columns=tuple(
            ColumnRule(
                scope=row["scope"],
                pattern=_compile(row["pattern"], "columns.csv"),
                role=row["role"],
                members=tuple(zip(row["dimension"].split(), row["member"].split(), strict=True)),
            )
            for row in _rows(folder, "columns.csv")
        ),
        parts=Parts(
            tuple(
                Part(
                    pattern=_compile(row["pattern"], "column_parts.csv"),
                    members=tuple(
                        zip(row["dimension"].split(), row["member"].split() or [""], strict=True)
                    ),
                    weight=int(row["weight"]),
                )
                for row in _rows(folder, "column_parts.csv")
            )
        ),
        items=tuple(
            ItemRule(
                side=row["side"],
                pattern=_compile(row["pattern"], "items.csv"),
                item=row["item"],
                kind=row["kind"],
                parent=row["parent"] or None,
                name_zh=row["name_zh"],
            )
            for row in _rows(folder, "items.csv")
        ),
        categories=tuple(
            (_compile(row["pattern"], "categories.csv"), row["econ_code"])
            for row in _rows(folder, "categories.csv")
        ),
        units=tuple(
            (row["unit"], Decimal(row["factor_yuan"])) for row in _rows(folder, "units.csv")
        ),
        patterns=patterns,
        blank_amounts=frozenset(text["numbers"]["blank"]),
        empty_notes=tuple(_compile(note, "text.toml empty") for note in text["caption"]["empty"]),
        regions=tuple(
            Region(row["region_code"], row["region_name"], row["level"])
            for row in _rows(folder, "regions.csv")
        ),
        code_names=code_names,
        class_by_name=class_by_name,
        codes_by_name=codes_by_name,
        funds=frozenset(row["fund_code"] for row in _rows(folder, "fund_sources.csv")),
        stage_notes=tuple(
            (_compile(row["pattern"], "text.toml stages"), row["stage"])
            for row in text["stages"]["note"]
        ),
    )


def _codes(
    folder: Path,
) -> tuple[
    dict[tuple[str, str], frozenset[str]],
    dict[str, str],
    dict[tuple[str, str], tuple[str, ...]],
]:
    """(scheme, code) to all its names, the name of a function class to its code, names to codes."""
    names: dict[tuple[str, str], set[str]] = {}
    classes: dict[str, str] = {}
    listed = [("function", row) for row in _rows(folder, "function_codes.csv")]
    listed += [(row["scheme"], row) for row in _rows(folder, "econ_codes.csv")]
    for scheme, row in listed:
        names.setdefault((scheme, row["code"]), set()).add(row["name"])
        if scheme == "function" and len(row["code"]) == 3:
            classes[squeeze(row["name"])] = row["code"]
    aliases = folder / "code_aliases.csv"
    if aliases.exists():
        for row in _rows(folder, "code_aliases.csv"):
            names.setdefault((row["scheme"], row["code"]), set()).add(row["alias"])
            if row["scheme"] == "function" and len(row["code"]) == 3:
                classes.setdefault(squeeze(row["alias"]), row["code"])
    by_name: dict[tuple[str, str], set[str]] = {}
    for (scheme, code), spellings in names.items():
        for name in spellings:
            by_name.setdefault((scheme, code_name(name)), set()).add(code)
    return (
        {key: frozenset(value) for key, value in names.items()},
        classes,
        {key: tuple(sorted(value)) for key, value in by_name.items()},
    )
