"""Sentences to figures: a lead, its number and unit, then change, percentage and reason.

Belongs here: the small engine; what it looks for is `schemas/lexicon/narrative.toml`.
Does not belong here: names of figures, sentences (`text`), checks of figures against tables.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pipeline.grid.model import GridDocument
from pipeline.interpret.lexicon import SCHEMAS, LexiconError
from pipeline.interpret.model import Signal
from pipeline.narrative.model import Narrative, NarrativeMetric
from pipeline.narrative.text import Sentence, sentences

# Between a lead and its number stand at most so many characters (为, 安排, a colon).
_GAP = r"[^\d，。；、（(]{0,8}"
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")


@dataclass(frozen=True, slots=True)
class _Lead:
    metric: str
    pattern: re.Pattern[str]
    has_change: bool
    is_dated: bool


@dataclass(frozen=True, slots=True)
class _Count:
    metric: str
    unit: str
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Words:
    leads: tuple[_Lead, ...]
    counts: tuple[_Count, ...]
    heading: re.Pattern[str]
    glossary: re.Pattern[str]
    duties: re.Pattern[str]
    duty_item: re.Pattern[str]
    composition: re.Pattern[str]
    none_word: re.Pattern[str]
    clause: re.Pattern[str]
    amount: re.Pattern[str]
    percent: re.Pattern[str]
    no_base: re.Pattern[str]
    reason: re.Pattern[str]
    as_of: re.Pattern[str]
    down: re.Pattern[str]
    same: re.Pattern[str]


@lru_cache(maxsize=2)
def _words(schemas: Path = SCHEMAS) -> _Words:
    path = schemas / "lexicon" / "narrative.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LexiconError(f"lexicon file {path} is missing") from error
    text, change = raw["text"], raw["change"]

    def number(name: str) -> str:
        return str(text["number"]).replace("{name}", name)

    def compile_(source: str) -> re.Pattern[str]:
        for key in ("up", "down", "same"):
            source = source.replace("{" + key + "}", str(change[key]))
        source = source.replace("{number}", number("change")).replace("{prev}", r"\d{4}")
        try:
            return re.compile(source)
        except re.error as error:
            raise LexiconError(f"{path}: pattern {source!r} cannot be used: {error}") from error

    leads = tuple(
        _Lead(
            row["metric"],
            compile_(
                f"(?P<lead>{row['lead']}){_GAP}{number('value')}"
                f"(?P<unit>{'|'.join(re.escape(unit) for unit in row['units'])})"
            ),
            bool(row.get("change")),
            bool(row.get("dated")),
        )
        for row in raw["metric"]
    )
    counts = tuple(
        _Count(row["metric"], row["unit"], tuple(compile_(p) for p in row["patterns"]))
        for row in raw["count"]
    )
    return _Words(
        leads=leads,
        counts=counts,
        heading=compile_(text["heading"]),
        glossary=compile_(text["glossary"]),
        duties=compile_(text["duties"]),
        duty_item=compile_(text["duty_item"]),
        composition=compile_(text["composition"]),
        none_word=compile_(text["none_word"]),
        clause=compile_(change["clause"]),
        amount=compile_(change["amount"]),
        percent=compile_(change["percent"]),
        no_base=compile_(change["no_base"]),
        reason=compile_(change["reason"]),
        as_of=compile_(raw["date"]["as_of"]),
        down=compile_(change["down"]),
        same=compile_(change["same"]),
    )


def is_none_word(text: str) -> bool:
    """Whether a cell says there is none ("无"), which is no project and no name."""
    return bool(_words().none_word.match(text.strip()))


def extract_narrative(document: GridDocument, *, fiscal_year: int | None = None) -> Narrative:
    """Figures, offices, duties and composition of the running text.

    The first sentence that gives a figure counts (the same figure said again is not kept). A lead
    without a number that can be read, or a change whose words contradict each other, is a signal.
    `fiscal_year` is not needed today; figures of other years are told by their words.
    """
    words = _words()
    result = Narrative()
    found: dict[str, NarrativeMetric] = {}
    all_sentences = sentences(document, words.heading, words.glossary)
    for sentence in all_sentences:
        for metric in _metrics(sentence, words, result.signals):
            found.setdefault(metric.metric, metric)
    result.metrics.extend(found.values())
    _body(all_sentences, words, result)
    _counts(all_sentences, words, result)
    return result


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("，", "").replace("．", "."))


def _metrics(sentence: Sentence, words: _Words, signals: list[Signal]) -> Iterator[NarrativeMetric]:
    hits: list[tuple[int, int, _Lead, re.Match[str]]] = []
    for lead in words.leads:
        for match in lead.pattern.finditer(sentence.text):
            hits.append((match.start(), match.end(), lead, match))
    # Where two leads claim the same number, the longer lead is meant (购置及运行 before 运行).
    hits.sort(key=lambda hit: (hit[1], hit[0]))
    kept: list[tuple[int, int, _Lead, re.Match[str]]] = []
    for hit in hits:
        if kept and kept[-1][1] == hit[1]:
            continue
        kept.append(hit)
    dated = words.as_of.search(sentence.text)
    for number, (start, end, lead, match) in enumerate(kept):
        stop = next(
            (s for s, _, other, _ in kept[number + 1 :] if other.has_change or not lead.has_change),
            len(sentence.text),
        )
        metric = NarrativeMetric(
            metric=lead.metric,
            value=_decimal(match["value"]),
            unit=match["unit"],
            sentence=sentence.text,
            page_number=sentence.page_number,
            as_of=_date(dated) if dated and lead.is_dated else None,
        )
        if lead.has_change:
            tail = _own_tail(sentence.text, start, end, stop)
            metric = _with_change(metric, tail, words, signals)
        yield metric


def _own_tail(text: str, start: int, end: int, stop: int) -> str:
    """What is said of a figure: after its number, bracketed asides (parts of it) left out.

    A figure whose parts stand in the brackets right behind it goes on after them; a figure inside
    brackets ends with them.
    """
    if text[end : end + 1] in ("（", "("):
        rest = text[end:]
        while (shorter := _BRACKETS.sub("", rest)) != rest:
            rest = shorter
        return _until_next_item(rest)
    tail = text[end:stop]
    depth = 0
    for place, mark in enumerate(tail):
        if mark in "（(":
            depth += 1
        elif mark in "）)":
            depth -= 1
            if depth < 0:
                return tail[:place]
    return tail


def _until_next_item(text: str) -> str:
    """Up to the semicolon that ends what is said of this item."""
    return text.split("；", 1)[0]


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _with_change(
    metric: NarrativeMetric, tail: str, words: _Words, signals: list[Signal]
) -> NarrativeMetric:
    clause = words.clause.search(tail)
    reason = words.reason.search(tail)
    reason_text = reason["reason"].rstrip("。；，") if reason else None
    if clause is None:
        return replace(metric, reason_text=reason_text)
    before_reason = tail[: reason.start()] if reason else tail
    rest = before_reason[clause.end() :]
    change: Decimal | None = None
    amount = words.amount.match(rest)
    if words.same.fullmatch(clause["word"]):
        change = Decimal(0)
    elif amount is not None and amount["change_unit"] == metric.unit:
        change = _decimal(amount["change"])
        if words.down.fullmatch(clause["word"]):
            change = -change
    else:
        signals.append(
            Signal(
                signal="narrative_unparsed",
                severity="warning",
                text=tail[:80],
                message=f"第{metric.page_number}页“{metric.metric}”的增减额读不出：{tail[:60]}",
                page_number=metric.page_number,
            )
        )
    percent = words.percent.search(rest)
    pct: Decimal | None = None
    detail: str | None = None
    no_base = bool(words.no_base.search(rest))
    if percent is not None:
        detail = percent.group(0)
        if percent["pct"] is not None and not no_base:
            pct = _decimal(percent["pct"])
            if words.down.fullmatch(percent["pct_word"]) or percent["pct_word"] == "降幅":
                pct = -pct
        elif percent["no_base"] is not None:
            no_base = True
    return replace(
        metric,
        change_value=change,
        change_pct=pct,
        prev_value=None if change is None or metric.value is None else metric.value - change,
        base_is_zero=no_base,
        reason_text=reason_text,
        detail=detail,
    )


def _body(all_sentences: list[Sentence], words: _Words, result: Narrative) -> None:
    """Duties and composition: what stands under their headings."""
    for sentence in all_sentences:
        if words.duties.search(sentence.heading) and words.duty_item.match(sentence.text):
            result.duties.append(sentence.text)
        is_composition = words.composition.search(sentence.heading) and "构成" in sentence.heading
        if is_composition and result.composition is None:
            result.composition = sentence.text
    if result.duties:
        result.metrics.append(
            NarrativeMetric(
                metric="DUTY_COUNT",
                value=Decimal(len(result.duties)),
                unit="项",
                sentence=result.duties[0],
                page_number=next(
                    s.page_number for s in all_sentences if s.text == result.duties[0]
                ),
            )
        )


def _counts(all_sentences: list[Sentence], words: _Words, result: Narrative) -> None:
    for count in words.counts:
        for sentence in all_sentences:
            match = next((m for p in count.patterns if (m := p.search(sentence.text))), None)
            if match is None:
                continue
            names = [
                name for name in re.split(r"[、，,]|和(?=[^、]{2,12}$)", match["list"]) if name
            ]
            result.metrics.append(
                NarrativeMetric(
                    metric=count.metric,
                    value=Decimal(match["count"]),
                    unit=count.unit,
                    detail="、".join(names),
                    sentence=sentence.text,
                    page_number=sentence.page_number,
                )
            )
            if count.metric == "OFFICE_COUNT":
                result.offices = names
            break
