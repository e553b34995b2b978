"""Who published a report, for which year, and what kind of document it is: from content alone.

File names lie; cover, running titles, headings, captions of the tables and the first sentences are
asked, each with a weight, and what they say is kept as evidence.

Belongs here: weighing what was found, the answer.
Does not belong here: where texts stand (`identity_text`), what a title or name says
(`identity_titles`, `identity_names`, `identity_region`), the kind (`identity_kind`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pipeline.grid.model import GridDocument
from pipeline.interpret.identity_kind import (
    OTHER,
    TARGETS,
    decide_kind,
    statement_titles,
)
from pipeline.interpret.identity_lexicon import IdentityLexicon, load_identity_lexicon
from pipeline.interpret.identity_names import (
    clean_name,
    is_head_office,
    key_of,
    looks_like_a_body,
    says_whole_department,
)
from pipeline.interpret.identity_region import Gazetteer, Place, load_gazetteer
from pipeline.interpret.identity_text import DocumentTexts, Said
from pipeline.interpret.identity_titles import DEPARTMENT, UNIT, Title, read_title
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.model import Identity, Signal, Statement

T = TypeVar("T", str, int)

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
YEAR_WEIGHTS = {
    "cover title": (10, 1),
    "cover line": (8, 1),
    "running title": (5, 1),
    "heading": (2, 3),
    "table title": (1, 6),
    "sentence": (1, 4),
}
# Bodies that are each named by so many captions of tables make a file of several reports.
CAPTIONS_OF_A_BODY = 3
_FIRST_PAGES = 8


@dataclass
class _Votes(Generic[T]):
    """Weighted votes for answers, with the first evidence of each."""

    weights: dict[str, tuple[int, int]]
    counts: Counter[T] = field(default_factory=Counter)
    times: Counter[tuple[T, str]] = field(default_factory=Counter)
    evidence: dict[T, str] = field(default_factory=dict)

    def add(self, answer: T, source: str, evidence: str) -> None:
        weight, most = self.weights[source]
        self.times[answer, source] += 1
        if self.times[answer, source] <= most:
            self.counts[answer] += weight
        self.evidence.setdefault(answer, evidence)

    def winner(self) -> tuple[T | None, T | None]:
        """The answer with most votes, and another that has as many."""
        ranked = self.counts.most_common(2)
        if not ranked:
            return None, None
        tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
        return ranked[0][0], ranked[1][0] if tied else None


def identify(document: GridDocument, statements: list[Statement], lexicon: Lexicon) -> Identity:
    """Identity by votes of cover, running titles, headings, captions and first sentences.

    `statements` may be empty: they only help to tell a report from a text about it.
    `document_kind` is 'budget', 'final_accounts', 'narrative_only', 'performance_targets' or
    'other'; the last has no body, year and scope of a report. `evidence` has for 'entity', 'year',
    'kind' and 'scope' the line that says so, with its page; 'entity_tie', 'year_tie' and
    'kind_against' what else was said as loudly; 'other_bodies' further bodies whose reports stand
    in the same file. Never raises for what a document may contain.
    """
    mains = any(
        lexicon.statements[s.kind].is_main for s in statements if s.kind in lexicon.statements
    )
    return _Identifier(document, load_identity_lexicon(), load_gazetteer()).run(mains)


def identity_signals(identity: Identity) -> list[Signal]:
    """What people should look at: several bodies in one file, answers that are tied."""
    said = identity.evidence
    found: list[Signal] = []
    if "other_bodies" in said:
        found.append(
            Signal(
                "several_bodies",
                "warning",
                said["other_bodies"],
                f"文件中还有其他单位的报告：{said['other_bodies']}；本文件按“{identity.entity_name}”处理，"
                "请拆分后分别放入",
            )
        )
    for key, what in (
        ("entity_tie", "单位名称"),
        ("year_tie", "年度"),
        ("kind_against", "文件种类"),
    ):
        if key in said:
            found.append(
                Signal(
                    "identity_tie", "warning", said[key], f"{what}有两种说法，另一种是：{said[key]}"
                )
            )
    return found


class _Identifier:
    def __init__(self, document: GridDocument, words: IdentityLexicon, places: Gazetteer) -> None:
        self.words = words
        self.places = places
        self.texts = DocumentTexts(document, words)
        self.titles = list(self._titles())
        self.names: _Votes[str] = _Votes(NAME_WEIGHTS)
        self.forms: dict[str, Counter[str]] = defaultdict(Counter)
        self.years: _Votes[int] = _Votes(YEAR_WEIGHTS)
        self.caption_scopes: Counter[str] = Counter()
        self.whole: set[str] = set()

    def run(self, has_main_statement: bool) -> Identity:
        words = self.words
        self._vote_names()
        self._vote_years()
        name, name_tie = self._best_name()
        tables = statement_titles(self.texts, words)
        kind = decide_kind(
            self.titles,
            tables,
            words,
            has_statements=has_main_statement,
            has_body=name is not None,
        )
        year, year_tie = self._best_year()
        place = self._place(name)
        entity = self._printed(name) if name else None
        scope, scope_evidence = self._scope(name, entity)
        is_report = kind.kind != OTHER
        cover = next((t for t in self.titles if t.said.place == "cover" and t.kind != OTHER), None)
        evidence = {
            "entity": self.names.evidence.get(name or "", ""),
            "year": self.years.evidence.get(year or 0, ""),
            "kind": kind.evidence,
            "scope": scope_evidence,
        }
        if is_report:
            evidence |= {
                "entity_tie": self.names.evidence.get(name_tie or "", ""),
                "year_tie": self.years.evidence.get(year_tie or 0, ""),
                "kind_against": kind.against,
                "other_bodies": "、".join(self._other_bodies(name)),
            }
        return Identity(
            entity_name=entity if is_report else None,
            city=place.city if place else None,
            region_code=place.region_code if place else None,
            fiscal_year=year if is_report else None,
            document_kind=kind.kind,
            scope=scope if is_report else None,
            cover_line=cover.said.text if cover else None,
            evidence={key: value for key, value in evidence.items() if value},
        )

    # What titles say.

    def _titles(self) -> Iterable[Title]:
        """All titles read, the most complete of the cover first."""
        covers = [t for said in self.texts.cover_titles if (t := self._read(said))]
        yield from sorted(
            covers, key=lambda t: (-t.completeness, -len(t.entity or ""), len(t.said.text))
        )
        seen: set[str] = set()
        for said in (*self.texts.running, *self.texts.headings):
            if said.text in seen or not self.words.years["budget_words"].search(said.text):
                continue
            seen.add(said.text)
            title = self._read(said)
            if title is not None and title.kind != OTHER:
                yield title
        for said in (*self.texts.captions, *self.texts.page_starts):
            if "绩效目标" in said.text or self.words.tables["not_statement"].search(said.text):
                title = self._read(Said(said.text, said.page_number, "title"))
                if title is not None and title.kind == TARGETS:
                    yield title

    def _read(self, said: Said) -> Title | None:
        return read_title(said, self.words, self.places)

    # Votes for the body.

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

    def _vote_names(self) -> None:
        self._names_of_cover()
        for title in self.titles:
            if title.entity and title.said.place == "running":
                self._name(title.entity, "running title", title.said)
            elif title.entity and title.said.place in ("heading", "title"):
                self._name(title.entity, "heading title", title.said)
        self._names_of_headings()
        self._names_of_captions()

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
                    self._scope_of_label(label, 10)
                    continue
                line = clean_name(said.text, self.words, self.places)
                if line and looks_like_a_body(line, self.words, self.places):
                    self._name(line, "cover line", said)

    def _names_of_headings(self) -> None:
        for said in self.texts.headings:
            for key in ("overview", "about", "about_year_first"):
                match = self.words.headings[key].fullmatch(said.text)
                if match:
                    self._name(match["name"], "overview" if key == "overview" else "sentence", said)
        for said in self.texts.lines():
            match = self.words.headings["composition"].match(said.text)
            if match:
                self._name(match["name"], "composition", said)
            elif said.page_number <= _FIRST_PAGES:
                match = self.words.headings["is_a"].match(said.text)
                if match and looks_like_a_body(match["name"], self.words, self.places):
                    self._name(match["name"], "sentence", said)

    def _names_of_captions(self) -> None:
        seen: set[tuple[int, str]] = set()
        for said in self.texts.captions:
            label, name = self._labelled(said)
            if name is None and said.place == "caption":
                coded = self.words.captions["coded"].fullmatch(said.text)
                if coded and looks_like_a_body(coded["name"], self.words, self.places):
                    label, name = "", coded["name"]
            if name is None or (said.page_number, name) in seen:
                continue
            seen.add((said.page_number, name))
            self._name(name, "caption", said)
            self._scope_of_label(label or "", 1)

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
            if value and (
                looks_like_a_body(value, self.words, self.places) or self.places.find(value)
            ):
                return whole["label"], said.value
        return None, None

    def _best_name(self) -> tuple[str | None, str | None]:
        return self.names.winner()

    def _printed(self, key: str) -> str:
        """The form the name is printed in, by the loudest place."""
        return max(self.forms[key].items(), key=lambda form: (form[1], len(form[0])))[0]

    def _other_bodies(self, name: str | None) -> list[str]:
        """Other bodies whose covers or statements stand in the file like the first one's."""
        found: dict[str, None] = {}
        for said in self.texts.later_covers:
            title = self._read(said)
            if title is not None and title.entity and title.year and title.scope:
                found.setdefault(key_of(title.entity, self.words))
        statements = {
            said.table for said in self.texts.captions if self._is_statement_title(said.text)
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

    def _is_statement_title(self, text: str) -> bool:
        tables = self.words.tables
        return (
            tables["statement"].fullmatch(text) is not None
            and tables["not_statement"].search(text) is None
        )

    # Votes for the year.

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
            if len(text) > 60:
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

    def _best_year(self) -> tuple[int | None, int | None]:
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

    # Place and scope.

    def _place(self, name: str | None) -> Place | None:
        def mentions(city: str) -> int:
            return self.texts.full.count(city)

        place = self.places.find(name, mentions) if name else None
        if place is not None:
            return place
        for title in self.titles:
            if title.is_place and title.said.place == "cover":
                found = self.places.find(title.said.text, mentions)
                if found is not None:
                    return found
        return self.places.most_mentioned(mentions)

    def _scope_of_label(self, label: str, weight: int) -> None:
        if self.words.captions["unit_scope"].fullmatch(label):
            self.caption_scopes[UNIT] += weight
        elif self.words.captions["department_scope"].fullmatch(label):
            self.caption_scopes[DEPARTMENT] += weight

    def _scope(self, name: str | None, entity: str | None) -> tuple[str | None, str]:
        """Unit when the name says so, else what the cover says, else labels and headings."""
        if entity and is_head_office(entity, self.words):
            return UNIT, entity
        if name in self.whole:
            return DEPARTMENT, self.names.evidence.get(name or "", "")
        for place in ("cover", "running"):
            for title in self.titles:
                if title.scope and title.said.place == place:
                    return title.scope, title.said.evidence
        votes = Counter(self.caption_scopes)
        line: dict[str, str] = {}
        for title in self.titles:
            if title.scope:
                votes[title.scope] += 1
                line.setdefault(title.scope, title.said.evidence)
        for said in self.texts.headings:
            for scope, key in ((UNIT, "unit_title"), (DEPARTMENT, "department_title")):
                if self.words.tables[key].match(re.sub(r"^(?:19|20)\d{2}年度?", "", said.text)):
                    votes[scope] += 1
                    line.setdefault(scope, said.evidence)
        ranked = votes.most_common()
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None, ""
        return ranked[0][0], line.get(ranked[0][0], "")
