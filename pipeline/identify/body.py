"""The body whose report a document is: names said by cover, headings, captions and sentences.

Belongs here: gathering and weighing names, the scope the labels say, further bodies in the file.
Does not belong here: where texts stand, what is a name, places.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import inf

from pipeline.identify.body_names import (
    clean_name,
    key_of,
    looks_like_a_body,
    says_whole_department,
)
from pipeline.identify.document_titles import (
    DEPARTMENT,
    UNIT,
    Title,
    is_statement_title,
    read_title,
)
from pipeline.identify.evidence import DocumentTexts, Said
from pipeline.identify.identity_words import IdentityLexicon
from pipeline.identify.region import Gazetteer
from pipeline.identify.votes import Votes
from schemas.vocabulary import Scope

# Weight of what a source says of the body's name, and how often one name may be counted by it.
NAME_WEIGHTS = {
    "cover title": (10, 1),
    "cover label": (9, 1),
    "cover line": (4, 1),
    "running title": (5, 1),
    "heading title": (3, 2),
    "overview": (3, 1),
    "composition": (3, 1),
    "caption": (1, 6),
    "sentence": (1, 4),
}
# Weight of what says of the scope; all of it counts.
SCOPE_WEIGHTS = {"cover label": (10, inf), "caption": (1, inf), "title": (1, inf)}
# Bodies that are each named by so many captions of tables make a file of several reports.
CAPTIONS_OF_A_BODY = 3
_FIRST_PAGES = 8
_YEAR_BEFORE = re.compile(r"^(?:19|20)\d{2}年度?")


class BodyFinder:
    """All names a document gives, weighed. `scopes` weighs what labels say of the scope.

    `whole` are the keys of names printed with （汇总）: the report includes the units below.
    """

    def __init__(
        self,
        texts: DocumentTexts,
        titles: Sequence[Title],
        words: IdentityLexicon,
        places: Gazetteer,
    ) -> None:
        self.texts = texts
        self.titles = titles
        self.words = words
        self.places = places
        self.names: Votes[str] = Votes(NAME_WEIGHTS)
        self.forms: dict[str, Counter[str]] = defaultdict(Counter)
        self.scopes: Votes[Scope] = Votes(SCOPE_WEIGHTS)
        self.whole: set[str] = set()
        self._vote()

    def _name(self, text: str, source: str, said: Said) -> None:
        name = clean_name(text, self.words, self.places)
        if name is None:
            return
        key = key_of(name, self.words)
        if len(key) < 3 or self.places.is_place(key):
            return
        if says_whole_department(text, self.words):
            self.whole.add(key)
        self.names.add(key, source, said.evidence)
        self.forms[key][name] += NAME_WEIGHTS[source][0]

    def _vote(self) -> None:
        self._names_of_cover()
        sources = {"running": "running title", "heading": "heading title", "title": "heading title"}
        for title in self.titles:
            if title.entity and title.said.place in sources:
                self._name(title.entity, sources[title.said.place], title.said)
        self._names_of_headings()
        self._names_of_captions()
        self._scopes_of_titles()

    def _names_of_cover(self) -> None:
        best: dict[str, Title] = {}
        for title in self.titles:
            if title.said.place == "cover" and title.entity:
                best.setdefault(key_of(title.entity, self.words), title)
        # A name that ends with another is the same, of which a line was left out.
        for key, title in best.items():
            if not any(other != key and other.endswith(key) for other in best) and title.entity:
                self._name(title.entity, "cover title", title.said)
        for lines in self.texts.cover:
            for index, said in enumerate(lines):
                label, name = self._labelled(said)
                if name and label:
                    longer = name + lines[index + 1].text if index + 1 < len(lines) else name
                    whole = longer if self.texts.full.count(longer) > 1 else name
                    self._name(whole, "cover label", said)
                    self._scope_of_label(label, "cover label")
                    continue
                line = clean_name(said.text, self.words, self.places)
                if line and looks_like_a_body(line, self.words):
                    self._name(line, "cover line", said)

    def _names_of_headings(self) -> None:
        for said in self.texts.headings:
            for key in ("overview", "about", "about_year_first"):
                match = self.words.headings[key].fullmatch(said.text)
                if match:
                    self._name(match["name"], "overview" if key == "overview" else "sentence", said)
        pages = self.texts.document.pages
        first_page = pages[0].page_number if pages else 1
        for said in self.texts.lines():
            match = self.words.headings["composition"].match(said.text)
            if match:
                self._name(match["name"], "composition", said)
            elif said.page_number < first_page + _FIRST_PAGES:
                match = self.words.headings["is_a"].match(said.text)
                if match and looks_like_a_body(match["name"], self.words):
                    self._name(match["name"], "sentence", said)

    def _names_of_captions(self) -> None:
        seen: set[tuple[int, str]] = set()
        for said in self.texts.captions:
            label, name = self._labelled(said)
            if name is None and said.place == "caption":
                coded = self.words.captions["coded"].fullmatch(said.text)
                if coded and looks_like_a_body(coded["name"], self.words):
                    label, name = "", coded["name"]
            if name is None or (said.page_number, name) in seen:
                continue
            seen.add((said.page_number, name))
            self._name(name, "caption", said)
            self._scope_of_label(label or "", "caption")

    def _labelled(self, said: Said) -> tuple[str | None, str | None]:
        """A label and the name behind it, in the same text or in the next."""
        label = self.words.captions["label"]
        for match in label.finditer(said.text):
            name = self.words.captions["name"].match(said.text, match.end())
            if name and not self.words.captions["money"].fullmatch(name["name"]):
                return match["label"], name["name"]
        bare = said.text.rstrip(":：")
        whole = label.fullmatch(bare)
        # A heading of a column may be 单位 or 部门 alone: only a colon makes it a label.
        if whole and said.value and (bare != said.text or len(bare) > 2):
            value = clean_name(said.value, self.words, self.places)
            # The next cell may be another heading.
            if value and (looks_like_a_body(value, self.words) or self.places.find(value)):
                return whole["label"], said.value
        return None, None

    def printed(self, key: str) -> str:
        """The form the name is printed in, by the loudest place."""
        return max(self.forms[key].items(), key=lambda form: (form[1], len(form[0])))[0]

    def other_bodies(self, name: str | None) -> list[str]:
        """Other bodies whose covers or statements stand in the file like the first one's."""
        found: dict[str, None] = {}
        for said in self.texts.later_covers:
            title = read_title(said, self.words, self.places)
            if title is not None and title.entity and title.year and title.scope:
                found.setdefault(key_of(title.entity, self.words))
        statements = {
            said.table for said in self.texts.captions if is_statement_title(said.text, self.words)
        }
        tables: dict[str, set[int]] = defaultdict(set)
        for said in self.texts.captions:
            label, text = self._labelled(said)
            clean = clean_name(text, self.words, self.places) if label and text else None
            if clean and said.table in statements:
                tables[key_of(clean, self.words)].add(said.table)
        for key, ordinals in tables.items():
            if len(ordinals) >= CAPTIONS_OF_A_BODY:
                found.setdefault(key)
        return [key for key in found if name and key not in name and name not in key]

    def _scopes_of_titles(self) -> None:
        for title in self.titles:
            if title.scope:
                self.scopes.add(title.scope, "title", title.said.evidence)
        for said in self.texts.headings:
            for scope, key in ((UNIT, "unit_title"), (DEPARTMENT, "department_title")):
                if self.words.tables[key].match(_YEAR_BEFORE.sub("", said.text)):
                    self.scopes.add(scope, "title", said.evidence)

    def _scope_of_label(self, label: str, source: str) -> None:
        for scope, key in ((UNIT, "unit_scope"), (DEPARTMENT, "department_scope")):
            if self.words.captions[key].fullmatch(label):
                self.scopes.add(scope, source, "")
                return
