"""The words of identification as compiled patterns, from `schemas/lexicon/identity.toml`.

Belongs here: their typed form. Does not belong here: any matching.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.domain.lexicon_checks import Row
from pipeline.domain.lexicon_files import SCHEMAS, LexiconFiles, Pattern, compiled, lexicon_files
from schemas import lexicons
from schemas.vocabulary import DocumentKind, RegionLevel, Scope


@dataclass(frozen=True, slots=True)
class KindRule:
    """A pattern that says what a document is."""

    kind: DocumentKind
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division (GB/T 2260)."""

    code: str
    name: str
    level: RegionLevel


@dataclass(frozen=True)
class IdentityLexicon:
    """Compiled patterns for text without white space; `titles` in the order they are tried.

    `unit_suffix`, `department_suffix` and `idle_suffix` (that says nothing) are the bracketed suffixes
    of names, brackets full-width.
    """

    titles: tuple[KindRule, ...]
    places: Mapping[str, Pattern]
    headings: Mapping[str, Pattern]
    captions: Mapping[str, Pattern]
    bodies: Mapping[str, Pattern]
    years: Mapping[str, Pattern]
    tables: Mapping[str, Pattern]
    organisation: Pattern
    central: Pattern
    central_name: str
    unit_suffix: Pattern
    department_suffix: Pattern
    idle_suffix: Pattern
    earliest_year: int
    latest_year: int
    regions: tuple[Region, ...]
    region_aliases: tuple[tuple[str, str, str | None], ...]


@lru_cache(maxsize=4)
def load_identity_lexicon(schemas: Path = SCHEMAS) -> IdentityLexicon:
    """The words of identification. Raises `LexiconError` with all that is wrong with a file."""
    files = lexicon_files(schemas)
    text = files.document(lexicons.IDENTITY)
    bodies, years = text.one("bodies"), text.one("years")
    return IdentityLexicon(
        titles=tuple(
            KindRule(DocumentKind(row["kind"]), row["pattern"]) for row in text.rows("titles")
        ),
        places=text.one("places"),
        headings=text.one("headings"),
        captions=text.one("captions"),
        bodies=_patterns(bodies),
        years=_patterns(years),
        tables=text.one("tables"),
        organisation=compiled(
            f"^(?:{bodies['organisation'].pattern})", "identity.toml organisation", re.VERBOSE
        ),
        central=bodies["central"],
        central_name=bodies["central_name"],
        unit_suffix=_suffixes(files, Scope.UNIT),
        department_suffix=_suffixes(files, Scope.DEPARTMENT),
        idle_suffix=_suffixes(files, None),
        earliest_year=years["earliest"],
        latest_year=years["latest"],
        regions=tuple(
            Region(row["region_code"], row["region_name"], RegionLevel(row["level"]))
            for row in files.rows(lexicons.REGIONS)
        ),
        region_aliases=tuple(
            (row["alias"], row["region_code"], row["city"])
            for row in files.rows(lexicons.REGION_ALIASES)
        ),
    )


def _patterns(section: Row) -> dict[str, Pattern]:
    return {key: value for key, value in section.items() if isinstance(value, re.Pattern)}


def _suffixes(files: LexiconFiles, scope: Scope | None) -> Pattern:
    """The ends of names that say this scope, or none, as one pattern."""
    rows = [row for row in files.rows(lexicons.ENTITY_SUFFIXES) if row["scope"] == scope]
    return compiled(
        "|".join(row["pattern"].pattern for row in rows), "entity_suffixes.csv", re.VERBOSE
    )
