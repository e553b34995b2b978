"""Who published a report, for which year, and what kind of document it is: from content alone.

File names lie; the cover, the headings and the captions of the tables are asked, each with a
weight, and what they say is kept as evidence.

Belongs here: cover patterns, body names, regions, scope.
Does not belong here: statements, money.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.grid.assemble import squeeze
from pipeline.grid.model import GridDocument, PageLine
from pipeline.interpret.lexicon import Lexicon, Region
from pipeline.interpret.model import Identity, Statement

# How many pages may carry the cover title.
COVER_PAGES = 2
# Weight of what a source says of the body's name.
CAPTION_WEIGHT, COVER_WEIGHT, OVERVIEW_WEIGHT = 1, 6, 3
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_UNIT_SCOPE = "unit"
_DEPARTMENT_SCOPE = "department"


@dataclass(frozen=True, slots=True)
class _Cover:
    kind: str
    year: int | None
    entity: str | None
    scope: str | None
    line: str


def identify(document: GridDocument, statements: list[Statement], lexicon: Lexicon) -> Identity:
    """Identity by votes of cover, part headings and table captions.

    `document_kind` is 'budget' or 'final_accounts' only when statements were found; a budget
    without any is 'narrative_only', a document that names none of the kinds 'other'.
    """
    cover = _cover(document, lexicon)
    entity, entity_evidence = _entity(document, statements, cover, lexicon)
    year, year_evidence = _year(document, cover)
    region = find_region(entity, lexicon) if entity else None
    kind = cover.kind if cover else "other"
    if kind in ("budget", "final_accounts") and not statements:
        kind = "narrative_only"
    elif kind == "other" and statements:
        kind = "budget"
    return Identity(
        entity_name=entity,
        city=region.name if region else _place(entity, lexicon),
        region_code=region.code if region else None,
        fiscal_year=year,
        document_kind=kind,
        scope=_scope(cover, entity),
        cover_line=cover.line if cover else None,
        evidence={
            key: value
            for key, value in {
                "entity": entity_evidence,
                "year": year_evidence,
                "kind": cover.line if cover else "",
            }.items()
            if value
        },
    )


def _cover_texts(document: GridDocument, lexicon: Lexicon) -> list[str]:
    """Candidate cover texts: the lines of a cover page joined, then single lines."""
    texts: list[str] = []
    for page in document.pages[:COVER_PAGES]:
        lines = [squeeze(line.text) for line in page.lines if squeeze(line.text)]
        if not page.table_ordinals and len(lines) <= 12:
            texts.append("".join(lines))
        texts.extend("".join(lines[start : start + 2]) for start in range(min(6, len(lines))))
        texts.extend(lines[:8])
    # A report without a cover says what it is in the headings of its parts.
    for page in document.pages:
        texts.extend(
            text
            for line in page.lines
            if lexicon.patterns["part"].match(text := squeeze(line.text)) and len(text) <= 40
        )
    return texts


def _cover(document: GridDocument, lexicon: Lexicon) -> _Cover | None:
    best: _Cover | None = None
    for text in _cover_texts(document, lexicon):
        for rule in lexicon.kinds:
            match = rule.pattern.search(text)
            if match is None:
                continue
            groups = match.groupdict()
            if lexicon.patterns["not_a_body"].search(groups.get("entity") or ""):
                continue
            scope = groups.get("scope")
            found = _Cover(
                kind=rule.kind,
                year=int(groups["year"]) if groups.get("year") else None,
                entity=groups.get("entity") or None,
                scope=None if not scope else _UNIT_SCOPE if scope == "单位" else _DEPARTMENT_SCOPE,
                line=match.group(0),
            )
            if best is None or _completeness(found) > _completeness(best):
                best = found
            break
    return best


def _completeness(cover: _Cover) -> int:
    return 2 * (cover.entity is not None) + 2 * (cover.year is not None) + (cover.scope is not None)


def _entity(
    document: GridDocument, statements: list[Statement], cover: _Cover | None, lexicon: Lexicon
) -> tuple[str | None, str]:
    votes: Counter[str] = Counter()
    evidence: dict[str, str] = {}

    def vote(name: str | None, weight: int, source: str) -> None:
        clean = _clean_name(name, lexicon)
        if clean:
            votes[clean] += weight
            evidence.setdefault(clean, source)

    for statement in statements:
        vote(
            statement.entity_printed,
            CAPTION_WEIGHT,
            f"第{statement.table.page_numbers[0]}页表头：{statement.entity_printed}",
        )
    if cover:
        vote(cover.entity, COVER_WEIGHT, f"封面：{cover.line}")
    for page in document.pages[: max(8, COVER_PAGES)]:
        for line in page.lines:
            match = lexicon.patterns["overview"].match(squeeze(line.text))
            if match:
                vote(match["name"], OVERVIEW_WEIGHT, f"第{page.page_number}页：{line.text}")
    if not votes:
        return None, ""
    name = max(votes, key=lambda key: (votes[key], len(key)))
    return name, evidence[name]


def _clean_name(name: str | None, lexicon: Lexicon) -> str | None:
    if not name:
        return None
    clean = squeeze(name).strip("：:，,。、（）()的")
    if name.rstrip().endswith(("）", ")")):
        clean = squeeze(name).strip("：:，,。、的")
    clean = re.sub(r"^(?:19|20)\d{2}年度?", "", clean)
    return clean if len(clean) >= 3 else None


def _year(document: GridDocument, cover: _Cover | None) -> tuple[int | None, str]:
    if cover and cover.year:
        return cover.year, f"封面：{cover.line}"
    votes: Counter[int] = Counter()
    lines: dict[int, PageLine] = {}
    for page in document.pages:
        for line in page.lines:
            text = squeeze(line.text)
            if "预算" not in text and "决算" not in text:
                continue
            for found in _YEAR.findall(text):
                votes[int(found)] += 1
                lines.setdefault(int(found), line)
    if not votes:
        return None, ""
    year = votes.most_common(1)[0][0]
    return year, f"第{lines[year].page_number}页：{lines[year].text}"


def find_region(name: str, lexicon: Lexicon) -> Region | None:
    """The administrative division a body's name starts with: the city for a district's body.

    Longest name first; a municipality directly under the central government is a city.
    """
    bare = lexicon.patterns["party_prefix"].sub("", name)
    fitting = [region for region in lexicon.regions if bare.startswith(region.name)]
    if not fitting:
        return None
    order = {"prefecture": 0, "province": 1, "county": 2}
    return min(fitting, key=lambda region: (order[region.level], -len(region.name)))


def _place(name: str | None, lexicon: Lexicon) -> str | None:
    match = lexicon.patterns["place"].match(name) if name else None
    return match["place"] if match else None


def _scope(cover: _Cover | None, entity: str | None) -> str | None:
    if entity and re.search(r"[（(](本级|局本级|机关|本部)[)）]$", entity):
        return _UNIT_SCOPE
    return cover.scope if cover else None
