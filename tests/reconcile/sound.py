"""Sound reports: every table added up from one ledger, so every rule holds on them.

`one_fund` is a body with the general public budget alone, `many_funds` one with money of every
sort. Each is a `Printed` report: statements, text and what else the rules ask, ready to be given a
flaw. Test-only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from pipeline.derive.narrative_items import CodedItem
from pipeline.grid.printed_table import PageLine
from pipeline.interpret.statement import Column, Statement
from pipeline.narrative.metrics import NarrativeItem, NarrativeMetric
from pipeline.reconcile.engine import Reconciliation, reconcile
from pipeline.reconcile.tokens import TokenCount
from schemas.vocabulary import Fund, Stage, StatementKind
from tests.reconcile.hand_made_statements import (
    CODE_LABEL,
    LISTS,
    WAN,
    build,
    by_nature,
    column,
    funds,
    metric,
    natures,
    report,
    total,
    unit_columns,
)

K = StatementKind
ENTITY = "某市某局"


@dataclass(frozen=True)
class Entry:
    """One leaf of money in 万元: what it is spent on by function and economic class, from which
    fund, for which project."""

    function: str
    econ: str
    nature: str
    fund: str
    wan: Decimal
    project: str = ""


def _entries(text: str) -> list[Entry]:
    fields = (line.split() for line in text.strip().splitlines())
    return [Entry(f, e, n, s, Decimal(w), *rest) for f, e, n, s, w, *rest in fields]


GENERAL = _entries("""
2010301 30101 BASIC   GENERAL_PUBLIC 18.00
2010301 30201 BASIC   GENERAL_PUBLIC 5.00
2010301 30217 BASIC   GENERAL_PUBLIC 3.00
2010301 30231 BASIC   GENERAL_PUBLIC 4.00
2010399 30212 PROJECT GENERAL_PUBLIC 2.00 甲项目
2010399 30231 PROJECT GENERAL_PUBLIC 1.00 甲项目
2010399 31013 PROJECT GENERAL_PUBLIC 11.00 乙项目
2010399 31002 PROJECT GENERAL_PUBLIC 6.00 乙项目
2080501 30302 BASIC   GENERAL_PUBLIC 7.00
2080505 30108 BASIC   GENERAL_PUBLIC 8.00
2080506 30109 BASIC   GENERAL_PUBLIC 4.00
2210201 30113 BASIC   GENERAL_PUBLIC 12.00
""")
OTHER = _entries("""
2120801 30227 PROJECT        GOV_FUND         9.00 丙项目
2230105 30227 PROJECT        STATE_CAPITAL    5.00 丙项目
2010399 30227 PROJECT        EDU_FEE          2.50 甲项目
2010399 30201 BASIC          BUSINESS_INCOME  1.50
2010399 30227 PROJECT        SUPERIOR_SUBSIDY 0.75 甲项目
2010399 30227 TO_SUBORDINATE BUSINESS_INCOME  1.25 对下补助
""")
CODE_NAMES = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅及相关机构事务",
    "2010301": "行政运行",
    "2010399": "其他政府办公厅及相关机构事务支出",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080501": "行政单位离退休",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "212": "城乡社区支出",
    "21208": "国有土地使用权出让收入安排的支出",
    "2120801": "征地和拆迁补偿支出",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "223": "国有资本经营预算支出",
    "22301": "解决历史遗留问题及改革成本支出",
    "2230105": "国有企业退休人员社会化管理补助支出",
    "301": "工资福利支出",
    "30101": "基本工资",
    "30108": "机关事业单位基本养老保险缴费",
    "30109": "职业年金缴费",
    "30113": "住房公积金",
    "302": "商品和服务支出",
    "30201": "办公费",
    "30212": "因公出国（境）费用",
    "30217": "公务接待费",
    "30227": "委托业务费",
    "30231": "公务用车运行维护费",
    "303": "对个人和家庭的补助",
    "30302": "退休费",
    "310": "资本性支出",
    "31002": "办公设备购置",
    "31013": "公务用车购置",
}
FISCAL = ("GENERAL_PUBLIC", "GOV_FUND", "STATE_CAPITAL")
INCOME = (*FISCAL, "EDU_FEE", "BUSINESS_INCOME", "SUPERIOR_SUBSIDY")
NATURES = ("BASIC", "PROJECT", "TO_SUBORDINATE")
THREE_PUBLIC = {
    "ABROAD": ("30212",),
    "VEHICLE_PURCHASE": ("31013",),
    "VEHICLE_OPERATION": ("30231",),
    "RECEPTION": ("30217",),
}
Entries = Sequence[Entry]
Cells = Callable[[Entries], list[str]]


@dataclass
class Printed:
    """A report as the rules are given it."""

    statements: list[Statement]
    metrics: list[NarrativeMetric]
    text_items: list[CodedItem] = field(default_factory=list)
    dictionary: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    offices: list[str] = field(default_factory=list)
    lines: list[PageLine] = field(default_factory=list)
    tokens: list[TokenCount] = field(default_factory=list)

    def __getitem__(self, kind: str) -> Statement:
        return next(s for s in self.statements if s.kind == kind)

    def reconciled(self) -> Reconciliation:
        return reconcile(
            report(self.statements, ENTITY),
            self.metrics,
            text_items=self.text_items,
            dictionary=self.dictionary,
            listed=self.listed,
            offices=self.offices,
            lines=self.lines,
            tokens=self.tokens,
        )


def one_fund() -> Printed:
    """A body with the general public budget alone: the tables of other funds are declared empty."""
    return _printed(GENERAL)


def many_funds() -> Printed:
    """A body with money of every sort."""
    return _printed([*GENERAL, *OTHER])


def _sum(entries: Entries) -> str:
    return f"{sum((entry.wan for entry in entries), Decimal(0)):.2f}"


def _where(entries: Entries, **wanted: str | Sequence[str]) -> list[Entry]:
    """The entries whose fields are the wanted ones, or one of them."""
    return [
        entry
        for entry in entries
        if all(
            getattr(entry, name) in ([one] if isinstance(one, str) else one)
            for name, one in wanted.items()
        )
    ]


def _by(name: str, members: Sequence[str]) -> Cells:
    """Cells of a row: all money, then that of each member."""
    return lambda entries: [
        _sum(_where(entries, **{name: members})),
        *(_sum(_where(entries, **{name: member})) for member in members),
    ]


def _tree(
    entries: Entries, name: str, widths: Sequence[int], cells: Cells
) -> list[tuple[str, list[str]]]:
    """(code, cells) of the total (code '') and of every code, parents first."""
    codes = {getattr(entry, name)[:width] for entry in entries for width in widths}
    return [
        (code, cells([entry for entry in entries if getattr(entry, name).startswith(code)]))
        for code in sorted({"", *codes})
    ]


def _by_function(
    kind: str, entries: Entries, columns: Sequence[Column], cells: Cells, number: int
) -> Statement:
    """Code and name in columns of their own."""
    lines = [
        [code or None, CODE_NAMES.get(code, "合计"), *amounts]
        for code, amounts in _tree(entries, "function", (3, 5, 7), cells)
    ]
    return build(kind, [*CODE_LABEL, *columns], lines, ordinal=number, page=number)


def _in_one_cell(
    kind: str, entries: Entries, name: str, columns: Sequence[Column], cells: Cells, number: int
) -> Statement:
    """`[code]name` in one cell."""
    widths = (3, 5, 7) if name == "function" else (3, 5)
    lines = [
        [f"[{code}]{CODE_NAMES[code]}" if code else "合计", *amounts]
        for code, amounts in _tree(entries, name, widths, cells)
    ]
    return build(kind, columns, lines, ordinal=number, page=number)


def _list(kind: str, income: list[list[str]], spending: list[list[str]], number: int) -> Statement:
    lines = [[*a, *b] for a, b in zip_longest(income, spending, fillvalue=[None, None])]
    return build(kind, LISTS, lines, ordinal=number, page=number)


def _classes(entries: Entries) -> list[list[str]]:
    rows = _tree(entries, "function", (3,), lambda part: [_sum(part)])
    return [[CODE_NAMES[code], amounts[0]] for code, amounts in rows if code]


def _overview(entries: Entries) -> Statement:
    other = _where(entries, fund=("BUSINESS_INCOME",))
    superior = _where(entries, fund="SUPERIOR_SUBSIDY")
    current = [entry for entry in entries if entry not in superior]
    below = _where(entries, nature="TO_SUBORDINATE")
    own = [entry for entry in entries if entry not in below]
    return _list(
        K.BUDGET_OVERVIEW,
        [
            ["一、预算拨款", _sum(_where(entries, fund=FISCAL))],
            ["二、财政专户拨款", _sum(_where(entries, fund="EDU_FEE"))],
            ["三、其他资金", _sum(other)],
            ["本年收入合计", _sum(current)],
            ["四、上级补助收入", _sum(superior)],
            ["收入总计", _sum(entries)],
        ],
        [
            *_classes(own),
            ["本年支出合计", _sum(own)],
            ["对附属单位补助支出", _sum(below)],
            ["支出总计", _sum(entries)],
        ],
        1,
    )


def _fiscal(entries: Entries) -> Statement:
    fiscal = _where(entries, fund=FISCAL)
    names = ("一、一般公共预算", "二、政府性基金预算", "三、国有资本经营预算")
    items = [
        [name, _sum(_where(fiscal, fund=fund))] for name, fund in zip(names, FISCAL, strict=True)
    ]
    all_ = _sum(fiscal)
    return _list(
        K.FISCAL_OVERVIEW,
        [*items, ["本年收入合计", all_], ["收入总计", all_]],
        [*_classes(fiscal), ["本年支出合计", all_], ["支出总计", all_]],
        4,
    )


def _three_public(entries: Entries) -> Statement:
    general = _where(entries, fund="GENERAL_PUBLIC")
    of = {item: _where(general, econ=codes) for item, codes in THREE_PUBLIC.items()}
    vehicle = [*of["VEHICLE_PURCHASE"], *of["VEHICLE_OPERATION"]]
    rows: list[tuple[str, Entries]] = [
        ("行政经费", [e for e in _where(general, nature="BASIC") if e.econ.startswith("302")]),
        ("“三公”经费", [*of["ABROAD"], *vehicle, *of["RECEPTION"]]),
        ("（一）因公出国（境）支出", of["ABROAD"]),
        ("（二）公务用车购置及运行维护支出", vehicle),
        ("1.公务用车购置费", of["VEHICLE_PURCHASE"]),
        ("2.公务用车运行维护费", of["VEHICLE_OPERATION"]),
        ("（三）公务接待费支出", of["RECEPTION"]),
    ]
    columns = [column(0, "项目", "label"), total(1, [2, 3]), *funds(2, *FISCAL[:2])]
    lines = [[name, *_by("fund", FISCAL[:2])(part)] for name, part in rows]
    return build(K.THREE_PUBLIC, columns, lines, ordinal=8, page=8)


def _unit_cells(entries: Entries) -> list[str]:
    fiscal = _by("fund", FISCAL)(entries)
    special = _sum(_where(entries, fund="EDU_FEE"))
    other = _sum(_where(entries, fund=("BUSINESS_INCOME", "SUPERIOR_SUBSIDY")))
    return [_sum(entries), *fiscal, special, other]


def _by_unit(
    kind: str, entries: Entries, part_of: Callable[[Entry], str], number: int
) -> Statement:
    parts = list(dict.fromkeys(map(part_of, entries)))
    lines = [["合计", *_unit_cells(entries)], [ENTITY, *_unit_cells(entries)]]
    for part in parts:
        lines.append([f"　{part}", *_unit_cells([e for e in entries if part_of(e) == part])])
    return build(kind, unit_columns(), lines, ordinal=number, page=number)


def _of_fund(kind: str, entries: Entries, cells: Cells, number: int) -> Statement:
    """The table of one fund; declared empty where the body has none."""
    columns = by_nature(codes=True)
    if entries:
        return _by_function(kind, entries, columns[2:], cells, number)
    lines = [[None, "合计", "0.00", "0.00", "0.00"]]
    return build(kind, columns, lines, ordinal=number, page=number, empty=True)


def _statements(entries: Entries) -> list[Statement]:
    general = _where(entries, fund="GENERAL_PUBLIC")
    fiscal = _where(entries, fund=FISCAL)
    basic, project = (_where(general, nature=nature) for nature in ("BASIC", "PROJECT"))
    further = _where(entries, nature=("PROJECT", "TO_SUBORDINATE"))
    both = _by("nature", ("BASIC", "PROJECT"))
    income = [total(2, range(3, 9)), *funds(3, *INCOME)]
    spent = [total(2, range(3, 6)), *natures(3, *NATURES)]
    econ = [column(0, "经济科目", "label"), column(1, "预算")]
    one = [column(0, "项目名称", "label"), column(1, "金额")]
    key = [["甲项目", _sum(_where(further, project="甲项目"))]]
    return [
        _overview(entries),
        _by_function(K.REVENUE_OVERVIEW, entries, income, _by("fund", INCOME), 2),
        _by_function(K.EXPENDITURE_OVERVIEW, entries, spent, _by("nature", NATURES), 3),
        _fiscal(entries),
        _in_one_cell(K.GENERAL_BY_FUNCTION, general, "function", by_nature(codes=False), both, 5),
        _in_one_cell(K.GENERAL_BASIC_BY_ECON, basic, "econ", econ, lambda e: [_sum(e)], 6),
        _in_one_cell(K.GENERAL_PROJECT_BY_ECON, project, "econ", econ, lambda e: [_sum(e)], 7),
        _three_public(entries),
        _of_fund(K.FUND_BY_FUNCTION, _where(entries, fund="GOV_FUND"), both, 9),
        _of_fund(K.CAPITAL_BY_FUNCTION, _where(entries, fund="STATE_CAPITAL"), both, 10),
        _by_unit(
            K.BASIC_BY_UNIT,
            _where(entries, nature="BASIC"),
            lambda entry: CODE_NAMES[entry.econ[:3]],
            11,
        ),
        _by_unit(K.PROJECT_BY_UNIT, further, lambda entry: entry.project, 12),
        _by_function(K.FISCAL_SPENDING, fiscal, by_nature(codes=True)[2:], both, 13),
        build(K.KEY_PROJECTS, one, key, ordinal=14, page=14),
    ]


def _printed(entries: Entries) -> Printed:
    all_ = _sum(entries)
    grown = f"{100 / (Decimal(all_) - 1):.2f}"
    return Printed(
        _statements(entries),
        [
            metric("INCOME_TOTAL", all_, "1", grown),
            metric("EXPENDITURE_TOTAL", all_, "1", grown),
            metric("THREE_PUBLIC_TOTAL", "21", "1", "5"),
            metric("THREE_PUBLIC_ABROAD", "2"),
            metric("THREE_PUBLIC_VEHICLE", "16"),
            metric("THREE_PUBLIC_VEHICLE_PURCHASE", "11"),
            metric("THREE_PUBLIC_VEHICLE_OPERATION", "5"),
            metric("THREE_PUBLIC_RECEPTION", "3"),
            metric("AGENCY_OPERATING", "12"),
            metric("PROCUREMENT_TOTAL", "6"),
            metric("PROCUREMENT_GOODS", "3.5"),
            metric("PROCUREMENT_WORKS", "0"),
            metric("PROCUREMENT_SERVICES", "2.5"),
            metric("ASSET_FIXED", "968.31", as_of=date(2023, 12, 31)),
            metric("ASSET_PLANNED_PURCHASE", "6"),
            metric("OFFICE_COUNT", "2", unit="个"),
        ],
        text_items=[
            CodedItem(
                1,
                NarrativeItem(("行政运行",), {}, Decimal(75), None, "", 1),
                "2010301",
                Fund.GENERAL_PUBLIC,
                {
                    Stage.FINAL_ACCOUNTS: (30 * WAN, Decimal(100)),
                    Stage.INITIAL_BUDGET: (40 * WAN, Decimal(100)),
                },
            )
        ],
        dictionary={
            ("function" if code[0] == "2" else "department", code): [name]
            for code, name in CODE_NAMES.items()
        },
        listed={K.REVENUE_OVERVIEW: "表2 收入总体情况表"},
        offices=["办公室", "政务服务部"],
        tokens=[TokenCount(1, 20, 20)],
    )
