"""Lists of the running text: duties, internal offices, subordinate units, glossary.

Belongs here: enumerations and their counts.
Does not belong here: money, percentages, words (narrative.toml).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from decimal import Decimal

from pipeline.domain.text import uniform
from pipeline.narrative.metrics import Duty, GlossaryEntry, NarrativeMetric
from pipeline.narrative.narrative_words import NarrativeLexicon
from pipeline.narrative.running import RunningText
from pipeline.narrative.sections import GLOSSARY, Outline, TextBlock
from pipeline.narrative.text_amounts import parse_count

_BODY_TOPICS = ("offices", "duties", "composition", None)
_HEAD = 30
_ORDINAL = re.compile(r"\d+|[一二三四五六七八九十]+")


def _ordinal(block: TextBlock) -> int | None:
    match = _ORDINAL.search(block.marker)
    count = parse_count(match.group()) if match else None
    return int(count) if count is not None else None


def duties(
    text: RunningText, sections: Outline, lexicon: NarrativeLexicon
) -> tuple[list[Duty], NarrativeMetric | None]:
    """The printed list of duties, its first run of ordinals from one on, and its length."""
    blocks = [block for block in sections.blocks if block.topic == "duties"]
    first = next(
        (
            index
            for index, block in enumerate(blocks)
            if block.level is not None and _ordinal(block) == 1 and _has_text(block)
        ),
        None,
    )
    if first is None:
        return [], None
    level = blocks[first].level
    listed: list[Duty] = []
    for block in blocks[first:]:
        body = text.printed[block.body : block.paragraph.end]
        if block.level == level:
            if _ordinal(block) != len(listed) + 1:
                break
            listed.append(Duty(len(listed) + 1, block.marker, body, block.paragraph.page_number))
        elif block.level is not None and level is not None and block.level < level:
            break
        elif listed:
            last = listed[-1]
            marker = text.printed[block.paragraph.start : block.body]
            listed[-1] = Duty(
                last.ordinal, last.marker, last.text + marker + body, last.page_number
            )
    heads = [duty.text[:_HEAD] for duty in listed]
    pattern = next((pattern for topic, pattern in lexicon.topics if topic == "duties"), None)
    # A list of bodies, each with its own duties, is no list of duties to be counted.
    nested = pattern is not None and any(pattern.search(uniform(head)) for head in heads)
    if len(listed) < 2 or nested:
        return listed, None
    return listed, NarrativeMetric(
        metric="DUTY_COUNT",
        value=Decimal(len(listed)),
        unit="条",
        sentence=listed[0].marker + listed[0].text,
        page_number=listed[0].page_number,
        detail="由列出的职责计数",
    )


def _has_text(block: TextBlock) -> bool:
    return block.paragraph.end - block.body >= 8


def offices(
    text: RunningText, sections: Outline, lexicon: NarrativeLexicon
) -> tuple[list[str], NarrativeMetric | None]:
    """The printed list of internal offices and the printed number of them.

    A list without a printed number gives no metric; a number without a list an empty list.
    """
    first: NarrativeMetric | None = None
    for block in _about_bodies(sections):
        start, end = block.paragraph.start, block.paragraph.end
        match = _first_match(lexicon.office_counts, text, block)
        if match is None:
            continue
        sentence, page = text.sentence(*match.span())
        metric = NarrativeMetric("OFFICE_COUNT", parse_count(match["n"]), "个", sentence, page)
        names = _list_after(text, match.end(), end, lexicon)
        names = names or _list_after(text, start, match.end(), lexicon)
        if names:
            return names, metric
        first = first or metric
    if first is not None:
        return [], first
    for block in _about_bodies(sections):
        unnumbered = _first_match([lexicon.office_unnumbered], text, block)
        if unnumbered:
            names = _names(text, unnumbered.end(), block.paragraph.end, lexicon)
            if len(names) >= 2:
                return names, None
    return [], None


def _about_bodies(sections: Outline) -> list[TextBlock]:
    """Where a text speaks of the body itself, its offices and units."""
    return [block for block in sections.blocks if block.topic in _BODY_TOPICS]


def _first_match(
    patterns: Iterable[re.Pattern[str]], text: RunningText, block: TextBlock
) -> re.Match[str] | None:
    """What the first pattern that occurs in a paragraph finds there."""
    start, end = block.paragraph.start, block.paragraph.end
    return next(filter(None, (p.search(text.plain, start, end) for p in patterns)), None)


def _list_after(text: RunningText, start: int, end: int, lexicon: NarrativeLexicon) -> list[str]:
    opening = lexicon.office_list.search(
        text.plain, start, min(start + lexicon.office_list_within, end)
    )
    if opening is None:
        return []
    *before, subject = text.plain[start : opening.start()].split("。")
    if before and not lexicon.office_list_subject.search(subject):
        return []
    return _names(text, opening.end(), end, lexicon)


def _names(text: RunningText, start: int, end: int, lexicon: NarrativeLexicon) -> list[str]:
    stop = lexicon.office_stop.search(text.plain, start, end)
    end = stop.start() if stop else end
    names: list[str] = []
    depth, begin = 0, start
    for index in range(start, end + 1):
        char = text.plain[index] if index < end else "、"
        depth += (char == "（") - (char == "）")
        if depth <= 0 and char in "、，":
            name = text.printed[begin:index].strip('：:“”"')
            if name and not lexicon.office_uncounted.search(name):
                names.append(name)
            begin = index + 1
    return names


def composition(text: RunningText, sections: Outline) -> NarrativeMetric | None:
    """What the budget is made up of, as a row: no number, the whole text below the heading as its
    detail and sentence."""
    blocks = [block for block in sections.blocks if block.topic == "composition"]
    whole = "".join(
        text.printed[block.paragraph.start : block.paragraph.end]
        for block in blocks
        if not block.is_heading or text.plain[block.paragraph.end - 1] == "。"
    )
    if not whole:
        return None
    page = text.page_at(blocks[0].paragraph.start)
    return NarrativeMetric("COMPOSITION", None, None, whole, page, detail=whole)


def subordinates(
    text: RunningText, sections: Outline, lexicon: NarrativeLexicon
) -> NarrativeMetric | None:
    """The printed number of subordinate units, zero where the text says there are none."""
    for block in sorted(_about_bodies(sections), key=lambda b: b.topic != "composition"):
        if none := _first_match([lexicon.subordinate_none], text, block):
            sentence, page = text.sentence(*none.span())
            return NarrativeMetric(
                "SUBORDINATE_UNIT_COUNT",
                Decimal(0),
                "个",
                sentence,
                page,
                detail="文字表述为无，未印数字",
            )
        if match := _first_match(lexicon.subordinate_counts, text, block):
            sentence, page = text.sentence(*match.span())
            return NarrativeMetric(
                "SUBORDINATE_UNIT_COUNT", parse_count(match["n"]), "个", sentence, page
            )
    return None


def definition_hash(definition: str) -> str:
    """16 hex digits that are equal for equal definitions, punctuation made uniform."""
    return hashlib.sha256(definition.encode("utf-8", "replace")).hexdigest()[:16]


def glossary(
    text: RunningText, sections: Outline, lexicon: NarrativeLexicon
) -> list[GlossaryEntry]:
    """Terms and their definitions; a paragraph without a term continues the one before."""
    entries: list[GlossaryEntry] = []
    for block in sections.blocks:
        if block.topic != GLOSSARY or block.is_heading:
            continue
        body = block.body
        plain = text.plain[body : block.paragraph.end]
        entry = lexicon.glossary_entry.search(plain)
        if entry is None or (block.level is None and entries and "：" not in plain[:30]):
            if entries and block.level is None and plain.endswith("。"):
                last = entries[-1]
                whole = last.definition + text.printed[block.paragraph.start : block.paragraph.end]
                entries[-1] = GlossaryEntry(
                    last.term, whole, definition_hash(whole), last.page_number
                )
            continue
        low, high = entry.span("definition")
        definition = text.printed[body + low : body + high]
        entries.append(
            GlossaryEntry(
                text.printed[body + entry.start("term") : body + entry.end("term")],
                definition,
                definition_hash(plain[low:high]),
                block.paragraph.page_number,
            )
        )
    return entries
