"""What the text of final accounts says of each classified item: budgeted, spent, why.

The national form prints, item by item, 一般公共服务支出（类）…（款）…（项）, the initial budget, the
final amount, the rate and the reason: the only passage where a report of final accounts gives the budget
of each item beside what was spent.

Belongs here: finding items with their amounts in the running text.
Does not belong here: codes of the names (`pipeline.derive`), comparing with tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.interpret.statement import Signal
from pipeline.narrative.metrics import NarrativeItem, PrintedAmount
from pipeline.narrative.narrative_words import NarrativeLexicon
from pipeline.narrative.running import SENTENCE_END, RunningText
from pipeline.narrative.sections import GLOSSARY, Outline
from pipeline.narrative.text_amounts import parse_number
from schemas.vocabulary import SignalSeverity, Stage


def narrative_items(
    text: RunningText, sections: Outline, lexicon: NarrativeLexicon
) -> tuple[list[NarrativeItem], list[Signal]]:
    """All items with a final amount, in printed order, and numbers that could not be read."""
    items: list[NarrativeItem] = []
    signals: list[Signal] = []
    paths = list(lexicon.items.path.finditer(text.plain))
    for index, match in enumerate(paths):
        if sections.at(match.start()).topic == GLOSSARY:
            continue
        stop = min(
            paths[index + 1].start() if index + 1 < len(paths) else len(text.plain),
            match.end() + lexicon.items.within,
            sections.barrier_after(match.end()),
        )
        amounts: dict[str, PrintedAmount] = {}
        end = match.end()
        for stage, printed in _printed(text.plain, match.end(), stop, lexicon):
            value = parse_number(printed["number"])
            if value is None:
                signals.append(_unread(printed["number"], text, match))
                continue
            if stage not in amounts:
                amounts[stage] = PrintedAmount(value, printed["unit"])
                end = max(end, printed.end())
        if Stage.FINAL_ACCOUNTS not in amounts:
            continue
        percent = lexicon.items.completed.search(text.plain, match.end(), stop)
        reason = _reason(text, end, stop, lexicon)
        sentence, _ = text.sentence(match.start(), end)
        items.append(
            NarrativeItem(
                names=_names(match, lexicon),
                amounts=amounts,
                percent=parse_number(percent["number"]) if percent else None,
                reason_text=reason,
                sentence=sentence,
                page_number=text.page_at(match.start()),
            )
        )
    return items, signals


def _names(match: re.Match[str], lexicon: NarrativeLexicon) -> tuple[str, ...]:
    whole = lexicon.items.before.sub("", match["class"])
    return tuple(name for name in (whole, match["group"], match["item"]) if name)


def _printed(
    plain: str, start: int, stop: int, lexicon: NarrativeLexicon
) -> Iterator[tuple[str, re.Match[str]]]:
    """Stages with their numbers; where words of two stages overlap, the first listed counts."""
    taken: list[tuple[int, int]] = []
    for stage, pattern in lexicon.items.stages:
        for match in pattern.finditer(plain, start, stop):
            if not any(low < match.end() and match.start() < high for low, high in taken):
                taken.append(match.span())
                yield stage, match


def _reason(text: RunningText, start: int, stop: int, lexicon: NarrativeLexicon) -> str | None:
    """The reason behind the amounts, to the end of its sentence."""
    match = lexicon.reason.search(text.plain, start, stop)
    if match is None:
        return None
    end = SENTENCE_END.search(text.plain, match.end(), stop)
    return text.printed[match.end() : end.start() if end else stop].strip() or None


def _unread(number: str, text: RunningText, match: re.Match[str]) -> Signal:
    page = text.page_at(match.start())
    return Signal(
        "unparsed_number",
        SignalSeverity.WARNING,
        number,
        f"第{page}页说明文字“{match.group(0)[:40]}”的数字“{number}”读不出",
        page_number=page,
    )
