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
from pipeline.narrative.narrative_words import Lead, MetricSpec, NarrativeLexicon
from pipeline.narrative.running import RunningText
from pipeline.narrative.sections import Outline
from pipeline.narrative.text_amounts import parse_number
from schemas.vocabulary import SignalSeverity

# A number of money or of things so near behind a name ought to have been read.
_LOST_NUMBER = re.compile(r"[^，。；：、\d]{0,16}\d[\d,.]*(?:亿元|万元|元|平方米|辆|台|套)")
_NONE_GAP = r"[^，。；：\d]{0,16}?"


def figures(
    text: RunningText, sections: Outline, lexicon: NarrativeLexicon, fiscal_year: int | None
) -> tuple[list[NarrativeMetric], list[Signal]]:
    """The figures of all metrics of the lexicon, in its order, and what was not understood."""
    reader = _FigureReader(text, sections, lexicon, fiscal_year)
    metrics = [
        metric
        for spec in lexicon.metrics.values()
        if (metric := reader.figure_of(spec)) is not None
    ]
    return metrics, [*reader.signals, *_placeholders(text, lexicon)]


class _FigureReader:
    """Reads the figures of one text; what cannot be read is added to `signals`."""

    def __init__(
        self,
        text: RunningText,
        sections: Outline,
        lexicon: NarrativeLexicon,
        fiscal_year: int | None,
    ) -> None:
        self.text = text
        self.sections = sections
        self.lexicon = lexicon
        self.fiscal_year = fiscal_year
        self.mentions = find_mentions(text, sections, lexicon)
        self.signals: list[Signal] = []

    def figure_of(self, spec: MetricSpec) -> NarrativeMetric | None:
        """The figure of a metric; None when the text prints none, with a signal if it ought to."""
        candidates = [m for m in self.mentions if m.lead.spec.metric == spec.metric]
        if candidates:
            return self._chosen(candidates)
        leads = [lead for lead in self.lexicon.leads if lead.spec.metric == spec.metric]
        none = self._none_statement(leads)
        if none is None and spec.is_core:
            self.signals.extend(self._silent_topics(leads))
        return none

    def _chosen(self, candidates: Sequence[Mention]) -> NarrativeMetric:
        """The figure: of its own topic, of the report's year, the first; completed by repetitions."""

        def rank(mention: Mention) -> tuple[int, int, int]:
            spec = mention.lead.spec
            topical = 0 if mention.topic in spec.topics else 1 if not mention.topic else 2
            # A stock names the year of its date, not of the budget.
            dated = mention.year is not None and not spec.has_date
            other_year = dated and self.fiscal_year not in (None, mention.year)
            return topical, int(other_year), mention.number_start

        ranked = sorted(candidates, key=rank)
        best = ranked[0]
        number = parse_number(best.number)
        read = [
            self._metric(mention)
            for mention in ranked
            if parse_number(mention.number) == number and mention.unit == best.unit
        ]
        return next((m for m in read if m.change_value is not None), read[0])

    def _metric(self, mention: Mention) -> NarrativeMetric:
        spec, text = mention.lead.spec, self.text
        value = parse_number(mention.number)
        scope = scope_of(mention, self.mentions, text, self.sections)
        clauses = read_clauses(mention, scope, value, self.lexicon)
        sentence, page = text.sentence(mention.start, scope.start + clauses.end)
        unread = [mention.number] if value is None else []
        for printed in [*unread, *clauses.unparsed]:
            self.signals.append(
                Signal(
                    signal="unparsed_number",
                    severity=SignalSeverity.WARNING,
                    text=printed,
                    message=f"说明文字{spec.name_zh}的数字“{printed}”读不出：{sentence[:80]}",
                    page_number=text.page_at(mention.start),
                )
            )
        details: list[str] = []
        if self.lexicon.approx.search(text.plain[: mention.number_start][-4:]):
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
            page_number=page,
            change_value=clauses.change,
            change_pct=percent,
            prev_value=previous,
            base_is_zero=zero,
            as_of=self._as_of(mention) if spec.has_date else None,
            reason_text=reason,
            detail="；".join(details) or None,
        )

    def _as_of(self, mention: Mention) -> date | None:
        """The date a stock is true at: the last one printed before it in its section."""
        start = self.sections.section_start(mention.start)
        *_, printed = (None, *self.lexicon.as_of.finditer(self.text.plain, start, mention.start))
        if printed is None:
            return None
        if printed["year"]:
            year = int(printed["year"])
        elif self.fiscal_year is not None:
            year = self.fiscal_year - 1
        else:
            return None
        month = int(printed["month"]) if printed["month"] else 12
        if not 1 <= month <= 12:
            return None
        last = calendar.monthrange(year, month)[1]
        day = int(printed["day"]) if printed["day"] else last
        return date(year, month, day) if 1 <= day <= last else None

    def _none_statement(self, leads: Sequence[Lead]) -> NarrativeMetric | None:
        """A figure of zero where its topic says in words that there is none."""
        for lead in leads:
            if not lead.spec.topics:
                continue
            pattern = re.compile(f"{self.lexicon.none}{_NONE_GAP}(?:{lead.bare.pattern})")
            for match in pattern.finditer(self.text.plain):
                if not self._says_none(lead, match):
                    continue
                sentence, page = self.text.sentence(*match.span())
                return NarrativeMetric(
                    metric=lead.spec.metric,
                    value=Decimal(0),
                    unit=lead.spec.unit,
                    sentence=sentence,
                    page_number=page,
                    detail="文字表述为无，未印数字",
                )
        return None

    def _says_none(self, lead: Lead, match: re.Match[str]) -> bool:
        """Whether the words stand below their own topic, of this year, and name this item."""
        plain = self.text.plain
        block = self.sections.at(match.start())
        if block.topic not in lead.spec.topics or block.topic in self.lexicon.never:
            return False
        before = plain[max(match.start() - 14, block.paragraph.start) : match.start()]
        if self.lexicon.none_other_year.search(before):
            return False
        return any(
            accepts(lead, plain, *name.span())
            for name in lead.bare.finditer(plain, match.start(), match.end())
        )

    def _silent_topics(self, leads: Sequence[Lead]) -> list[Signal]:
        """Where the item is named below its own heading and yet no number was read.

        A warning where a number stands near, else for information, once a metric.
        """
        text = self.text
        quiet: list[Signal] = []
        for lead in leads:
            for match in lead.bare.finditer(text.plain):
                block = self.sections.at(match.start())
                if block.topic not in lead.spec.topics or block.is_heading:
                    continue
                if not accepts(lead, text.plain, *match.span()):
                    continue
                lost = bool(_LOST_NUMBER.match(text.plain, match.end()))
                sentence, page = text.sentence(*match.span())
                words = "但没有读出数字" if lost else "但没有印出数字"
                signal = Signal(
                    signal="narrative_unparsed" if lost else "narrative_no_number",
                    severity=SignalSeverity.WARNING if lost else SignalSeverity.INFO,
                    text=sentence,
                    message=f"说明文字提到{lead.spec.name_zh}，{words}：{sentence[:80]}",
                    page_number=page,
                )
                if lost:
                    return [signal]
                quiet.append(signal)
        return quiet[:1]


def _base(value: Decimal | None, clauses: Clauses) -> tuple[Decimal | None, bool, Decimal | None]:
    """The year before, whether it is zero, and the percentage that still means something."""
    previous = clauses.previous
    if previous is None and value is not None and clauses.change is not None:
        previous = value - clauses.change
    zero = clauses.zero_base or previous == 0 or (clauses.no_base and previous is None)
    if zero and previous is None:
        previous = Decimal(0)
    return previous, zero, None if zero else clauses.percent


def _placeholders(text: RunningText, lexicon: NarrativeLexicon) -> list[Signal]:
    """Fields of a template that nobody filled in."""
    signals = []
    for match in lexicon.placeholder.finditer(text.plain):
        sentence, page = text.sentence(*match.span())
        signals.append(
            Signal(
                signal="placeholder",
                severity=SignalSeverity.WARNING,
                text=match.group(),
                message=f"说明文字留有未填的模板：{sentence[:80]}",
                page_number=page,
            )
        )
    return signals
