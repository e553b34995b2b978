"""What kind of document it is: from its titles and from the tables that stand in it.

Belongs here: budget or final accounts, tables or text only, forms to be filled, everything else.
Does not belong here: the body, the year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.identify.document_titles import OTHER, TARGETS, Title
from pipeline.identify.evidence import MAX_TITLE, MIN_AMOUNTS, DocumentTexts
from pipeline.identify.identity_words import IdentityLexicon
from schemas.vocabulary import DocumentKind

BUDGET, FINAL, NARRATIVE = (
    DocumentKind.BUDGET,
    DocumentKind.FINAL_ACCOUNTS,
    DocumentKind.NARRATIVE_ONLY,
)
_REPORTS = (BUDGET, FINAL)
# Weight of what a place says of the kind, and how often it counts.
KIND_WEIGHTS = {"cover": (10, 2), "running": (3, 2), "heading": (1, 5)}
# Different titles of statements with figures below that make a report; one is enough when it
# gives the whole.
MIN_STATEMENTS = 2
# A form with so many figures is no empty form.
AMOUNTS_OF_A_REPORT = 20
# Headings with the words of a report that stand for a cover.
HEADINGS_OF_A_REPORT = 2
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class StatementTitles:
    """Titles of statements that have figures below them."""

    titles: tuple[str, ...]
    amounts: int
    has_overview: bool
    is_government: bool

    @property
    def make_a_report(self) -> bool:
        """Whether the tables alone show a budget or accounts."""
        return len(self.titles) >= MIN_STATEMENTS or self.has_overview


@dataclass(frozen=True, slots=True)
class KindFound:
    """The kind, the line that says so, and what spoke against it ('' when nothing did).

    `is_certain`: the document has tables like a report's, but is an empty form or a government's.
    """

    kind: DocumentKind
    evidence: str
    against: str = ""
    is_certain: bool = False


def statement_titles(texts: DocumentTexts, words: IdentityLexicon) -> StatementTitles:
    """Which titles of statements, of any form, have figures below them."""
    found: dict[str, str] = {}
    amounts: dict[tuple[int, int], int] = {}
    government = False
    for table in texts.titled_tables:
        if len(table.title) > MAX_TITLE or table.amounts < MIN_AMOUNTS:
            continue
        if words.tables["government"].search(table.title):
            government = True
        if words.tables["not_statement"].search(table.title):
            continue
        if words.tables["statement"].fullmatch(table.title):
            found.setdefault(_DIGITS.sub("", table.title), table.title)
            amounts[table.page_number, table.amounts] = table.amounts
    return StatementTitles(
        titles=tuple(found.values()),
        amounts=sum(amounts.values()),
        has_overview=any(words.tables["overview"].search(title) for title in found.values()),
        is_government=government,
    )


def decide_kind(
    titles: Sequence[Title],
    tables: StatementTitles,
    words: IdentityLexicon,
    *,
    has_statements: bool,
    has_body: bool,
) -> KindFound:
    """The kind by titles and tables.

    `has_statements`: interpretation understood a main statement. `has_body`: some body is named.
    """
    with_tables = tables.make_a_report or has_statements
    on_cover = [title for title in titles if title.said.place == "cover"]
    reports = [title for title in titles if title.kind in _REPORTS]
    template = next((title for title in on_cover if title.is_template), None)
    if template is not None and tables.amounts < AMOUNTS_OF_A_REPORT:
        return KindFound(OTHER, template.said.evidence, is_certain=True)
    if tables.is_government and not has_body:
        return KindFound(OTHER, next(iter(tables.titles), ""), is_certain=True)
    covers = [title for title in on_cover if title.kind != OTHER]
    other = next((title for title in on_cover if title.kind == OTHER), None)
    if other is not None and not covers and not with_tables:
        return KindFound(OTHER, other.said.evidence)
    votes, line = _vote(titles, tables, words)
    kind, against = _winner(votes)
    if with_tables:
        if kind is None:
            return KindFound(BUDGET, next(iter(tables.titles), ""))
        return KindFound(kind, line.get(kind, ""), against)
    targets = next((title for title in titles if title.kind == TARGETS), None)
    if targets is not None and not any(title.kind in _REPORTS for title in on_cover):
        return KindFound(TARGETS, targets.said.evidence)
    headings = {title.said.text for title in reports if title.said.place != "cover"}
    if kind is not None and (
        any(title.kind in _REPORTS and title.completeness >= 2 for title in on_cover)
        or len(headings) >= HEADINGS_OF_A_REPORT
    ):
        return KindFound(NARRATIVE, line.get(kind, ""), against)
    return KindFound(OTHER, other.said.evidence if other is not None else "")


def _vote(
    titles: Sequence[Title], tables: StatementTitles, words: IdentityLexicon
) -> tuple[Counter[DocumentKind], dict[str, str]]:
    votes: Counter[DocumentKind] = Counter()
    times: Counter[tuple[str, str]] = Counter()
    line: dict[str, str] = {}
    order = {place: index for index, place in enumerate(KIND_WEIGHTS)}
    for title in sorted(titles, key=lambda t: (order.get(t.said.place, 9), -t.completeness)):
        if title.kind not in _REPORTS or title.said.place not in KIND_WEIGHTS:
            continue
        weight, most = KIND_WEIGHTS[title.said.place]
        times[title.kind, title.said.place] += 1
        if times[title.kind, title.said.place] <= most:
            votes[title.kind] += weight
            line.setdefault(title.kind, title.said.evidence)
    for text in tables.titles:
        kind = FINAL if words.tables["final_words"].search(text) else None
        if kind is None and words.tables["budget_word"].search(words.tables["funds"].sub("", text)):
            kind = BUDGET
        if kind:
            votes[kind] += 1
            line.setdefault(kind, text)
    return votes, line


def _winner(votes: Counter[DocumentKind]) -> tuple[DocumentKind | None, str]:
    if not votes:
        return None, ""
    (first, most), *rest = votes.most_common()
    against = (
        f"{rest[0][0]} {rest[0][1]}票，{first} {most}票" if rest and 2 * rest[0][1] > most else ""
    )
    return first, against
