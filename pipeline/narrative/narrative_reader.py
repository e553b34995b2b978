"""The running text of a report to structured facts: the order of the steps of this folder.

Belongs here: that order, and the words by which a text says "nothing".
Does not belong here: any of the steps (`figures`, `structure`, `classified_items`), the words
(`schemas/lexicon/narrative.toml`).
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.domain.text import squeeze, uniform
from pipeline.grid.printed_table import GridDocument
from pipeline.narrative.classified_items import narrative_items
from pipeline.narrative.figures import figures
from pipeline.narrative.metrics import Narrative
from pipeline.narrative.narrative_words import load_narrative_lexicon
from pipeline.narrative.running import running_text
from pipeline.narrative.sections import outline
from pipeline.narrative.structure import (
    composition,
    duties,
    glossary,
    offices,
    subordinates,
)


def extract_narrative(
    document: GridDocument,
    *,
    fiscal_year: int | None,
) -> Narrative:
    """Read the running text of a report.

    `fiscal_year` decides between figures of several years and dates "the end of last year"; it may
    be None. Figures are in their printed units. What was recognised but could not be read is in
    `signals`; nothing raises for what a report may hold.
    """
    lexicon = load_narrative_lexicon()
    text = running_text(document, lexicon)
    sections = outline(text, lexicon)
    result = Narrative()
    if not sections.blocks:
        return result
    result.metrics, result.signals = figures(text, sections, lexicon, fiscal_year)
    result.duties, duty_count = duties(text, sections, lexicon)
    result.offices, office_count = offices(text, sections, lexicon)
    subordinate_count = subordinates(text, sections, lexicon)
    if office_count is not None and result.offices:
        office_count = replace(office_count, detail="、".join(result.offices))
    stated = (office_count, duty_count, subordinate_count, composition(text, sections))
    result.metrics.extend(metric for metric in stated if metric is not None)
    result.glossary = glossary(text, sections, lexicon)
    result.items, unread = narrative_items(text, sections, lexicon)
    result.signals.extend(unread)
    return result


def is_none_word(text: str) -> bool:
    """Whether a cell or phrase says only that there is nothing (无, 0, --, empty)."""
    return squeeze(uniform(text)).strip("。") in load_narrative_lexicon().none_cells
