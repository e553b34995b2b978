"""Classified items of the text of final accounts to facts: code, fund, yuan.

Belongs here: the code of printed names, the fund of the table that prints the code.
Does not belong here: reading the text (`pipeline.narrative`), comparing amounts
(`pipeline.reconcile`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.derive.facts import FactRow
from pipeline.domain.amounts import text_quantum
from pipeline.domain.lexicon import Lexicon
from pipeline.interpret.statement import Signal, Statement
from pipeline.narrative.metrics import NarrativeItem, PrintedAmount
from schemas.vocabulary import Fund, Perspective, Scheme, SignalSeverity, Stage

_BY_FUND = (
    Perspective.FUNCTION_GENERAL,
    Perspective.FUNCTION_FUND,
    Perspective.FUNCTION_CAPITAL,
)
# Digits of the codes of class, group and item.
_LENGTHS = (3, 5, 7)
# An amount in yuan with one unit of its last printed place.
Money = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class CodedItem:
    """An item with its function code (None when no code has its names), fund and money by stage.

    `fund` is that of the table that prints the code.
    """

    ordinal: int
    item: NarrativeItem
    code: str | None
    fund: str
    money: Mapping[str, Money]

    @property
    def words(self) -> str:
        """The printed names, as people point at the item."""
        return "/".join(self.item.names)


def coded_items(
    items: Sequence[NarrativeItem], statements: Sequence[Statement], lexicon: Lexicon
) -> list[CodedItem]:
    """Each item with its code: of several that its names have, the one a table prints."""
    fund_of: dict[str, str] = {}
    for statement in statements:
        # Tables of spending by function code, each of one fund.
        spec = lexicon.statements[statement.kind]
        fund = spec.fund if spec.perspective in _BY_FUND else None
        if fund is not None and not statement.is_repeat:
            for row in statement.rows:
                if row.code and row.scheme == Scheme.FUNCTION:
                    fund_of.setdefault(row.code, fund)
    coded: list[CodedItem] = []
    for ordinal, item in enumerate(items, start=1):
        code = _code(item.names, fund_of, lexicon)
        money = {stage: _money(amount, lexicon) for stage, amount in item.amounts.items()}
        coded.append(CodedItem(ordinal, item, code, fund_of.get(code or "", Fund.ALL), money))
    return coded


def _money(amount: PrintedAmount, lexicon: Lexicon) -> Money:
    factor = lexicon.currency_factor(amount.unit)
    return amount.value * factor, text_quantum(amount.value, factor)


def _code(names: Sequence[str], printed: Mapping[str, str], lexicon: Lexicon) -> str | None:
    """The code of the last name that lies below codes of the names before it.

    A group that is named otherwise than in the lists is passed over, where one code is then left.
    """
    candidates = _below(names, lexicon)
    if not candidates and len(names) == len(_LENGTHS):
        candidates = _below((names[0], names[-1]), lexicon)
    # Behind the class may stand a group or, its group left out, an item.
    lengths = {1: _LENGTHS[:1], 2: _LENGTHS[1:]}.get(len(names), _LENGTHS[2:])
    fitting = {code for code in candidates if len(code) in lengths}
    # Of several codes of one name the one a table prints; where no table prints one, none.
    left = fitting & printed.keys() or fitting
    return left.pop() if len(left) == 1 else None


def _below(names: Sequence[str], lexicon: Lexicon) -> list[str]:
    above = [""]
    for name in names:
        codes = lexicon.codes_of(Scheme.FUNCTION, name)
        above = [c for stem in above for c in codes if len(c) > len(stem) and c.startswith(stem)]
    return above


def item_rows(coded: Sequence[CodedItem]) -> list[FactRow]:
    """Rows of the staged table `narrative_item` (without `report_key`): one an item and stage.

    The printed rate and reason stand in the row of the final figure.
    """
    return [
        {
            "item_ordinal": one.ordinal,
            "stage": stage,
            "function_code": one.code,
            "function_name": one.item.names[-1],
            "function_path": " / ".join(one.item.names),
            "fund": one.fund,
            "amount_yuan": yuan,
            "precision_yuan": quantum,
            "printed_pct": one.item.percent if stage == Stage.FINAL_ACCOUNTS else None,
            "reason_text": one.item.reason_text if stage == Stage.FINAL_ACCOUNTS else None,
            "sentence": one.item.sentence,
            "page_number": one.item.page_number,
        }
        for one in coded
        for stage, (yuan, quantum) in one.money.items()
    ]


def item_signals(coded: Sequence[CodedItem]) -> list[Signal]:
    """Items whose names are those of no code, or of several."""
    return [
        Signal(
            "narrative_item_unknown",
            SignalSeverity.INFO,
            one.words,
            f"第{one.item.page_number}页说明文字的科目“{one.words}”在科目表中找不到唯一的编码",
            page_number=one.item.page_number,
        )
        for one in coded
        if one.code is None
    ]
