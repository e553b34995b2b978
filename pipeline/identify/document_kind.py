"""What kind of document it is: from its titles and from the tables that stand in it.

Belongs here: budget or final accounts, tables or text only, forms to be filled, everything else.
Does not belong here: the body, the year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from pipeline.identify.document_titles import OTHER, TARGETS, Title, is_statement_title
from pipeline.identify.evidence import MAX_TITLE, MIN_AMOUNTS, DocumentTexts
from pipeline.identify.identity_words import IdentityLexicon
from pipeline.identify.votes import Votes
from schemas.vocabulary import DocumentKind

BUDGET, FINAL, NARRATIVE = (
    DocumentKind.BUDGET,
    DocumentKind.FINAL_ACCOUNTS,
    DocumentKind.NARRATIVE_ONLY,
)
_REPORTS = (BUDGET, FINAL)
# Weight of what a place says of the kind, and how often it counts.
KIND_WEIGHTS = {"cover": (10, 2), "running": (3, 2), "heading": (1, 5), "statement": (1, inf)}
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
    tables = [
        table
        for table in texts.titled_tables
        if len(table.title) <= MAX_TITLE and table.amounts >= MIN_AMOUNTS
    ]
    statements = [table for table in tables if is_statement_title(table.title, words)]
    found: dict[str, str] = {}
    for table in statements:
        found.setdefault(_DIGITS.sub("", table.title), table.title)
    return StatementTitles(
        titles=tuple(found.values()),
        amounts=sum(amounts for _, amounts in {(t.page_number, t.amounts) for t in statements}),
        has_overview=any(words.tables["overview"].search(title) for title in found.values()),
        is_government=any(words.tables["government"].search(table.title) for table in tables),
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
    votes = _vote(titles, tables, words)
    kind, _ = votes.winner()
    line, against = votes.evidence_of(kind), _against(votes)
    if with_tables:
        if kind is None:
            return KindFound(BUDGET, next(iter(tables.titles), ""))
        return KindFound(kind, line, against)
    targets = next((title for title in titles if title.kind == TARGETS), None)
    if targets is not None and not any(title.said.place == "cover" for title in reports):
        return KindFound(TARGETS, targets.said.evidence)
    headings = {title.said.text for title in reports if title.said.place != "cover"}
    if kind is not None and (
        any(title.said.place == "cover" and title.completeness >= 2 for title in reports)
        or len(headings) >= HEADINGS_OF_A_REPORT
    ):
        return KindFound(NARRATIVE, line, against)
    return KindFound(OTHER, other.said.evidence if other is not None else "")


def _vote(
    titles: Sequence[Title], tables: StatementTitles, words: IdentityLexicon
) -> Votes[DocumentKind]:
    votes: Votes[DocumentKind] = Votes(KIND_WEIGHTS)
    order = list(KIND_WEIGHTS)
    voting = [t for t in titles if t.kind in _REPORTS and t.said.place in KIND_WEIGHTS]
    for title in sorted(voting, key=lambda t: (order.index(t.said.place), -t.completeness)):
        votes.add(title.kind, title.said.place, title.said.evidence)
    for text in tables.titles:
        if words.tables["final_words"].search(text):
            votes.add(FINAL, "statement", text)
        elif words.tables["budget_word"].search(words.tables["funds"].sub("", text)):
            votes.add(BUDGET, "statement", text)
    return votes


def _against(votes: Votes[DocumentKind]) -> str:
    """The votes for another kind, where it has more than half as many as the first."""
    ranked = votes.counts.most_common(2)
    if len(ranked) < 2 or 2 * ranked[1][1] <= ranked[0][1]:
        return ""
    (first, most), (other, count) = ranked
    return f"{other} {count}票，{first} {most}票"
