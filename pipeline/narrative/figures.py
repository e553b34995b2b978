"""From mentions to the figures of the report: one a metric, with its sentence.

Belongs here: ranking of mentions, the year before, dates, statements of "none", signals.
Does not belong here: reading clauses, structure of duties and offices.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pipeline.interpret.statement import Signal
from pipeline.narrative.clauses import Clauses, read_clauses, scope_of
from pipeline.narrative.mentions import Mention, accepts, find_mentions
from pipeline.narrative.metrics import NarrativeMetric
from pipeline.narrative.narrative_words import Lead, NarrativeLexicon
from pipeline.narrative.running import RunningText
from pipeline.narrative.sections import Outline
from pipeline.narrative.text_amounts import parse_number
from schemas.vocabulary import SignalSeverity

_STOPS = re.compile("[。！？]")
# A number of money or of things so near behind a name ought to have been read.
_LOST_NUMBER = re.compile(r"[^，。；：、\d]{0,16}\d[\d,.]*(?:亿元|万元|元|平方米|辆|台|套)")
_NONE_GAP = r"[^，。；：\d]{0,16}?"


def figures(
    text: RunningText, sections: Outline, lexicon: NarrativeLexicon, fiscal_year: int | None
) -> tuple[list[NarrativeMetric], list[Signal]]:
    """The figures of all metrics of the lexicon, in its order, and what was not understood."""
    mentions = find_mentions(text, sections, lexicon)
    signals: list[Signal] = []
    metrics: list[NarrativeMetric] = []
    for code, spec in lexicon.metrics.items():
        own = [mention for mention in mentions if mention.lead.spec.metric == code]
        if own:
            metrics.append(_choose(own, mentions, text, sections, lexicon, fiscal_year, signals))
            continue
        leads = [lead for lead in lexicon.leads if lead.spec.metric == code]
        none = _none_statement(leads, text, sections, lexicon, fiscal_year)
        if none is not None:
            metrics.append(none)
        elif spec.is_core:
            signals.extend(_silent_topics(leads, text, sections, lexicon))
    signals.extend(_placeholders(text, sections, lexicon))
    return metrics, signals


def _choose(
    own: Sequence[Mention],
    mentions: Sequence[Mention],
    text: RunningText,
    sections: Outline,
    lexicon: NarrativeLexicon,
    fiscal_year: int | None,
    signals: list[Signal],
) -> NarrativeMetric:
    """The figure: of its own topic, of the report's year, the first; completed by repetitions."""

    def rank(mention: Mention) -> tuple[int, int, int]:
        topical = 0 if mention.topic in mention.lead.spec.topics else 1 if not mention.topic else 2
        # A stock names the year of its date, not of the budget.
        dated = mention.year is not None and not mention.lead.spec.has_date
        other_year = dated and fiscal_year not in (None, mention.year)
        return topical, int(other_year), mention.number_start

    ranked = sorted(own, key=rank)
    best = ranked[0]
    read = [
        _metric(mention, mentions, text, sections, lexicon, fiscal_year, signals)
        for mention in ranked
        if parse_number(mention.number) == parse_number(best.number) and mention.unit == best.unit
    ]
    return next((m for m in read if m.change_value is not None), read[0])


def _metric(
    mention: Mention,
    mentions: Sequence[Mention],
    text: RunningText,
    sections: Outline,
    lexicon: NarrativeLexicon,
    fiscal_year: int | None,
    signals: list[Signal],
) -> NarrativeMetric:
    spec = mention.lead.spec
    page = text.page_at(mention.start)
    value = parse_number(mention.number)
    scope = scope_of(mention, mentions, text, sections)
    clauses = read_clauses(mention, scope, value, lexicon)
    low, high = text.sentence_bounds(mention.start, scope.start + clauses.end, _STOPS)
    sentence = text.printed[low:high]
    unread = [mention.number] if value is None else []
    for printed in [*unread, *(clauses.unparsed or [])]:
        signals.append(
            Signal(
                signal="unparsed_number",
                severity=SignalSeverity.WARNING,
                text=printed,
                message=f"说明文字{spec.name_zh}的数字“{printed}”读不出：{sentence[:80]}",
                page_number=page,
            )
        )
    details: list[str] = []
    if lexicon.approx.search(text.plain[: mention.number_start][-4:]):
        details.append("约数")
    previous, zero, percent = _base(value, clauses)
    if percent is None and clauses.printed_percent is not None:
        details.append(f"百分比印为{clauses.printed_percent}")
    reason = clauses.reason
    if clauses.reason_span is not None and reason is not None:
        first, last = clauses.reason_span
        reason = text.printed[first:last] if len(reason) == last - first else reason
    if spec.remark_is_detail and reason is not None:
        details.append(reason)
        reason = None
    return NarrativeMetric(
        metric=spec.metric,
        value=value,
        unit=mention.unit,
        sentence=sentence,
        page_number=text.page_at(low),
        change_value=clauses.change,
        change_pct=percent,
        prev_value=previous,
        base_is_zero=zero,
        as_of=_as_of(mention, text, sections, lexicon, fiscal_year) if spec.has_date else None,
        reason_text=reason,
        detail="；".join(details) or None,
    )


def _base(value: Decimal | None, clauses: Clauses) -> tuple[Decimal | None, bool, Decimal | None]:
    """The year before, whether it is zero, and the percentage that still means something."""
    previous = clauses.previous
    if previous is None and value is not None and clauses.change is not None:
        previous = value - clauses.change
    zero = clauses.zero_base or previous == 0 or (clauses.no_base and previous is None)
    if zero and previous is None:
        previous = Decimal(0)
    return previous, zero, None if zero else clauses.percent


def _as_of(
    mention: Mention,
    text: RunningText,
    sections: Outline,
    lexicon: NarrativeLexicon,
    fiscal_year: int | None,
) -> date | None:
    found = None
    for match in lexicon.as_of.finditer(
        text.plain, sections.section_start(mention.start), mention.start
    ):
        found = match
    if found is None:
        return None
    if found["year"]:
        year = int(found["year"])
    elif fiscal_year is not None:
        year = fiscal_year - 1
    else:
        return None
    month = int(found["month"]) if found["month"] else 12
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(found["day"]) if found["day"] else last
    return date(year, month, day) if 1 <= day <= last else None


def _none_statement(
    leads: Sequence[Lead],
    text: RunningText,
    sections: Outline,
    lexicon: NarrativeLexicon,
    fiscal_year: int | None,
) -> NarrativeMetric | None:
    """A figure of zero where its topic says in words that there is none."""
    for lead in leads:
        if not lead.spec.topics:
            continue
        pattern = re.compile(f"{lexicon.none}{_NONE_GAP}(?:{lead.bare.pattern})")
        for match in pattern.finditer(text.plain):
            block = sections.at(match.start())
            if block.topic not in lead.spec.topics or block.topic in lexicon.never:
                continue
            before = text.plain[max(match.start() - 14, block.paragraph.start) : match.start()]
            if lexicon.none_other_year.search(before):
                continue
            names = [
                found
                for found in lead.bare.finditer(text.plain, match.start(), match.end())
                if accepts(lead, text.plain, *found.span())
            ]
            if not names:
                continue
            low, high = text.sentence_bounds(match.start(), match.end(), _STOPS)
            return NarrativeMetric(
                metric=lead.spec.metric,
                value=Decimal(0),
                unit=lead.spec.unit,
                sentence=text.printed[low:high],
                page_number=text.page_at(low),
                detail="文字表述为无，未印数字",
            )
    return None


def _silent_topics(
    leads: Sequence[Lead], text: RunningText, sections: Outline, lexicon: NarrativeLexicon
) -> list[Signal]:
    """Where the item is named below its own heading and yet no number was read.

    A warning where a number stands near, else for information, once a metric.
    """
    quiet: list[Signal] = []
    for lead in leads:
        for match in lead.bare.finditer(text.plain):
            block = sections.at(match.start())
            if block.topic not in lead.spec.topics or block.is_heading:
                continue
            if not accepts(lead, text.plain, *match.span()):
                continue
            lost = bool(_LOST_NUMBER.match(text.plain, match.end()))
            low, high = text.sentence_bounds(match.start(), match.end(), _STOPS)
            sentence = text.printed[low:high]
            words = "但没有读出数字" if lost else "但没有印出数字"
            signal = Signal(
                signal="narrative_unparsed" if lost else "narrative_no_number",
                severity=SignalSeverity.WARNING if lost else SignalSeverity.INFO,
                text=sentence,
                message=f"说明文字提到{lead.spec.name_zh}，{words}：{sentence[:80]}",
                page_number=text.page_at(low),
            )
            if lost:
                return [signal]
            quiet.append(signal)
    return quiet[:1]


def _placeholders(text: RunningText, sections: Outline, lexicon: NarrativeLexicon) -> list[Signal]:
    found = []
    for match in lexicon.placeholder.finditer(text.plain):
        low, high = text.sentence_bounds(match.start(), match.end(), _STOPS)
        found.append(
            Signal(
                signal="placeholder",
                severity=SignalSeverity.WARNING,
                text=match.group(),
                message=f"说明文字留有未填的模板：{text.printed[low:high][:80]}",
                page_number=text.page_at(low),
            )
        )
    return found
