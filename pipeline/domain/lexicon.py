"""The lexicons of statements, headings, rows and codes, and what is looked up in them.

Belongs here: their typed form, look-ups.
Does not belong here: reading and checking files (`lexicon_files`); any word, name or code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pipeline.domain.compose import Part, Parts
from pipeline.domain.lexicon_checks import Row
from pipeline.domain.lexicon_files import (
    SCHEMAS,
    LexiconError,
    LexiconFiles,
    Pattern,
    lexicon_files,
)
from pipeline.domain.text import code_name, squeeze
from schemas import lexicons
from schemas.vocabulary import (
    ColumnRole,
    ColumnScope,
    Dimension,
    Fund,
    Item,
    ItemKind,
    ItemSide,
    Nature,
    Perspective,
    RowAxis,
    Scheme,
    Stage,
    StatementKind,
    Wording,
)

__all__ = [
    "FREE",
    "SCHEMAS",
    "ColumnRule",
    "ItemRule",
    "Lexicon",
    "LexiconError",
    "StatementSpec",
    "TitleRule",
    "load_lexicon",
]

# The axis of a statement whose rows have no fixed meaning.
FREE = RowAxis.FREE


@dataclass(frozen=True, slots=True)
class StatementSpec:
    """What a kind of statement is: its axis of rows, what is fixed for all its money.

    `variants` are the kinds it is when its rows have another axis.
    """

    statement: StatementKind
    name_zh: str
    perspective: Perspective | None
    row_axis: RowAxis
    fund: Fund | None
    nature: Nature | None
    requires: tuple[str, ...]
    is_main: bool
    variants: Mapping[str, StatementKind] = field(default_factory=dict)
    repeats: bool = False

    @property
    def is_free(self) -> bool:
        """Whether rows and columns have no fixed meaning: read and kept as printed, no facts."""
        return self.row_axis is FREE


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A printed heading and what it says of the columns below it."""

    scope: ColumnScope
    pattern: Pattern
    role: ColumnRole
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TitleRule:
    """A kind of statement (`NONE` for no title) and the parts its title has and lacks."""

    has: frozenset[str]
    lacks: frozenset[str]
    statement: str


@dataclass(frozen=True, slots=True)
class ItemRule:
    """A row known by its name."""

    side: ItemSide
    pattern: Pattern
    item: Item
    kind: ItemKind
    parent: Item | None
    name_zh: str


@dataclass(frozen=True)
class Lexicon:
    """All lexicons. Patterns apply to text with white space removed."""

    statements: Mapping[str, StatementSpec]
    title_parts: tuple[tuple[str, Pattern], ...]
    titles: tuple[TitleRule, ...]
    columns: tuple[ColumnRule, ...]
    parts: Parts
    items: tuple[ItemRule, ...]
    categories: tuple[tuple[Pattern, str], ...]
    units: Mapping[str, Decimal]
    patterns: Mapping[str, Pattern]
    blank_amounts: frozenset[str]
    empty_notes: tuple[Pattern, ...]
    code_names: Mapping[tuple[str, str], frozenset[str]]
    class_by_name: Mapping[str, str]
    codes_by_name: Mapping[tuple[str, str], tuple[str, ...]]
    stage_notes: tuple[tuple[Pattern, Stage], ...]
    funds: frozenset[str]
    fiscal_funds: frozenset[str]

    def currency_factor(self, unit: str) -> Decimal:
        """Yuan in one currency unit. Raises `LexiconError` for one that is not listed."""
        if unit not in self.units:
            raise LexiconError(f"unit {unit!r} is not in units.csv")
        return self.units[unit]

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

    def stage_of_note(self, note: str) -> Stage | None:
        """Which budget a note says the budget column of final accounts is."""
        return next((stage for pattern, stage in self.stage_notes if pattern.search(note)), None)

    def category(self, name: str) -> str | None:
        """The department economic class (3 digits) a category row names."""
        return next((code for pattern, code in self.categories if pattern.match(name)), None)

    def bare(self, label: str) -> str:
        """A label without white space, list ordinals, 'of which', quotes and brackets."""
        text = squeeze(label).rstrip(":：")
        previous = None
        while previous != text:
            previous = text
            text = self.patterns["of_which"].sub("", text)
            text = self.patterns["ordinal"].sub("", text)
        return self.patterns["quotes"].sub("", text)


@lru_cache(maxsize=4)
def load_lexicon(schemas: Path = SCHEMAS) -> Lexicon:
    """The lexicons of a `schemas` folder. Raises `LexiconError` with all that is wrong with a file."""
    files = lexicon_files(schemas)
    text = files.document(lexicons.TEXT)
    labels, caption = text.one("labels"), text.one("caption")
    code_names, class_by_name, codes_by_name = _codes(files)
    return Lexicon(
        statements={row["statement"]: _statement(row) for row in files.rows(lexicons.STATEMENTS)},
        title_parts=tuple(
            (row["part"], row["pattern"]) for row in files.rows(lexicons.TITLE_PARTS)
        ),
        titles=tuple(
            TitleRule(frozenset(row["has"]), frozenset(row["lacks"]), row["statement"])
            for row in files.rows(lexicons.TITLES)
        ),
        columns=tuple(
            ColumnRule(
                scope=ColumnScope(row["scope"]),
                pattern=row["pattern"],
                role=ColumnRole(row["role"]),
                members=tuple(_members(row)),
            )
            for row in files.rows(lexicons.COLUMNS)
        ),
        parts=Parts(
            tuple(
                Part(row["pattern"], tuple(_members(row)), row["weight"])
                for row in files.rows(lexicons.COLUMN_PARTS)
            )
        ),
        items=tuple(map(_item, files.rows(lexicons.ITEMS))),
        categories=tuple(
            (row["pattern"], row["econ_code"]) for row in files.rows(lexicons.CATEGORIES)
        ),
        units={row["unit"]: row["factor_yuan"] for row in files.rows(lexicons.UNITS)},
        patterns={
            key: value
            for key, value in (*labels.items(), *caption.items())
            if isinstance(value, re.Pattern)
        },
        blank_amounts=frozenset(text.one("numbers")["blank"]),
        empty_notes=caption["empty"],
        code_names=code_names,
        class_by_name=class_by_name,
        codes_by_name=codes_by_name,
        funds=frozenset(row["fund_code"] for row in files.rows(lexicons.FUND_SOURCES)),
        fiscal_funds=frozenset(
            row["fund_code"]
            for row in files.rows(lexicons.FUND_SOURCES)
            if row["is_fiscal_appropriation"]
        ),
        stage_notes=tuple(
            (row["pattern"], Stage(row["stage"])) for row in text.rows("stages.note")
        ),
    )


def _statement(row: Row) -> StatementSpec:
    variants = (word.partition(":") for word in row["variants"])
    return StatementSpec(
        statement=StatementKind(row["statement"]),
        name_zh=row["name_zh"],
        perspective=Perspective(row["perspective"]) if row["perspective"] else None,
        row_axis=RowAxis(row["row_axis"]),
        fund=Fund(row["fund"]) if row["fund"] else None,
        nature=Nature(row["nature"]) if row["nature"] else None,
        requires=row["requires"],
        is_main=row["is_main"],
        variants={RowAxis(axis): StatementKind(kind) for axis, _, kind in variants},
        repeats=row["repeats"],
    )


def _members(row: Row) -> Iterator[tuple[str, str]]:
    """Dimensions and members of a heading or a piece of one; a piece without member has ''."""
    given = iter(row["member"])
    for dimension in row["dimension"]:
        if dimension in (Wording.FILLER, Wording.NEUTRAL):
            yield Wording(dimension), ""
        elif dimension == Wording.ROLE:
            yield Wording.ROLE, ColumnRole(next(given))
        else:
            kind = lexicons.MEMBERS.get(dimension, str)
            yield Dimension(dimension), kind(next(given))


def _item(row: Row) -> ItemRule:
    return ItemRule(
        side=ItemSide(row["side"]),
        pattern=row["pattern"],
        item=Item(row["item"]),
        kind=ItemKind(row["kind"]),
        parent=Item(row["parent"]) if row["parent"] else None,
        name_zh=row["name_zh"],
    )


def _codes(
    files: LexiconFiles,
) -> tuple[
    dict[tuple[str, str], frozenset[str]],
    dict[str, str],
    dict[tuple[str, str], tuple[str, ...]],
]:
    """(scheme, code) to all its names, the name of a function class to its code, names to codes."""
    listed = [
        *((Scheme.FUNCTION, r["code"], r["name"]) for r in files.rows(lexicons.FUNCTION_CODES)),
        *((r["scheme"], r["code"], r["name"]) for r in files.rows(lexicons.ECON_CODES)),
    ]
    aliases = [(r["scheme"], r["code"], r["alias"]) for r in files.rows(lexicons.CODE_ALIASES)]
    names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    by_name: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for scheme, code, name in (*listed, *aliases):
        names[scheme, code].add(name)
        by_name[scheme, code_name(name)].add(code)
    # What is listed goes before an alias, of aliases the first.
    classes = {
        squeeze(name): code
        for scheme, code, name in (*reversed(aliases), *listed)
        if scheme == Scheme.FUNCTION and len(code) == 3
    }
    return (
        {key: frozenset(value) for key, value in names.items()},
        classes,
        {key: tuple(sorted(value)) for key, value in by_name.items()},
    )
