"""Invented bodies whose reports are printed in other forms than Guangdong's.

Belongs here: figures. Does not belong here: how they are printed (`forms`).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.generate.places import OPTIONS
from tests.generate.samples import _basic, _project
from tests.generate.spec import Money, Narrative, Project, ReportSpec, Unit

WATER, STATION = "岭南市水务局", "岭南市水文监测站"
LIBRARY = "岭南市滨江图书馆"
YEAR = 2025

_DUTIES = (
    "负责全市水资源的统一管理和监督，拟订水务发展规划。",
    "组织水旱灾害防治，指导水利工程的建设与运行。",
    "完成市委、市政府交办的其他任务。",
)
_OFFICES = ("办公室", "水资源科", "工程运行科")

_WATER = {
    "2130301": {
        "30101": "3264133.47",
        "30102": "2864213.36",
        "30103": "1846213.44",
        "30199": "264133.28",
        "30201": "186413.45",
        "30205": "16413.37",
        "30206": "84213.46",
        "30211": "126413.33",
        "30212": "60000.00",
        "30217": "24000.00",
        "30228": "164213.42",
        "30231": "96000.00",
        "30239": "286413.35",
        "31002": "64213.44",
    },
    "2080501": {"30302": "864213.46"},
    "2080505": {"30108": "964213.37"},
    "2080506": {"30109": "482106.69"},
    "2101101": {"30110": "426413.28"},
    "2210201": {"30113": "1164213.45"},
}
_STATION = {
    "2130312": {
        "30101": "864213.44",
        "30107": "1264133.36",
        "30201": "46213.42",
        "30218": "126413.37",
        "30231": "48000.00",
    },
    "2080505": {"30108": "264133.46"},
    "2080506": {"30109": "132066.73"},
    "2101102": {"30110": "126413.35"},
    "2210201": {"30113": "364213.42"},
}
DYKES, FLOODS, QUALITY = "堤防与涵闸运行维护", "防汛物资储备", "水质自动监测站运行"
RESERVOIR = "水库后续工程"
_PROJECTS = (
    (WATER, DYKES, "2130306", "GENERAL_PUBLIC", {"30213": "4264133.46", "30227": "864213.38"}),
    (WATER, FLOODS, "2130314", "GENERAL_PUBLIC", {"30218": "1264213.47", "31003": "364133.42"}),
    (WATER, RESERVOIR, "2136902", "GOV_FUND", {"31005": "2864133.44"}),
    (STATION, QUALITY, "2130312", "GENERAL_PUBLIC", {"30218": "264133.37", "30213": "164213.44"}),
    (STATION, QUALITY, "2130312", "BUSINESS_INCOME", {"30226": "186413.46"}),
)
_OBJECTIVES = {
    DYKES: "完成全年养护任务，汛前检查覆盖率达到100%，险情及时处置。",
    FLOODS: "储备物资齐全，调运及时，满足防汛抢险需要。",
    QUALITY: "监测数据按时上报，设备完好率不低于95%。",
    RESERVOIR: "完成后续工程年度建设任务并通过验收。",
}


def _told() -> Narrative:
    return Narrative(
        duties=_DUTIES,
        offices=_OFFICES,
        procurement=(Decimal("428300"), Decimal("2864100"), Decimal("1264200")),
        assets_as_of=f"{YEAR}年1月31日",
        assets=Decimal("64213364.2"),
        house_square_metres=Decimal("4213.6"),
        vehicles=6,
        planned_purchase=Decimal("64213.44"),
    )


def central_spec() -> ReportSpec:
    """A budget in the form of central departments: two bodies, money carried over and forward."""
    money = [*_basic(WATER, _WATER), *_basic(STATION, _STATION)]
    for unit, name, function, fund, figures in _PROJECTS:
        money += _project(unit, name, function, figures, fund)
    money += [
        Money(
            WATER,
            "2130306",
            "30213",
            "PROJECT",
            "GENERAL_PUBLIC",
            Decimal("364213.37"),
            DYKES,
            True,
        ),
        Money(
            WATER, "2136902", "31005", "PROJECT", "GOV_FUND", Decimal("186413.44"), RESERVOIR, True
        ),
        Money(STATION, "2130312", "30226", "CARRY_FORWARD", "BUSINESS_INCOME", Decimal("64213.42")),
        Money(WATER, "2130306", "30227", "CARRY_FORWARD", "GENERAL_PUBLIC", Decimal("26413.46")),
    ]
    return ReportSpec(
        entity=WATER,
        city="岭南市",
        year=YEAR,
        form="central",
        units=(Unit(WATER, is_agency=True), Unit(STATION)),
        money=tuple(money),
        projects=tuple(Project(u, n, _OBJECTIVES[n]) for u, n in _project_names()),
        narrative=_told(),
    ).with_options(blank_zero="")


def _project_names() -> list[tuple[str, str]]:
    return list(dict.fromkeys((unit, name) for unit, name, *_ in _PROJECTS))


def final_spec() -> ReportSpec:
    """Final accounts of the same bodies and year: a little less spent, more left."""
    budget = central_spec()
    kept = [
        replace(m, yuan=(m.yuan * 94 / 100).quantize(Decimal("0.01")))
        for m in budget.money
        if m.nature != "CARRY_FORWARD"
    ]
    left = [
        Money(WATER, "2130306", "30213", "CARRY_FORWARD", "GENERAL_PUBLIC", Decimal("246413.37")),
        Money(WATER, "2136902", "31005", "CARRY_FORWARD", "GOV_FUND", Decimal("64213.28")),
        Money(STATION, "2130312", "30226", "CARRY_FORWARD", "BUSINESS_INCOME", Decimal("8641.36")),
    ]
    return replace(budget, form="final", money=(*kept, *left)).with_options(blank_zero="0.00")


COLLECTION, READING = "文献资源购置", "全民阅读推广"


def codes_spec() -> ReportSpec:
    """A unit's budget with 类, 款, 项 in columns of their own, in yuan; three-public in 万元."""
    basic = {
        "2070104": {
            "30101": "1864200",
            "30107": "2643100",
            "30201": "186400",
            "30206": "264300",
            "30217": "12000",
            "30231": "36000",
            "31002": "48600",
        },
        "2080502": {"30302": "286400"},
        "2080505": {"30108": "486200"},
        "2101102": {"30110": "264100"},
        "2210201": {"30113": "386400"},
    }
    money = [
        *_basic(LIBRARY, basic),
        *_project(LIBRARY, COLLECTION, "2070104", {"31099": "2864000"}),
        *_project(LIBRARY, READING, "2070104", {"30227": "486300"}),
        *_project(LIBRARY, READING, "2070104", {"30226": "64200"}, "OTHER_INCOME"),
    ]
    return ReportSpec(
        entity=LIBRARY,
        city="岭南市",
        year=YEAR,
        form="codes",
        units=(Unit(LIBRARY),),
        money=tuple(money),
        projects=(
            Project(LIBRARY, COLLECTION, "新增文献3万册，满足读者需要。"),
            Project(LIBRARY, READING, "举办阅读推广活动120场。"),
        ),
        narrative=Narrative(
            duties=_DUTIES[2:],
            offices=_OFFICES[:1],
            assets_as_of=f"{YEAR}年1月31日",
            planned_purchase=Decimal("48600"),
        ),
        econ_names={"31099": "其他资本性支出"},
    ).with_options(unit="元", decimals=0, blank_zero="")


def province_spec(form: str) -> ReportSpec:
    """The budget of `central_spec`, or the accounts of `final_spec`, in the form of a province."""
    spec = final_spec() if form.startswith("final") else central_spec()
    return replace(spec, form=form).with_options(**OPTIONS.get(form, {}))
