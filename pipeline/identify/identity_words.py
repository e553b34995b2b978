"""The words of identification as compiled patterns, from `schemas/lexicon/identity.toml`.

Belongs here: loading and checking. Does not belong here: any matching.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.domain.lexicon import SCHEMAS, KindRule, LexiconError, Region


@dataclass(frozen=True)
class IdentityLexicon:
    """Compiled patterns for text without white space; `titles` in the order they are tried.

    `unit_suffix`, `department_suffix` and `idle_suffix` (that says nothing) are the bracketed suffixes
    of names, brackets full-width.
    """

    titles: tuple[KindRule, ...]
    places: Mapping[str, re.Pattern[str]]
    headings: Mapping[str, re.Pattern[str]]
    captions: Mapping[str, re.Pattern[str]]
    bodies: Mapping[str, re.Pattern[str]]
    years: Mapping[str, re.Pattern[str]]
    tables: Mapping[str, re.Pattern[str]]
    organisation: re.Pattern[str]
    central: re.Pattern[str]
    central_name: str
    unit_suffix: re.Pattern[str]
    department_suffix: re.Pattern[str]
    idle_suffix: re.Pattern[str]
    earliest_year: int
    latest_year: int
    regions: tuple[Region, ...]
    region_aliases: tuple[tuple[str, str, str | None], ...]


@lru_cache(maxsize=4)
def load_identity_lexicon(schemas: Path = SCHEMAS) -> IdentityLexicon:
    """Load the words of identification. Raises `LexiconError` with the pattern at fault."""
    folder = schemas / "lexicon"
    try:
        text = tomllib.loads((folder / "identity.toml").read_text(encoding="utf-8"))
        regions = tuple(
            Region(row["region_code"], row["region_name"], row["level"])
            for row in _rows(folder / "regions.csv")
        )
        aliases = tuple(
            (row["alias"], row["region_code"], row["city"] or None)
            for row in _rows(folder / "region_aliases.csv")
        )
        suffixes = _rows(folder / "entity_suffixes.csv")
    except FileNotFoundError as error:
        raise LexiconError(f"lexicon file {error.filename} is missing") from error
    pieces: dict[str, str] = text["pieces"]

    def compiled(source: str, where: str) -> re.Pattern[str]:
        for name, piece in pieces.items():
            source = source.replace(f"<<{name}>>", piece)
        try:
            return re.compile(source, re.VERBOSE)
        except re.error as error:
            raise LexiconError(
                f"identity.toml {where}: {source!r} cannot be used: {error}"
            ) from error

    def section(name: str) -> dict[str, re.Pattern[str]]:
        return {
            key: compiled(value, f"{name}.{key}")
            for key, value in text[name].items()
            if isinstance(value, str)
        }

    bodies = section("bodies")
    return IdentityLexicon(
        titles=tuple(KindRule(t["kind"], compiled(t["pattern"], "titles")) for t in text["titles"]),
        places=section("places"),
        headings=section("headings"),
        captions=section("captions"),
        bodies=bodies,
        years=section("years"),
        tables=section("tables"),
        organisation=re.compile(f"^(?:{text['bodies']['organisation']})", re.VERBOSE),
        central=bodies["central"],
        central_name=text["bodies"]["central_name"],
        unit_suffix=compiled(_any(suffixes, "unit"), "entity_suffixes.csv"),
        department_suffix=compiled(_any(suffixes, "department"), "entity_suffixes.csv"),
        idle_suffix=compiled(_any(suffixes, ""), "entity_suffixes.csv"),
        earliest_year=text["years"]["earliest"],
        latest_year=text["years"]["latest"],
        regions=regions,
        region_aliases=aliases,
    )


def _any(suffixes: list[dict[str, str]], scope: str) -> str:
    return "|".join(row["pattern"] for row in suffixes if row["scope"] == scope)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
