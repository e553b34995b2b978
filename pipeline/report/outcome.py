"""The outcome of a report: accepted, partial, quarantined or rejected, with a reason for people.

Belongs here: which findings lead to which outcome, and the words for it.
Does not belong here: finding anything; duplicates and versions (only the warehouse sees all
reports), files that cannot be opened (`refusal`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.domain.lexicon import Lexicon
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import Signal
from schemas.vocabulary import DocumentKind, ListItem, Outcome, SignalSeverity, StatementKind

_REPORTS = (DocumentKind.BUDGET, DocumentKind.FINAL_ACCOUNTS)

# Below this many characters a page has no text layer worth the name.
MIN_CHARS_PER_PAGE = 12
# A document of no known kind with so many different titles of statements is an unknown form.
MIN_UNKNOWN_TITLES = 4
# With a larger share of characters without a known text the text layer says nothing. Real reports
# have 1 % at most.
MAX_UNREADABLE_SHARE = 0.3
# At least this share of a page covered by pictures makes it a scan.
SCAN_IMAGE_RATIO = 0.3


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a report or a file. `reason` is Chinese: what, where and what to do."""

    outcome: Outcome
    reason_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """What reading says of a file, whatever it is about."""

    page_count: int
    pages_without_text: int
    scanned_pages: int
    unreadable_pages: Sequence[tuple[int, str]]
    table_count: int
    title_like: Sequence[str] = ()
    unreadable_share: float = 0.0


def decide(
    report: InterpretedReport,
    facts: ReadFacts,
    listed: Mapping[str, str],
    held_back: Mapping[int, str],
    main_failed: str | None,
    lexicon: Lexicon,
) -> Decision:
    """The outcome of a report in a file that could be opened; the first reason that applies.

    `listed` maps the kinds of statements that the contents page names to their lines there;
    `held_back` maps the ordinal of a table to why its statement is not published; `main_failed`
    says why the main statements cannot be trusted, or None.
    """
    return (
        _unreadable(facts)
        or _not_a_report(report, facts, lexicon)
        or _main_statements_missing(report, lexicon)
        or _untrusted(report, main_failed, lexicon)
        or _complete(report, facts, listed, held_back, lexicon)
    )


def _not_a_report(report: InterpretedReport, facts: ReadFacts, lexicon: Lexicon) -> Decision | None:
    """Documents that are not a department's budget or accounts, or do not look like any we know."""
    identity = report.identity
    kind = identity.document_kind
    if identity.evidence.get("no_report"):
        return Decision(
            Outcome.REJECTED,
            "not_a_report",
            f"不是已填报的部门报告（{identity.evidence['no_report'][:80]}），无需处理",
        )
    money = [s for s in report.statements if not lexicon.statements[s.kind].is_free]
    if kind == DocumentKind.PERFORMANCE_TARGETS and not money:
        return Decision(
            Outcome.REJECTED,
            "performance_targets",
            "这是绩效目标申报表，不是预算或决算报告，无需处理",
        )
    if kind == DocumentKind.NARRATIVE_ONLY:
        if facts.table_count and report.unidentified:
            return _unknown_layout(report, shown=facts.title_like)
        return Decision(
            Outcome.REJECTED,
            "no_statement_tables",
            "只有文字说明，没有预算或决算表；请另找该部门公开的附表文件放入同一目录",
        )
    if kind in _REPORTS:
        return None
    if len(facts.title_like) >= MIN_UNKNOWN_TITLES:
        return _unknown_layout(report, shown=facts.title_like)
    return Decision(
        Outcome.REJECTED, "not_a_report", "内容不是部门（单位）预算或决算报告，无需处理"
    )


def _main_statements_missing(report: InterpretedReport, lexicon: Lexicon) -> Decision | None:
    """A report without its main statements, or without anything that says what is spent on what."""
    needed = {kind for kind, spec in lexicon.statements.items() if spec.is_main}
    missing = needed - {s.kind for s in report.statements}
    spending = StatementKind.EXPENDITURE_OVERVIEW
    if report.statement(spending) is None and not _lists_classes(report):
        missing.add(spending)
    if not missing:
        return None
    names = (lexicon.statements[kind].name_zh for kind in sorted(missing))
    return _unknown_layout(report, "、".join(names))


def _untrusted(
    report: InterpretedReport, main_failed: str | None, lexicon: Lexicon
) -> Decision | None:
    """A report whose body, year or currency unit is unknown, or whose main statements fail."""
    identity = report.identity
    if identity.entity_name is None or identity.fiscal_year is None:
        lacking = "单位名称" if identity.entity_name is None else "年度"
        return Decision(
            Outcome.QUARANTINED,
            "identity_unknown",
            f"读不出报告的{lacking}；请核对封面与表头后补充识别词表",
        )
    if any(
        s.currency_unit is None for s in report.statements if lexicon.statements[s.kind].is_main
    ):
        return Decision(
            Outcome.QUARANTINED,
            "unit_unknown",
            "主要报表没有印出金额单位，金额无法换算；请核对原件",
        )
    if main_failed:
        return Decision(Outcome.QUARANTINED, "reconciliation_failed", main_failed)
    return None


def _lists_classes(report: InterpretedReport) -> bool:
    """Whether the overview prints amounts by function class."""
    overview = report.statement(StatementKind.BUDGET_OVERVIEW)
    return overview is not None and any(
        row.item == ListItem.FUNCTION_CLASS and row.amounts for row in overview.rows
    )


def _unreadable(facts: ReadFacts) -> Decision | None:
    if facts.page_count and facts.pages_without_text == facts.page_count:
        if facts.scanned_pages:
            return Decision(
                Outcome.QUARANTINED,
                "image_only",
                f"全部{facts.page_count}页都是图片，没有文字层；需要光学识别后再处理",
            )
        return Decision(
            Outcome.QUARANTINED,
            "no_text_layer",
            "文件没有可读的文字层；请向公开单位索取可复制文字的版本",
        )
    if facts.unreadable_share > MAX_UNREADABLE_SHARE:
        return Decision(
            Outcome.QUARANTINED,
            "unreadable_text",
            f"文字层不可读：表格所在页有{facts.unreadable_share:.0%}的字符没有对应的文字"
            "（字体缺少编码表）；请向公开单位索取可复制文字的版本，或做光学识别",
        )
    if facts.unreadable_pages:
        pages = "、".join(str(page) for page, _ in facts.unreadable_pages[:10] if page)
        where = f"第{pages}页读不出" if pages else "文件末尾缺失"
        return Decision(
            Outcome.QUARANTINED,
            "truncated",
            f"文件不完整或已损坏：{where}（{facts.unreadable_pages[0][1]}）；请重新下载",
        )
    return None


def _unknown_layout(
    report: InterpretedReport, missing: str = "", shown: Sequence[str] = ()
) -> Decision:
    titles = shown or [
        line.text
        for table in report.unidentified
        for line in table.above[-3:-2] or table.above[-1:]
    ]
    listed = "；".join(dict.fromkeys(title for title in titles if title)) or "（无标题）"
    what = f"没有找到{missing}" if missing else "没有一张表的标题与表头在词表中"
    return Decision(
        Outcome.QUARANTINED,
        "unknown_layout",
        f"版式未识别：{what}。未识别的表上方文字：{listed[:200]}；请在 schemas/lexicon 中补充标题与表头",
    )


def _complete(
    report: InterpretedReport,
    facts: ReadFacts,
    listed: Mapping[str, str],
    held_back: Mapping[int, str],
    lexicon: Lexicon,
) -> Decision:
    kinds = {s.kind for s in report.statements} | {s.title_kind for s in report.statements}
    # Tables without money of the budget (targets, assets, transfers) may stand in files of their own.
    missing = [
        line
        for kind, line in listed.items()
        if kind not in kinds and not lexicon.statements[kind].is_free
    ]
    parts = [reason for _, reason in sorted(held_back.items())]
    if missing:
        parts.append(f"目录列出而正文没有找到的表：{'、'.join(missing)}")
    if facts.scanned_pages:
        parts.append(f"有{facts.scanned_pages}页是图片，没有文字层，未能读取")
    if not parts:
        return Decision(Outcome.ACCEPTED, "ok", f"{len(report.statements)}张表全部通过校验")
    code = (
        "statements_held_back" if held_back else "statements_missing" if missing else "pages_unread"
    )
    return Decision(Outcome.PARTIAL, code, "；".join(parts)[:1500])


def reviewed(decision: Decision, words: str) -> Decision:
    """The decision with what reviewers entered in its reason; as it is when they entered nothing."""
    if not words:
        return decision
    is_accepted = decision.outcome == Outcome.ACCEPTED
    code = "accepted_by_review" if is_accepted else decision.reason_code
    return Decision(decision.outcome, code, f"{decision.reason}；{words}")


def signal_holds(signals: Sequence[Signal]) -> dict[int, str]:
    """Tables that must be held back for what was not understood in them, with the reason."""
    reasons: dict[int, list[str]] = {}
    for signal in signals:
        if signal.severity == SignalSeverity.ERROR and signal.table_ordinal is not None:
            reasons.setdefault(signal.table_ordinal, []).append(signal.message)
    return {
        ordinal: f"表{ordinal}未发布：" + "；".join(messages[:3])
        for ordinal, messages in reasons.items()
    }
