"""Headings of the running text and what the text below them is about.

Belongs here: finding headings by their markers and words, the topic of every paragraph.
Does not belong here: the words (narrative.toml), figures.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from pipeline.narrative.narrative_words import NarrativeLexicon
from pipeline.narrative.running import Paragraph, RunningText

GLOSSARY = "glossary"
PLAIN_LEVEL = 0
# Levels whose heading may run on into the text, and how far its words are looked for.
_RUN_IN_LEVELS = (1, 2)
_RUN_IN = 28
LIST_LEVEL = 3
_CLAUSE_END = re.compile("[。：；，]")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph and what it stands under: `level` of its marker (0 = 第…部分), None without one.

    `body` is the offset behind the marker. `section` counts stretches of one topic under one
    heading: it changes whenever a recognised heading starts.
    """

    paragraph: Paragraph
    level: int | None
    marker: str
    body: int
    topic: str | None
    is_heading: bool
    section: int


@dataclass(slots=True)
class Outline:
    """All blocks in reading order."""

    blocks: list[TextBlock]

    def _following(self, offset: int) -> int:
        """The position of the first block behind `offset`."""
        return bisect_right(self.blocks, offset, key=lambda block: block.paragraph.start)

    def at(self, offset: int) -> TextBlock:
        """The block that holds `offset`."""
        return self.blocks[max(self._following(offset) - 1, 0)]

    def section_start(self, offset: int) -> int:
        """Where the section that holds `offset` starts."""
        number = self.at(offset).section
        return next(block.paragraph.start for block in self.blocks if block.section == number)

    def barrier_after(self, offset: int) -> int:
        """Offset of the next heading above the level of lists; the end of the text without one."""
        here = self.at(offset).section
        for block in self.blocks[self._following(offset) :]:
            if block.section != here or (block.level is not None and block.level < LIST_LEVEL):
                return block.paragraph.start
        return self.blocks[-1].paragraph.end


def outline(text: RunningText, lexicon: NarrativeLexicon) -> Outline:
    """Give every paragraph its topic: that of the deepest recognised heading above it."""
    reader = _OutlineReader(lexicon)
    for paragraph in text.paragraphs:
        reader.add(_read_heading(paragraph, text, lexicon))
    return Outline(reader.blocks)


@dataclass(frozen=True, slots=True)
class _Heading:
    """What the words of a paragraph alone say: the level of its marker (None without one), the text
    behind the marker, whether it is a heading, and the topic its words name."""

    paragraph: Paragraph
    marker: str
    content: str
    level: int | None
    is_heading: bool
    topic: str | None


def _read_heading(paragraph: Paragraph, text: RunningText, lexicon: NarrativeLexicon) -> _Heading:
    plain = text.plain[paragraph.start : paragraph.end]
    level, width = None, 0
    for index, marker in enumerate(lexicon.markers):
        if match := marker.search(plain):
            level, width = index, match.end()
            break
    content = plain[width:]
    head = _CLAUSE_END.split(content, maxsplit=1)[0][: lexicon.max_head]
    ends_open = content[-1:] not in "。；，"
    is_heading = (level is not None and len(head) < lexicon.max_head) or (
        level is None and len(content) <= lexicon.max_plain and ends_open
    )
    if is_heading and lexicon.not_heading.search(content.rstrip("：")):
        is_heading = level == 0
    topic = _topic(head, lexicon) if is_heading and head else None
    if level in _RUN_IN_LEVELS and not is_heading:
        topic = _topic(content[:_RUN_IN], lexicon)
    return _Heading(paragraph, plain[:width], content, level, is_heading, topic)


class _OutlineReader:
    """Paragraphs to blocks, in reading order.

    `stack` holds the open headings, outermost first, as level and topic (None for a heading whose
    words are not known).
    """

    def __init__(self, lexicon: NarrativeLexicon) -> None:
        self.lexicon = lexicon
        self.blocks: list[TextBlock] = []
        self.stack: list[tuple[int, str | None]] = []
        self.section = 0

    def add(self, heading: _Heading) -> None:
        if self._stays_in_glossary(heading):
            self._append(heading, GLOSSARY, is_heading=False)
            return
        self._open(heading)
        topic = next((kept for _, kept in reversed(self.stack) if kept is not None), None)
        is_short = len(heading.content) <= self.lexicon.max_head
        self._append(heading, topic, is_heading=heading.is_heading and is_short)

    def _append(self, heading: _Heading, topic: str | None, *, is_heading: bool) -> None:
        start = heading.paragraph.start + len(heading.marker)
        self.blocks.append(
            TextBlock(
                heading.paragraph,
                heading.level,
                heading.marker,
                start,
                topic,
                is_heading,
                self.section,
            )
        )

    def _stays_in_glossary(self, heading: _Heading) -> bool:
        """Whether a paragraph below the heading of the glossary belongs to it: entries look like
        headings, so only a marker as high as the glossary's or a title of its own ends it."""
        depth = next((depth for depth, kept in self.stack if kept == GLOSSARY), None)
        if depth is None:
            return False
        if self.lexicon.glossary_entry.search(heading.content):
            return True
        if heading.level is not None:
            return heading.level > depth
        return heading.topic is None or not _is_title(heading.content, heading.topic, self.lexicon)

    def _open(self, heading: _Heading) -> None:
        """Close the headings this one ends and open it; a new topic starts a new section."""
        level, topic = heading.level, heading.topic
        if level is not None:
            above = next((kept for depth, kept in reversed(self.stack) if depth < level), None)
            if above in self.lexicon.lists and heading.content[-1:] in "。；":
                topic = None
            before = self.stack
            self.stack = [(depth, kept) for depth, kept in before if depth < level]
            if heading.is_heading or topic is not None:
                self.stack.append((level, topic))
            if topic is not None or self.stack != before:
                self.section += 1
        elif heading.is_heading and topic and _is_title(heading.content, topic, self.lexicon):
            self.stack = [(PLAIN_LEVEL, topic)]
            self.section += 1


def _topic(head: str, lexicon: NarrativeLexicon) -> str | None:
    return next((topic for topic, pattern in lexicon.topics if pattern.search(head)), None)


def _is_title(content: str, topic: str, lexicon: NarrativeLexicon) -> bool:
    """Whether a line without marker ends in the words of its topic, as a title does."""
    pattern = next(pattern for name, pattern in lexicon.topics if name == topic)
    matches = list(pattern.finditer(content))
    return bool(matches) and len(content) - matches[-1].end() <= 6 and not content[-1:].isdigit()
