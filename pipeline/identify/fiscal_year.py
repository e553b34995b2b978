"""The fiscal year of a report: what cover, headings, tables and sentences say.

Belongs here: weighing years. Does not belong here: where texts stand, what a title says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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


class YearFinder:
    """All years a document gives, weighed."""

    def __init__(
        self, texts: DocumentTexts, titles: Sequence[Title], words: IdentityLexicon
    ) -> None:
        self.texts = texts
        self.titles = titles
        self.words = words
        self.years: Votes[int] = Votes(YEAR_WEIGHTS)
        self._vote_years()

    def _year(self, year: int | str, source: str, said: Said) -> None:
        number = int(year)
        if self.words.earliest_year <= number <= self.words.latest_year:
            self.years.add(number, source, said.evidence)

    def _vote_years(self) -> None:
        words = self.words.years
        for title in self.titles:
            if title.year is None:
                continue
            source = {"cover": "cover title", "running": "running title"}.get(
                title.said.place, "heading"
            )
            self._year(title.year, source, title.said)
        for lines in self.texts.cover:
            for said in lines:
                alone = words["alone"].fullmatch(said.text)
                if alone:
                    self._year(alone["year"], "cover line", said)
        for said in (*self.texts.captions, *self.texts.page_starts):
            text = words["date"].sub("", said.text)
            if len(text) > MAX_TITLE:
                continue
            alone = words["alone"].fullmatch(text)
            if alone:
                # A bare number may be a figure.
                if "年" in text:
                    self._year(alone["year"], "table title", said)
            elif self.words.tables["statement"].search(text) or words["budget_words"].search(text):
                for year in {m["year"] for m in words["printed"].finditer(text)}:
                    self._year(year, "table title", said)
        for said in self.texts.lines():
            if words["budget_words"].search(said.text):
                text = words["date"].sub("", said.text)
                match = words["printed"].search(text)
                if match:
                    self._year(match["year"], "sentence", said)

    def best(self) -> tuple[int | None, int | None]:
        """The year most loudly said, and another said as loudly."""
        year, tie = self.years.winner()
        if year is not None and tie is not None and tie > year:
            # Two years side by side: the later is the one reported, the earlier is compared.
            return tie, year
        if year is None:
            found: Counter[int] = Counter(
                int(m["year"])
                for m in self.words.years["printed"].finditer(
                    self.words.years["date"].sub("", self.texts.full)
                )
            )
            for number, _ in found.most_common(1):
                self._year(number, "sentence", Said(f"{number}年", 1, "text"))
                return self.years.winner()
        return year, tie
