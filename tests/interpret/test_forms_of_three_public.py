"""Three-public tables: items down or across, years, stages, meetings, bodies."""

from __future__ import annotations

from decimal import Decimal

from schemas.vocabulary import RowRole, StatementKind
from tests.interpret.statements_from_tables import errors, items, read
from tests.page_layouts import LEFT, UP

TITLE = "财政拨款“三公”经费支出表"


def d(*numbers: str) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


def test_items_down() -> None:
    statement = read(
        TITLE,
        [
            ["项目", "预算数"],
            ["“三公”经费合计", "9.60"],
            ["1、因公出国（境）费用", "2.00"],
            ["2、公务接待费", "0.60"],
            ["3、公务用车费", "7.00"],
            ["其中：（1）公务用车运行维护费", "4.00"],
            ["（2）公务用车购置", "3.00"],
        ],
    )
    assert {item: v[""] for item, v in items(statement).items()} == dict(
        zip(
            [
                "THREE_PUBLIC",
                "ABROAD",
                "RECEPTION",
                "VEHICLE",
                "VEHICLE_OPERATION",
                "VEHICLE_PURCHASE",
            ],
            d("9.60", "2.00", "0.60", "7.00", "4.00", "3.00"),
            strict=True,
        )
    )
    assert not errors(statement)


ACROSS = [
    ["合计", "因公出国（境）费", "公务用车购置及运行维护费", LEFT, LEFT, "公务接待费"],
    [UP, UP, "小计", "公务用车购置费", "公务用车运行维护费", UP],
]
SIX = ["THREE_PUBLIC", "ABROAD", "VEHICLE", "VEHICLE_PURCHASE", "VEHICLE_OPERATION", "RECEPTION"]


def test_items_across() -> None:
    statement = read(TITLE, [*ACROSS, ["8.10", "1.00", "6.50", "2.50", "4.00", "0.60"]])
    assert {item: v[""] for item, v in items(statement).items()} == dict(
        zip(SIX, d("8.10", "1.00", "6.50", "2.50", "4.00", "0.60"), strict=True)
    )
    assert not errors(statement)


def test_blank_for_zero_across() -> None:
    statement = read(TITLE, [*ACROSS, ["4.60", "", "4.00", "", "4.00", "0.60"]])
    assert items(statement)["THREE_PUBLIC"][""] == Decimal("4.60")
    assert items(statement)["ABROAD"] == {}
    assert not errors(statement)


def test_last_year_and_this_year() -> None:
    statement = read(
        TITLE,
        [
            ["2031年预算数", *[LEFT] * 5, "2032年预算数", *[LEFT] * 5],
            [*ACROSS[0], *ACROSS[0]],
            [*ACROSS[1], *ACROSS[1]],
            *[["9.00", "", "8.00", "", "8.00", "1.00", "7.00", "", "6.20", "", "6.20", "0.80"]],
        ],
    )
    assert items(statement)["THREE_PUBLIC"] == {"": Decimal("7.00")}
    assert items(statement)["VEHICLE_OPERATION"] == {"": Decimal("6.20")}
    assert not errors(statement)


def test_rows_by_year_with_the_change() -> None:
    statement = read(
        TITLE,
        [
            ["年度", *ACROSS[0]],
            [UP, *ACROSS[1]],
            ["2031年", "9.00", "", "8.00", "", "8.00", "1.00"],
            ["2032年", "7.00", "", "6.20", "", "6.20", "0.80"],
            ["增减额", "-2.00", "", "-1.80", "", "-1.80", "-0.20"],
        ],
    )
    assert items(statement)["THREE_PUBLIC"] == {"": Decimal("7.00")}
    assert not errors(statement)


def test_items_down_with_last_year_and_the_change() -> None:
    statement = read(
        TITLE,
        [
            ["项目", "2031年预算数", "2032年预算数", "增减额", "增减率"],
            ["“三公”经费", "9.00", "7.00", "-2.00", "-22.22%"],
            ["因公出国（境）费", "", "", "", ""],
            ["公务接待费", "1.00", "0.80", "-0.20", "-20.00%"],
            ["公务用车购置及运行维护费", "8.00", "6.20", "-1.80", "-22.50%"],
            ["公务用车购置费", "", "", "", ""],
            ["公务用车运行维护费", "8.00", "6.20", "-1.80", "-22.50%"],
        ],
    )
    assert items(statement)["THREE_PUBLIC"] == {"": Decimal("7.00")}
    assert not errors(statement)


def test_meetings_and_training_in_the_total() -> None:
    """The total of everything is not the total of the three public items."""
    statement = read(
        "一般公共预算拨款“三公”经费及会议费、培训费支出预算表",
        [
            ["单位名称", "合计", "“三公”经费", *[LEFT] * 5, "会议费", "培训费"],
            [UP, UP, "小计", *ACROSS[0][1:], UP, UP],
            [UP, UP, UP, *ACROSS[1][1:], UP, UP],
            ["合计", "9.00", "4.60", "", "4.00", "", "4.00", "0.60", "2.40", "2.00"],
            ["岭南市试验局", "9.00", "4.60", "", "4.00", "", "4.00", "0.60", "2.40", "2.00"],
        ],
    )
    found = items(statement)
    assert found["THREE_PUBLIC"] == {"": Decimal("4.60")}
    assert found["THREE_PUBLIC_AND_MEETINGS"] == {"": Decimal("9.00")}
    assert found["MEETING"] == {"": Decimal("2.40")}
    assert not errors(statement)


def test_bodies_below_the_total() -> None:
    statement = read(
        TITLE,
        [
            ["单位名称", *ACROSS[0]],
            [UP, *ACROSS[1]],
            ["合计", "4.60", "", "4.00", "", "4.00", "0.60"],
            ["岭南市试验局本级", "2.60", "", "2.00", "", "2.00", "0.60"],
            ["岭南市试验中心", "2.00", "", "2.00", "", "2.00", ""],
        ],
    )
    assert items(statement)["THREE_PUBLIC"] == {"": Decimal("4.60")}
    assert not errors(statement)


def test_bodies_without_a_total_are_not_added_up_for_them() -> None:
    statement = read(
        TITLE,
        [
            ["单位名称", *ACROSS[0]],
            [UP, *ACROSS[1]],
            ["岭南市试验局本级", "2.60", "", "2.00", "", "2.00", "0.60"],
            ["岭南市试验中心", "2.00", "", "2.00", "", "2.00", ""],
        ],
    )
    assert items(statement).get("THREE_PUBLIC", {}) == {}
    (told,) = [s for s in statement.signals if s.signal == "bodies_without_total"]
    assert "合计 4.60" in told.message
    assert "公务接待费 0.60" in told.message


FINAL = "财政拨款“三公”经费支出决算表"


def test_budget_and_final_figures() -> None:
    statement = read(
        FINAL,
        [
            ["预算数", *[LEFT] * 5, "决算数", *[LEFT] * 5],
            [*ACROSS[0], *ACROSS[0]],
            [*ACROSS[1], *ACROSS[1]],
            *[["9.00", "", "8.00", "", "8.00", "1.00", "7.00", "", "6.20", "", "6.20", "0.80"]],
        ],
        note="注：本表预算数为年初部门预算数，决算数包括当年财政拨款实际支出。",
    )
    assert items(statement)["THREE_PUBLIC"] == {
        "initial_budget": Decimal("9.00"),
        "final_accounts": Decimal("7.00"),
    }
    assert not errors(statement)


def test_note_says_which_budget_it_is() -> None:
    statement = read(
        FINAL,
        [
            ["项目", "预算数", "决算数"],
            ["“三公”经费", "9.00", "7.00"],
            ["因公出国（境）费", "", ""],
            ["公务用车购置及运行维护费", "8.00", "6.20"],
            ["公务接待费", "1.00", "0.80"],
        ],
        note="注：预算数为全年预算数，反映按规定程序调整后的预算数。",
    )
    assert items(statement)["RECEPTION"] == {
        "adjusted_budget": Decimal("1.00"),
        "final_accounts": Decimal("0.80"),
    }
    assert not errors(statement)


def test_part_that_is_greater_than_its_total_is_seen() -> None:
    statement = read(TITLE, [*ACROSS, ["8.10", "1.00", "6.50", "2.50", "4.00", "0.90"]])
    assert errors(statement)


COUNTED = [
    ["项目", "行次", "年初预算数", "决算统计数"],
    ["一、“三公”经费支出", "1", "——", "——"],
    ["（一）支出合计", "2", "9.00", "8.00"],
    ["1．因公出国（境）费", "3", "2.00", "1.00"],
    ["2．公务用车购置及运行维护费", "4", "6.00", "6.00"],
    ["（1）公务用车购置费", "5", "2.00", "2.00"],
    ["（2）公务用车运行维护费", "6", "4.00", "4.00"],
    ["3．公务接待费", "7", "1.00", "1.00"],
    ["（1）国内接待费", "8", "——", "0.80"],
    ["（2）国（境）外接待费", "9", "——", "0.20"],
    ["（二）相关统计数", "10", "——", "——"],
    ["1．因公出国（境）团组数（个）", "11", "——", "3"],
    ["4．公务用车保有量（辆）", "12", "——", "6"],
    ["二、机关运行经费", "13", "——", "88.00"],
    ["（一）行政单位", "14", "——", "80.00"],
    ["（二）参照公务员法管理事业单位", "15", "——", "8.00"],
]


def test_counts_and_parts_of_items_are_no_money() -> None:
    statement = read("财政拨款“三公”经费、行政参公单位机关运行经费情况表", COUNTED)
    assert {item: v.get("") for item, v in items(statement).items()} == dict(
        zip(
            ["THREE_PUBLIC", "ABROAD", "VEHICLE", "VEHICLE_PURCHASE", "VEHICLE_OPERATION"],
            d("8.00", "1.00", "6.00", "2.00", "4.00"),
            strict=True,
        )
    ) | {"RECEPTION": Decimal("1.00"), "AGENCY_OPERATING": Decimal("88.00")}
    assert [row.role for row in statement.rows].count(RowRole.COUNT) == 3
    assert not errors(statement)


def test_items_on_a_sheet_of_several_subjects() -> None:
    statement = read("部门决算公开相关信息统计表", COUNTED)
    assert statement.kind == StatementKind.THREE_PUBLIC
    assert not errors(statement)
