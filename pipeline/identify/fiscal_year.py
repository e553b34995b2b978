"""The fiscal year of a report: what cover, headings, tables and sentences say.

Belongs here: weighing years. Does not belong here: where texts stand, what a title says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from pipeline.identify.document_titles import Title
from pipeline.identify.evidence import MAX_TITLE, DocumentTexts, Said
from pipeline.identify.identity_words import IdentityLexicon
from pipeline.identify.votes import Votes

# The year of the cover is the report's; forms of earlier years are left over in its tables.
YEAR_WEIGHTS = {
    "cover title": (20, 1),
    "cover line": (8, 1),
    "running title": (5, 1),
    "heading": (2, 3),
    "table title": (1, 6),
    "sentence": (1, 4),
}


def vote_years(texts: DocumentTexts, titles: Sequence[Title], words: IdentityLexicon) -> Votes[int]:
    """All years a document gives, weighed; where nothing says one, the year printed most often."""
    votes: Votes[int] = Votes(YEAR_WEIGHTS)
    for year, source, said in _years_said(texts, titles, words):
        _vote(votes, year, source, said, words)
    if not votes.counts:
        text = words.years["date"].sub("", texts.full)
        printed = Counter(int(match["year"]) for match in words.years["printed"].finditer(text))
        for year, _ in printed.most_common(1):
            _vote(votes, year, "sentence", Said(f"{year}年", 1, "text"), words)
    return votes


def best_year(votes: Votes[int]) -> tuple[int | None, int | None]:
    """The year most loudly said, and another said as loudly."""
    year, tie = votes.winner()
    if year is not None and tie is not None and tie > year:
        # Two years side by side: the later is the one reported, the earlier is compared.
        return tie, year
    return year, tie


def _vote(votes: Votes[int], year: int, source: str, said: Said, words: IdentityLexicon) -> None:
    if words.earliest_year <= year <= words.latest_year:
        votes.add(year, source, said.evidence)


def _years_said(
    texts: DocumentTexts, titles: Sequence[Title], lexicon: IdentityLexicon
) -> Iterator[tuple[int, str, Said]]:
    """Each year that is said, what says it (a key of `YEAR_WEIGHTS`), and where."""
    words = lexicon.years
    sources = {"cover": "cover title", "running": "running title"}
    for title in titles:
        if title.year is not None:
            yield title.year, sources.get(title.said.place, "heading"), title.said
    for said in chain.from_iterable(texts.cover):
        if alone := words["alone"].fullmatch(said.text):
            yield int(alone["year"]), "cover line", said
    for said in (*texts.captions, *texts.page_starts):
        text = words["date"].sub("", said.text)
        if len(text) > MAX_TITLE:
            continue
        if alone := words["alone"].fullmatch(text):
            # A bare number may be a figure.
            if "年" in text:
                yield int(alone["year"]), "table title", said
        elif lexicon.tables["statement"].search(text) or words["budget_words"].search(text):
            for year in {match["year"] for match in words["printed"].finditer(text)}:
                yield int(year), "table title", said
    for said in texts.lines():
        if words["budget_words"].search(said.text):
            text = words["date"].sub("", said.text)
            if match := words["printed"].search(text):
                yield int(match["year"]), "sentence", said
