"""Specs to start from: an invented body with made-up figures, a body with many kinds of money, and
one that prints the figures of a real report's cells, read from a file where it is available.

Belongs here: figures. Does not belong here: how they are printed.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from tests.generate.spec import Money, Narrative, Project, ReportSpec, Unit

BUREAU, CENTRE = "岭南市政务服务数据管理局", "岭南市政务服务中心"
SCHOOL = "岭南市行政服务干部培训学院"

_DUTIES = (
    "拟订全市政务服务和政务数据管理的规划、制度和标准，并组织实施。",
    "统筹推进行政审批制度改革和政务服务标准化、规范化、便利化工作。",
    "统筹全市政务信息化项目的规划、立项审核和绩效评估。",
    "推动公共数据的归集、共享、开放和安全管理。",
    "指导、监督各级政务服务大厅和政务服务热线的运行。",
    "完成市委、市政府交办的其他任务。",
)
_OFFICES = ("办公室", "政务服务科", "数据资源科", "信息化建设科", "政策法规科")


def _basic(
    unit: str, figures: dict[str, dict[str, str]], fund: str = "GENERAL_PUBLIC"
) -> list[Money]:
    """Basic money of a unit: function code -> economic code -> yuan."""
    return [
        Money(unit, function, econ, "BASIC", fund, Decimal(yuan))
        for function, by_econ in figures.items()
        for econ, yuan in by_econ.items()
    ]


def _project(
    unit: str, name: str, function: str, figures: dict[str, str], fund: str = "GENERAL_PUBLIC"
) -> list[Money]:
    return [
        Money(unit, function, econ, "PROJECT", fund, Decimal(yuan), name)
        for econ, yuan in figures.items()
    ]


_BUREAU_BASIC = {
    "2010301": {
        "30101": "2725813.47",
        "30102": "4191442.36",
        "30103": "3265427.84",
        "30112": "40316.27",
        "30199": "841523.66",
        "30201": "216384.45",
        "30202": "23415.38",
        "30204": "1042.17",
        "30205": "28436.29",
        "30206": "164233.48",
        "30207": "92164.33",
        "30209": "286413.74",
        "30211": "153627.46",
        "30213": "46218.42",
        "30215": "35164.28",
        "30216": "42316.44",
        "30217": "30000.00",
        "30227": "126413.35",
        "30228": "246122.46",
        "30229": "21036.28",
        "30231": "72000.00",
        "30239": "482136.44",
        "30299": "63214.37",
        "30309": "9600.00",
        "31002": "48213.36",
    },
    "2080501": {"30302": "1284163.45"},
    "2080505": {"30108": "1384826.44"},
    "2080506": {"30109": "692413.22"},
    "2101101": {"30110": "621344.37"},
    "2101103": {"30111": "213464.28"},
    "2210201": {"30113": "1681133.46"},
    "2210203": {"30102": "1463224.35"},
}
_CENTRE_BASIC = {
    "2010350": {
        "30101": "1164213.46",
        "30102": "213642.37",
        "30106": "24000.00",
        "30107": "2836144.28",
        "30112": "30163.35",
        "30199": "264133.42",
        "30201": "64213.38",
        "30207": "21634.44",
        "30211": "26413.29",
        "30214": "9416.37",
        "30216": "6543.21",
        "30228": "82164.45",
        "30231": "36000.00",
    },
    "2080502": {"30302": "488316.42"},
    "2080505": {"30108": "642164.38"},
    "2080506": {"30109": "321082.19"},
    "2101102": {"30110": "246413.46"},
    "2210201": {"30113": "842136.44"},
}
# unit, name, function code, fund, economic code -> yuan, is key, objective
_PROJECTS = (
    (
        BUREAU,
        "一体化政务服务平台运行维护费",
        "2010306",
        "GENERAL_PUBLIC",
        {"30213": "1864213.46", "30227": "1264133.35", "31007": "864213.44"},
        True,
        "保障一体化政务服务平台全年稳定运行，系统可用率不低于99.9%；完成办事系统与各业务系统的"
        "对接改造，推动高频事项全程网办，提升群众和企业办事的便利度和满意度。",
    ),
    (
        BUREAU,
        "政务数据共享交换与安全防护经费",
        "2010302",
        "GENERAL_PUBLIC",
        {"30227": "2413642.38", "30226": "146413.47"},
        True,
        "开展数据目录梳理、数据质量核查和安全等级测评，按期整改发现的问题；全年不发生重大数据安全"
        "事件。",
    ),
    (
        BUREAU,
        "12345政务服务便民热线专项经费",
        "2010306",
        "GENERAL_PUBLIC",
        {"30201": "23164.42", "30206": "86413.37", "30207": "164213.28", "30227": "3216413.36"},
        False,
        "保障热线全天候受理，接通率不低于95%，工单按时办结率不低于98%。",
    ),
    (
        BUREAU,
        "智慧大厅配套设施建设项目（2025-2026年）",
        "2120803",
        "GOV_FUND",
        {"31005": "4126413.37", "31003": "1164213.44"},
        False,
        "完成新大厅弱电、叫号、监控等配套设施建设并通过验收。",
    ),
    (
        CENTRE,
        "政务服务大厅综合窗口运行经费",
        "2010399",
        "GENERAL_PUBLIC",
        {
            "30201": "264133.46",
            "30202": "46213.35",
            "30206": "364213.42",
            "30209": "846213.38",
            "30226": "2164133.47",
            "30239": "16413.29",
            "30299": "86413.44",
        },
        False,
        "推行综合窗口受理，落实一次性告知、首问负责、限时办结等制度，窗口人员培训覆盖率达到100%；"
        "及时更新大厅设备，改善办事环境，群众满意度不低于98%。项目实施中加强过程管理，每季度开展"
        "一次服务质量评价，依据评价结果改进工作。",
    ),
    (
        CENTRE,
        "网上中介服务超市运行经费",
        "2010399",
        "GENERAL_PUBLIC",
        {"30213": "164213.46", "30214": "96413.42", "31002": "86413.35"},
        False,
        "维护网上中介服务超市系统，做好中介机构入驻审核和信用评价。",
    ),
)


def default_spec() -> ReportSpec:
    """An invented department of two units, form 2026: general budget and government fund money.

    Leaves are in cents, so that sums of printed amounts are off by 0.01 here and there.
    """
    money = [*_basic(BUREAU, _BUREAU_BASIC), *_basic(CENTRE, _CENTRE_BASIC)]
    projects = []
    for unit, name, function, fund, figures, is_key, objective in _PROJECTS:
        money += _project(unit, name, function, figures, fund)
        projects.append(Project(unit, name, objective, is_key))
    return ReportSpec(
        entity=BUREAU,
        city="岭南市",
        year=2026,
        form="2026",
        units=(Unit(BUREAU, is_agency=True), Unit(CENTRE)),
        money=tuple(money),
        projects=tuple(projects),
        narrative=Narrative(
            duties=_DUTIES,
            offices=_OFFICES,
            previous={
                "income": Decimal("44812643.26"),
                "expenditure": Decimal("44812643.26"),
                "THREE_PUBLIC": Decimal("152000"),
                "VEHICLE": Decimal("122000"),
                "VEHICLE_OPERATION": Decimal("122000"),
                "AGENCY_OPERATING": Decimal("1786413.42"),
                "OUTSOURCING": Decimal("6413642.37"),
            },
            reasons={
                "income": "新增智慧大厅配套设施建设项目",
                "expenditure": "新增智慧大厅配套设施建设项目",
                "THREE_PUBLIC": "落实过紧日子要求，压减公务用车运行维护费",
                "VEHICLE": "落实过紧日子要求，压减公务用车运行维护费",
                "AGENCY_OPERATING": "压减办公费、差旅费等日常公用支出",
                "OUTSOURCING": "热线服务外包合同续签，人员成本增加",
            },
            procurement=(Decimal("2163400"), Decimal("4126400"), Decimal("7846200.5")),
            assets=Decimal("28641336.42"),
            house_square_metres=Decimal("6213.45"),
            vehicles=3,
            big_equipment=2,
            planned_purchase=Decimal("1299000"),
            planned_purchase_of="台式电脑、打印机和大厅自助设备等",
        ),
    )


def mixed_funds_spec() -> ReportSpec:
    """A unit of the same invented city with special accounts, own income, superior subsidy, money
    carried over and business spending, beside all three kinds of appropriation. Form 2026."""
    unit = SCHOOL
    money = [
        *_basic(
            unit,
            {
                "2050803": {
                    "30101": "2164133.46",
                    "30107": "3846213.37",
                    "30201": "146213.44",
                    "30206": "213644.28",
                    "30217": "12000.00",
                },
                "2080502": {"30302": "864133.42"},
                "2080505": {"30108": "846213.37"},
                "2101102": {"30110": "364133.46"},
                "2210201": {"30113": "964213.44"},
            },
        ),
        *_basic(unit, {"2050803": {"30199": "641336.47", "30226": "164213.38"}}, "EDU_FEE"),
        *_basic(unit, {"2050803": {"30299": "86413.46"}}, "OTHER_SPECIAL"),
        *_basic(unit, {"2050803": {"30107": "746213.35"}}, "BUSINESS_INCOME"),
        *_basic(unit, {"2050803": {"30399": "26413.44"}}, "OTHER_INCOME"),
        *_project(unit, "干部教育培训专项经费", "2050803", {"30216": "1264213.46"}),
        *_project(unit, "干部教育培训专项经费", "2050803", {"30216": "364213.42"}, "EDU_FEE"),
        *_project(
            unit, "干部教育培训专项经费", "2050803", {"30226": "126413.37"}, "SUPERIOR_SUBSIDY"
        ),
        *_project(unit, "教学设备更新项目", "2050803", {"31003": "464133.28"}, "CARRIED_OVER"),
        *_project(unit, "教学设备更新项目", "2050803", {"31003": "264213.46"}, "OTHER_INCOME"),
        *_project(unit, "校区周边道路改造", "2120803", {"31005": "1364213.35"}, "GOV_FUND"),
        *_project(unit, "退休人员社会化管理", "2230105", {"30299": "46213.44"}, "STATE_CAPITAL"),
        Money(unit, "2050803", "30299", "BUSINESS", "OPERATING_INCOME", Decimal("364133.46")),
    ]
    return ReportSpec(
        entity=SCHOOL,
        city="岭南市",
        year=2026,
        form="2026",
        units=(Unit(SCHOOL),),
        money=tuple(money),
        projects=(
            Project(unit, "干部教育培训专项经费", "完成全年培训计划，学员满意度不低于95%。", True),
            Project(unit, "教学设备更新项目", "更新多媒体教室设备，保障教学需要。"),
            Project(unit, "校区周边道路改造", "完成校区周边道路改造并通过验收。"),
            Project(unit, "退休人员社会化管理", "做好退休人员社会化管理服务。"),
        ),
        narrative=Narrative(
            duties=_DUTIES[:3],
            offices=_OFFICES[:3],
            previous={"income": Decimal("14213642.46"), "expenditure": Decimal("14213642.46")},
            reasons={"income": "项目支出增加", "expenditure": "项目支出增加"},
            procurement=(Decimal("428000"), Decimal(0), Decimal("163000")),
            assets=Decimal("84213642.5"),
            vehicles=1,
            planned_purchase=Decimal("428000"),
        ),
        econ_names={"30399": "其他对个人和家庭的补助"},
    )


# Economic items whose money is a function item of its own, in the order they are taken off.
_TIED = {
    "30108": "2080505",
    "30109": "2080506",
    "30110": "2101102",
    "30113": "2210201",
    "30302": "2080502",
}


def seed_like_spec(cells: Path) -> ReportSpec:
    """The figures of a published single-unit report of form 2024, from its cells as JSON
    (`entity`, `fiscal_year`, `tables` of `no`, `rows`). The report has general budget money only.

    Printed amounts are rounded; where a class is not the sum of its items, the difference is spread
    over the items inside their own rounding, so that the spec prints exactly the cells given.
    """
    data = json.loads(cells.read_text(encoding="utf-8"))
    rows = {table["no"]: table["rows"] for table in data["tables"]}
    unit = data["entity"]
    natures = {row[0]: (_yuan(row[3]), _yuan(row[4])) for row in rows[3] if row[0]}
    function_names = {row[0]: row[1].strip("　") for row in rows[3] if row[0]}
    leaves = [code for code in natures if len(code) == 7]
    basic, econ_names = _econ(rows[6])
    project, more_names = _econ(rows[7])
    rest = next(c for c in leaves if natures[c][0] and c not in _TIED.values())
    money = [
        Money(unit, _TIED.get(code, rest), code, "BASIC", "GENERAL_PUBLIC", yuan)
        for code, yuan in basic.items()
    ]
    project_code = next(code for code in leaves if natures[code][1])
    projects = []
    left = dict(project)
    for row in rows[12][2:]:
        name, need = row[0].strip("　"), _yuan(row[1])
        projects.append(Project(unit, name, row[8] or ""))
        for code in list(left):
            part = min(need, left[code])
            if part:
                money.append(
                    Money(unit, project_code, code, "PROJECT", "GENERAL_PUBLIC", part, name)
                )
            need, left[code] = need - part, left[code] - part
    previous = Decimal("23874800")
    reason = "人员经费有所增加"
    return ReportSpec(
        entity=unit,
        city=unit[:3],
        year=data["fiscal_year"],
        form="2024",
        units=(Unit(unit),),
        money=tuple(money),
        projects=tuple(projects),
        narrative=Narrative(
            duties=_DUTIES,
            offices=_OFFICES,
            previous={"income": previous, "expenditure": previous},
            reasons={"income": reason, "expenditure": reason},
            procurement=(Decimal("1195000"), Decimal(0), Decimal("221000")),
            assets_as_of="2024年2月19日",
            assets=Decimal("9683100"),
            vehicles=1,
            planned_purchase=Decimal("545000"),
        ),
        function_names=function_names,
        econ_names={**econ_names, **more_names},
        category_names={"301": "工资和福利支出"},
    )


def _yuan(text: str) -> Decimal:
    return Decimal(text.replace(",", "")) * 10000


def _econ(rows: list[list[str]]) -> tuple[dict[str, Decimal], dict[str, str]]:
    """Leaves in yuan that add up to the printed classes, and all names."""
    amounts: dict[str, Decimal] = {}
    names: dict[str, str] = {}
    classes: dict[str, Decimal] = {}
    for label, text in ((row[0].strip("　"), row[1]) for row in rows):
        if not label.startswith("["):
            continue
        code, name = label[1:].split("]")
        names[code] = name
        (classes if len(code) == 3 else amounts)[code] = _yuan(text)
    for code, total in classes.items():
        items = [item for item in amounts if item.startswith(code) and item not in _TIED]
        residual = total - sum(
            (yuan for item, yuan in amounts.items() if item.startswith(code)), Decimal(0)
        )
        for position, item in enumerate(items if residual else []):
            share = (
                residual // len(items)
                if position
                else residual - (residual // len(items)) * (len(items) - 1)
            )
            amounts[item] += share
    return amounts, names
