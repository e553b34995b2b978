"""Items of the lexicon named in the text together with their number.

Belongs here: finding name + filling words + number + unit, and names without a number.
Does not belong here: which of several mentions is the figure of the report, what changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.narrative.narrative_words import Lead, NarrativeLexicon
from pipeline.narrative.running import RunningText
from pipeline.narrative.sections import Outline

_BEFORE = 14
_AFTER = 8
_YEAR = re.compile(r"((?:19|20)\d{2})年")


@dataclass(frozen=True, slots=True)
class Mention:
    """An item with its number: offsets of the name, the number and the end of the unit."""

    lead: Lead
    start: int
    name_end: int
    number_start: int
    end: int
    number: str
    unit: str
    topic: str | None
    year: int | None


def accepts(lead: Lead, plain: str, start: int, end: int) -> bool:
    """Whether what stands around the name at `start`..`end` lets it be this item."""
    if lead.not_after and lead.not_after.search(plain[max(start - _BEFORE, 0) : start]):
        return False
    return not (lead.not_before and lead.not_before.search(plain[end : end + _AFTER]))


def find_mentions(text: RunningText, sections: Outline, lexicon: NarrativeLexicon) -> list[Mention]:
    """All items printed with a number, in reading order; one for each number and metric.

    Topics that hold no figures of the budget (glossary, duties …) are passed over.
    """
    if not sections.blocks:
        return []
    mentions: list[Mention] = []
    for lead in lexicon.leads:
        position = 0
        while match := lead.valued.search(text.plain, position):
            start, name_end = match.span("lead")
            position = start + 1
            if not accepts(lead, text.plain, start, name_end):
                continue
            topic = sections.at(match.start("number")).topic
            if topic in lexicon.never:
                continue
            if lead.spec.own_topic_only and topic not in lead.spec.topics:
                continue
            before = text.plain[max(start - 30, sections.at(start).paragraph.start) : start]
            clause = re.split("[。；]", before)[-1] + text.plain[start : match.start("number")]
            years = _YEAR.findall(clause)
            mentions.append(
                Mention(
                    lead,
                    start,
                    name_end,
                    match.start("number"),
                    match.end(),
                    match["number"],
                    match["unit"],
                    topic,
                    int(years[-1]) if years else None,
                )
            )
    return _one_a_number(mentions)


def _is_nearer(other: Mention, mention: Mention) -> bool:
    """Whether the same item is named again between `mention` and the number."""
    return other.lead.spec is mention.lead.spec and other.start >= mention.name_end


def _one_a_number(mentions: Iterable[Mention]) -> list[Mention]:
    """Of items that claim one number keep those of its topic, the longest name first.

    Two metrics may share a number when one name serves both (收支总预算).
    """
    by_number: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_number.setdefault(mention.number_start, []).append(mention)
    kept: list[Mention] = []
    for group in by_number.values():
        near = [m for m in group if not any(_is_nearer(other, m) for other in group)]
        topical = [m for m in near if m.topic in m.lead.spec.topics] or near
        best = max(topical, key=lambda m: (m.name_end - m.start, -m.start))
        kept.extend(m for m in topical if m.start == best.start and m.name_end == best.name_end)
    return sorted(kept, key=lambda m: (m.number_start, m.start))
