"""The running text of a generated report, as blocks to be typeset.

Belongs here: sentences and their figures. Does not belong here: layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tests.generate import codes
from tests.generate.spec import ReportSpec
from tests.generate.tables import CENT, FACTORS, three_public, titles

WAN = FACTORS["万元"]
_NUMERALS = "一二三四五六七八九十"
_VEHICLES = ("VEHICLE_PURCHASE", "VEHICLE_OPERATION")


@dataclass(frozen=True)
class Block:
    """`kind`: 'part' (centred title), 'entry' (bold contents line), 'heading', 'text', 'note',
    'key_projects' (the table; `rows` of three texts)."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()


def amount(yuan: Decimal) -> str:
    """An amount in 万元 as sentences print it, without trailing zeros: 6.6, 1,234, 0."""
    return _plain((yuan / WAN).quantize(CENT, ROUND_HALF_UP))


def _plain(value: Decimal) -> str:
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def kind_words(spec: ReportSpec) -> str:
    """Year and kind as headings say them."""
    if spec.is_final:
        return f"{spec.year}年度部门决算"
    return f"{spec.year}年{'单位' if spec.form == 'codes' else '部门'}预算"


def contents(spec: ReportSpec) -> list[Block]:
    return [
        Block("part", "目 录"),
        Block("entry", f"第一部分 {spec.entity}概况"),
        *(
            Block("entry", text)
            for text in ("一、主要职责", "二、部门机构设置", "三、部门预算构成")
        ),
        Block("entry", f"第二部分 {kind_words(spec)}表"),
        *(
            Block("entry", f"{ordinal}、{title}")
            for ordinal, title in zip(
                [*_NUMERALS, *("十" + numeral for numeral in _NUMERALS)], titles(spec), strict=False
            )
        ),
        Block("entry", f"第三部分 {kind_words(spec)}情况说明"),
        Block("entry", "第四部分 名词解释"),
    ]


def overview(spec: ReportSpec) -> list[Block]:
    told = spec.narrative
    head, *subordinates = spec.units
    ordinals = [*_NUMERALS, *("十" + numeral for numeral in _NUMERALS)]
    if subordinates:
        composition = (
            "本部门预算为汇总预算，包括：局本级预算，以及纳入编制范围的下属单位预算。"
            f"下属单位具体包括：{'、'.join(unit.name for unit in subordinates)}。"
        )
    else:
        composition = "本部门无下属单位，部门预算为本级预算。"
    return [
        Block("part", f"第一部分 {spec.entity}概况"),
        Block("heading", "一、主要职责"),
        *(
            Block("text", f"（{ordinal}）{duty}")
            for ordinal, duty in zip(ordinals, told.duties, strict=False)
        ),
        Block("heading", "二、部门机构设置"),
        Block("text", f"{head.name}内设{len(told.offices)}个机构：{'、'.join(told.offices)}。"),
        Block("heading", "三、部门预算构成"),
        Block("text", composition),
    ]


class _Sentences:
    def __init__(self, spec: ReportSpec) -> None:
        self.spec = spec
        self.told = spec.narrative

    def say(self, key: str, text: str) -> str:
        return self.spec.narrative_overrides.get(key, text)

    def reason(self, key: str) -> str:
        return self.told.reasons.get(key, "与上年持平，无增减变化")

    def change(self, key: str, current: Decimal, *, short: bool = False) -> str:
        """`，比上年增加…万元，增长…%`; without the percentage when `short`."""
        previous = self.told.previous.get(key, current)
        delta = current - previous
        word = "减少" if delta < 0 else "增加"
        said = f"比上年{word}{self.say(key + '_change', amount(abs(delta)))}万元"
        if short:
            return said
        return f"{said}，{self.percentage(key, delta, previous)}，主要原因是{self.reason(key)}"

    def percentage(self, key: str, delta: Decimal, previous: Decimal) -> str:
        is_old = self.spec.form == "2024"
        if previous == 0 and (is_old or delta != 0):
            return "增长--（基数为0，不可比）"
        share = abs(delta) / previous * 100 if previous else Decimal(0)
        step = CENT if is_old else Decimal("0.1")
        text = _plain(share.quantize(step, ROUND_HALF_UP))
        return f"{'下降' if delta < 0 else '增长'}{self.say(key + '_pct', text)}%"

    def money(self, key: str, yuan: Decimal) -> str:
        return f"{self.say(key, amount(yuan))}万元"


def explanation(spec: ReportSpec) -> list[Block]:
    """Part 3 in the order of the form; outsourcing only in the newer one."""
    s = _Sentences(spec)
    if spec.is_final:
        return _final(s)
    sections = [_totals(s), _three_public(s), _agency(s), _procurement(s), _assets(s)]
    if spec.form == "2026":
        sections.append(_outsourcing(s))
    sections.append(_key_projects(s))
    blocks = [Block("part", f"第三部分 {kind_words(spec)}情况说明")]
    for numeral, (title, body) in zip(_NUMERALS, sections, strict=False):
        blocks += [Block("heading", f"{numeral}、{title}"), *body]
    return blocks


_Section = tuple[str, list[Block]]


def _final(s: _Sentences) -> list[Block]:
    """What final accounts say of themselves: totals, income, spending, three-public items."""
    money = s.spec.money
    total, year = s.spec.total(), s.spec.year
    income = sum((m.yuan for m in money if not m.is_carried), Decimal(0))
    spent = sum((m.yuan for m in money if m.nature != "CARRY_FORWARD"), Decimal(0))
    basic, project = s.spec.total(nature="BASIC"), s.spec.total(nature="PROJECT")
    items = three_public(s.spec)
    public = sum((sum(items[i].values(), Decimal(0)) for i in codes.THREE_PUBLIC), Decimal(0))
    return [
        Block("part", f"第三部分 {kind_words(s.spec)}情况说明"),
        Block("heading", "一、收入支出决算总体情况说明"),
        Block(
            "text",
            f"{year}年度收入总计{s.money('income', total)}，支出总计{s.money('expenditure', total)}。",
        ),
        Block("heading", "二、收入决算情况说明"),
        Block("text", f"{year}年度本年收入合计{s.money('current_income', income)}。"),
        Block("heading", "三、支出决算情况说明"),
        Block(
            "text",
            f"{year}年度本年支出合计{s.money('spent', spent)}，其中：基本支出{amount(basic)}万元，"
            f"项目支出{amount(project)}万元。",
        ),
        Block("heading", "四、财政拨款“三公”经费支出决算情况说明"),
        Block(
            "text",
            f"{year}年度“三公”经费财政拨款支出决算为{s.money('THREE_PUBLIC', public)}。",
        ),
    ]


def _totals(s: _Sentences) -> _Section:
    total = s.spec.total()
    text = (
        f"{s.spec.year}年本部门收入预算{s.money('income', total)}，{s.change('income', total)}；"
        f"支出预算{s.money('expenditure', total)}，{s.change('expenditure', total)}。"
    )
    return "部门预算收支增减变化情况", [Block("text", text)]


def _three_public(s: _Sentences) -> _Section:
    items = {
        item: sum(by_fund.values(), Decimal(0)) for item, by_fund in three_public(s.spec).items()
    }
    items["VEHICLE"] = sum((items[item] for item in _VEHICLES), Decimal(0))
    items["THREE_PUBLIC"] = items["ABROAD"] + items["VEHICLE"] + items["RECEPTION"]

    def item(key: str, *, short: bool = False) -> str:
        return f"{s.money(key, items[key])}，{s.change(key, items[key], short=short)}"

    text = (
        f"{s.spec.year}年本部门财政拨款安排“三公”经费{item('THREE_PUBLIC')}。其中："
        f"因公出国（境）费{item('ABROAD')}；"
        f"公务用车购置及运行维护费{s.money('VEHICLE', items['VEHICLE'])}"
        f"（公务用车购置费{item('VEHICLE_PURCHASE', short=True)}；"
        f"公务用车运行维护费{item('VEHICLE_OPERATION', short=True)}。）"
        f"{s.change('VEHICLE', items['VEHICLE'])}；公务接待费{item('RECEPTION')}。"
    )
    return "“三公”经费安排情况", [Block("text", text)]


def _agency(s: _Sentences) -> _Section:
    yuan = sum(three_public(s.spec)["AGENCY_OPERATING"].values(), Decimal(0))
    text = (
        "行政经费（机关运行经费）指用于维持行政（参公）单位机关运行的经费。"
        f"{s.spec.year}年，本部门机关运行经费安排{s.money('AGENCY_OPERATING', yuan)}，"
        f"{s.change('AGENCY_OPERATING', yuan)}。"
    )
    return "机关运行经费安排情况", [Block("text", text)]


def _procurement(s: _Sentences) -> _Section:
    goods, works, services = s.told.procurement
    text = (
        f"{s.spec.year}年本部门政府采购安排{s.money('procurement', goods + works + services)}，"
        f"其中：货物类采购预算{s.money('procurement_goods', goods)}，"
        f"工程类采购预算{s.money('procurement_works', works)}，"
        f"服务类采购预算{s.money('procurement_services', services)}等。"
    )
    return "政府采购情况", [Block("text", text)]


def _assets(s: _Sentences) -> _Section:
    told = s.told
    text = (
        f"截至{told.assets_as_of}，本部门固定资产金额{s.money('assets', told.assets)}，"
        f"分布构成情况为：房屋{_plain(told.house_square_metres)}平方米，车辆{told.vehicles}辆，"
        f"单价在100万元以上的设备{told.big_equipment}台等。"
        f"本年度拟购置固定资产{s.money('planned_purchase', told.planned_purchase)}，"
        f"主要是{told.planned_purchase_of}。"
    )
    return "国有资产占有使用情况", [Block("text", text)]


def _outsourcing(s: _Sentences) -> _Section:
    yuan = three_public(s.spec)["OUTSOURCING"]["GENERAL_PUBLIC"]
    text = (
        f"{s.spec.year}年本部门一般公共预算安排委托业务费{s.money('OUTSOURCING', yuan)}，"
        f"{s.change('OUTSOURCING', yuan)}。"
    )
    return "委托业务费安排情况", [Block("text", text)]


def _key_projects(s: _Sentences) -> _Section:
    rows = []
    for project in s.spec.projects:
        if project.is_key:
            yuan = s.spec.total(unit=project.unit, project=project.name)
            rows.append((project.name, amount(yuan), project.objective))
    note = "注：无。" if rows else "注：本年度无重点项目。"
    return "重点项目预算绩效目标情况", [
        Block("text", f"{s.spec.year}年，本部门重点项目绩效目标情况如下："),
        Block("key_projects", rows=tuple(rows) or (("无", "0", "无"),)),
        Block("note", note),
    ]


_TERMS = (
    ("财政拨款收入", "本级财政部门当年拨给预算单位的资金。"),
    ("事业收入", "事业单位做专业业务和辅助活动得到的收入。"),
    ("经营收入", "事业单位在业务活动以外从事非独立核算经营得到的收入。"),
    ("其他收入", "上述各项以外的收入，如利息、租金和非本级财政拨款。"),
    ("基本支出", "维持机构运转所需的人员支出和公用支出。"),
    ("项目支出", "基本支出以外，为完成某项任务安排的支出。"),
    ("经营支出", "事业单位非独立核算经营发生的支出。"),
    ("机关运行经费", "行政单位和参照公务员法管理的单位维持运转所用的公用经费。"),
    ("“三公”经费", "因公出国（境）费、公务用车购置及运行维护费和公务接待费。"),
)


def glossary() -> list[Block]:
    return [
        Block("part", "第四部分 名词解释"),
        *(
            Block("text", f"{numeral}、{term}: 指{meaning}")
            for numeral, (term, meaning) in zip(_NUMERALS, _TERMS, strict=False)
        ),
    ]
