"""Headings of the running text and what the text below them is about.

Belongs here: finding headings by their markers and words, the topic of every paragraph.
Does not belong here: the words (narrative.toml), figures.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from pipeline.narrative.narrative_words import NarrativeLexicon
from pipeline.narrative.running import Paragraph, RunningText

GLOSSARY = "glossary"
PLAIN_LEVEL = 0
# Levels whose heading may run on into the text, and how far its words are looked for.
_RUN_IN_LEVELS = (1, 2)
_RUN_IN = 28
LIST_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its place: `level` of its marker (0 = 第…部分), None without one.

    `body` is the offset after the marker. `section` counts stretches of one topic under one
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

    blocks: list[Block]
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [block.paragraph.start for block in self.blocks]

    def at(self, offset: int) -> Block:
        """The block that holds `offset`."""
        return self.blocks[max(bisect_right(self._starts, offset) - 1, 0)]

    def section_start(self, offset: int) -> int:
        """Where the section that holds `offset` starts."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        number = self.blocks[index].section
        while index and self.blocks[index - 1].section == number:
            index -= 1
        return self.blocks[index].paragraph.start

    def barrier_after(self, offset: int) -> int:
        """The next place where a heading above the level of lists starts."""
        index = bisect_right(self._starts, offset)
        here = self.at(offset).section
        for block in self.blocks[index:]:
            if block.section != here or (block.level is not None and block.level < LIST_LEVEL):
                return block.paragraph.start
        return self.blocks[-1].paragraph.end


def _head(text: str, limit: int) -> str:
    for index, char in enumerate(text[: limit + 1]):
        if char in "。：；，":
            return text[:index]
    return text[:limit]


def outline(text: RunningText, lexicon: NarrativeLexicon) -> Outline:
    """Give every paragraph its topic: that of the deepest recognised heading above it."""
    blocks: list[Block] = []
    stack: list[tuple[int, str | None]] = []
    section = 0
    for paragraph in text.paragraphs:
        plain = text.plain[paragraph.start : paragraph.end]
        level, width = None, 0
        for index, marker in enumerate(lexicon.markers):
            if found := marker.search(plain):
                level, width = index, found.end()
                break
        content = plain[width:]
        head = _head(content, lexicon.max_head)
        ends_open = content[-1:] not in "。；，"
        heading = (level is not None and len(head) < lexicon.max_head) or (
            level is None and len(content) <= lexicon.max_plain and ends_open
        )
        if heading and lexicon.not_heading.search(content.rstrip("：")):
            heading = level is not None and level == 0
        topic = _topic(head, lexicon) if heading and head else None
        if level in _RUN_IN_LEVELS and not heading:
            topic = _topic(content[:_RUN_IN], lexicon)
        inside_glossary = any(kept == GLOSSARY for _, kept in stack)
        if inside_glossary:
            glossary_level = next(depth for depth, kept in stack if kept == GLOSSARY)
            entry = lexicon.glossary_entry.search(content)
            leaves = level is not None and level <= glossary_level and not entry
            titled = level is None and topic is not None and not entry
            if not leaves and not (titled and _is_title(content, str(topic), lexicon)):
                blocks.append(
                    Block(
                        paragraph,
                        level,
                        plain[:width],
                        paragraph.start + width,
                        GLOSSARY,
                        False,
                        section,
                    )
                )
                continue
        if level is not None:
            above = next((kept for depth, kept in reversed(stack) if depth < level), None)
            if above in lexicon.lists and content[-1:] in "。；":
                topic = None
            before = list(stack)
            stack = [(depth, kept) for depth, kept in stack if depth < level]
            if heading or topic is not None:
                stack.append((level, topic))
            if topic is not None or stack != before:
                section += 1
        elif heading and topic is not None and _is_title(content, topic, lexicon):
            stack = [(PLAIN_LEVEL, topic)]
            section += 1
        current = next((kept for _, kept in reversed(stack) if kept is not None), None)
        blocks.append(
            Block(
                paragraph,
                level,
                plain[:width],
                paragraph.start + width,
                current,
                heading and len(content) <= lexicon.max_head,
                section,
            )
        )
    return Outline(blocks)


def _topic(head: str, lexicon: NarrativeLexicon) -> str | None:
    return next((topic for topic, pattern in lexicon.topics if pattern.search(head)), None)


def _is_title(content: str, topic: str, lexicon: NarrativeLexicon) -> bool:
    """Whether a line without marker ends in the words of its topic, as a title does."""
    pattern = next(pattern for name, pattern in lexicon.topics if name == topic)
    found = list(pattern.finditer(content))
    return bool(found) and len(content) - found[-1].end() <= 6 and not content[-1:].isdigit()
