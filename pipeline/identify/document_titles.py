"""What a title says: kind of document, year, body, scope.

Belongs here: reading titles. Does not belong here: where titles stand, weighing them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.identify.body_names import clean_name, has_placeholder, says_whole_department
from pipeline.identify.evidence import MAX_TITLE, DocumentTexts, Said, clean_text
from pipeline.identify.identity_words import IdentityLexicon
from pipeline.identify.region import Gazetteer
from schemas.vocabulary import DocumentKind, Scope

DEPARTMENT, UNIT = Scope.DEPARTMENT, Scope.UNIT
OTHER, TARGETS = DocumentKind.OTHER, DocumentKind.PERFORMANCE_TARGETS
_EDGE = re.compile(r"^[（(《〈【“\"]|[）)》〉】”\"]$")


@dataclass(frozen=True, slots=True)
class Title:
    """What one title says; None where it says nothing. `said` is where it is printed."""

    kind: DocumentKind
    year: int | None
    entity: str | None
    scope: Scope | None
    said: Said
    is_template: bool = False
    is_place: bool = False

    @property
    def completeness(self) -> int:
        """How much the title says."""
        return 2 * (self.entity is not None) + 2 * (self.year is not None) + bool(self.scope)


def all_titles(texts: DocumentTexts, words: IdentityLexicon, places: Gazetteer) -> list[Title]:
    """All titles of a document: of the cover, the most complete first, of pages, parts, forms."""
    found = [t for said in texts.cover_titles if (t := read_title(said, words, places))]
    found.sort(key=lambda t: (-t.completeness, -len(t.entity or ""), len(t.said.text)))
    seen: set[str] = set()
    for said in (*texts.running, *texts.headings):
        if said.text in seen or not words.years["budget_words"].search(said.text):
            continue
        seen.add(said.text)
        title = read_title(said, words, places)
        if title is not None and title.kind != OTHER:
            found.append(title)
    for said in (*texts.captions, *texts.page_starts):
        if words.tables["not_statement"].search(said.text):
            title = read_title(Said(said.text, said.page_number, "title"), words, places)
            if title is not None and title.kind == TARGETS:
                found.append(title)
    return found


def read_title(said: Said, words: IdentityLexicon, places: Gazetteer) -> Title | None:
    """What a text says when the whole of it is a title; None when it is none."""
    text = said.text
    if not 4 <= len(text) <= MAX_TITLE:
        return None
    for rule in words.titles:
        match = rule.pattern.fullmatch(text)
        if match is None:
            continue
        groups = match.groupdict()
        if rule.kind == OTHER:
            return Title(OTHER, None, None, None, said)
        printed = [part for key in ("before", "after") if (part := groups.get(key))]
        names = [name for part in printed if (name := clean_name(part, words, places))]
        foreign = [
            part
            for part in printed
            if clean_name(part, words, places) is None
            and not _may_stand_beside(part, words, places)
        ]
        template = any(has_placeholder(part, words) for part in printed)
        if len(names) > 1 or (foreign and not template):
            return None
        year = groups.get("year")
        scope = _scope(groups.get("scope"))
        if scope is None and any(says_whole_department(part, words) for part in printed):
            scope = DEPARTMENT
        return Title(
            kind=rule.kind,
            year=int(year) if year else None,
            entity=names[0] if names else None,
            scope=scope,
            said=said,
            is_template=template,
            is_place=any(places.is_place(clean_text(part)) for part in printed),
        )
    return None


def is_statement_title(text: str, words: IdentityLexicon) -> bool:
    """Whether the whole text is the title of a statement of a report."""
    is_title = words.tables["statement"].fullmatch(text)
    return bool(is_title and not words.tables["not_statement"].search(text))


def _may_stand_beside(part: str, words: IdentityLexicon, places: Gazetteer) -> bool:
    """Whether words of a title beside year and kind say nothing: a place, 本级, brackets."""
    bare = _EDGE.sub("", clean_text(part)).strip("—-－、:：")
    return not bare or places.is_place(bare) or bool(words.bodies["generic"].fullmatch(bare))


def _scope(word: str | None) -> Scope | None:
    if not word or ("部门" in word and "单位" in word):
        return None
    return UNIT if word == "单位" else DEPARTMENT
