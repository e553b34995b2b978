"""From a spec to the twelve tables as they are to be printed: every cell a string.

Belongs here: what stands in which cell, rounding to the printed unit, edits. Does not belong here:
where a cell is on a page (`guangdong`), sentences (`narrative`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from tests.generate import codes
from tests.generate.spec import Edit, Money, ReportSpec

# Whether a leaf of money counts; a line of a list: its label, and yuan unless it has no amount.
Keep = Callable[[Money], bool]
Line = tuple[str, Decimal | None]
CENT = Decimal("0.01")
FACTORS = {"万元": Decimal(10000), "元": Decimal(1)}
ROUNDING_NOTE = "本套报表金额单位转换时可能存在尾数误差。"
_FULLWIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
_NUMERALS = "一二三四五六七八九"
INDENT = "　"
LEFT = "<"
_LIST_COLUMNS = (("收入", "项目"), ("收入", "预算"), ("支出", "项目"), ("支出", "预算"))


@dataclass
class TableRow:
    """`cells` as printed, label cells with their U+3000 indents; `keys` select the row."""

    cells: list[str]
    keys: tuple[str, ...] = ()


@dataclass
class PrintedTable:
    """`columns`: the path of each leaf column, equal first parts being one merged header cell;
    `widths`: shares of the table's width; `amounts`: indices of the amount columns. A cell LEFT is
    covered by the one to its left. `number_label`: what it prints for its number."""

    number: int
    title: str
    unit_label: str
    columns: list[tuple[str, ...]]
    widths: list[float]
    amounts: tuple[int, ...]
    rows: list[TableRow] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    is_wide: bool = False
    number_label: str = ""

    def find_row(self, key: str) -> TableRow:
        """The one row that has this label, code or "unit/label"."""
        found = [row for row in self.rows if key in row.keys]
        if len(found) != 1:
            raise ValueError(f"表{self.number}: {len(found)} rows for {key!r}")
        return found[0]

    def find_column(self, name: str, row: TableRow | None = None, key: str = "") -> int:
        """The one amount column of this label or "group/label". Where the table is two lists, the
        side on which the row's label `key` stands decides."""
        found = [
            index
            for index in self.amounts
            if name in (self.columns[index][-1], "/".join(self.columns[index]))
        ]
        if len(found) > 1 and row is not None and self.columns == list(_LIST_COLUMNS):
            found = [index for index in found if _bare(row.cells[index - 1]) == _bare(key)]
        if len(found) != 1:
            raise ValueError(f"表{self.number}: {len(found)} columns for {name!r}")
        return found[0]


def printed_tables(spec: ReportSpec) -> list[PrintedTable]:
    """All tables of the report in order, edits and overrides made, zeros and digits as printed."""
    tables = builders(spec)
    by_number = {table.number: table for table in tables}
    for edit in spec.edits:
        apply(by_number[edit.table], edit)
    for (number, key, column), text in spec.printed_overrides.items():
        table = by_number[number]
        row = table.find_row(key)
        row.cells[table.find_column(column, row, key)] = text
    kept = [table for table in tables if table.number not in spec.options.drop_tables]
    for table in kept:
        for row in table.rows:
            for index in table.amounts:
                row.cells[index] = _styled(row.cells[index], spec)
    return kept


def titles(spec: ReportSpec) -> list[str]:
    """Titles of all twelve statements, dropped ones too: what the contents page lists."""
    return [table.title for table in builders(spec)]


def builders(spec: ReportSpec) -> list[PrintedTable]:
    """The tables of the spec's form, as they are before edits."""
    if spec.form in ("2024", "2026"):
        return [build(spec) for build in _BUILDERS]
    from tests.generate import forms

    return forms.tables(spec)


def printed(yuan: Decimal, spec: ReportSpec) -> str:
    """An amount as a table prints it: decimals in the report's unit, thousands separated."""
    places = spec.options.decimals
    value = (yuan / FACTORS[spec.options.unit]).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{value:,.{places}f}"


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _styled(text: str, spec: ReportSpec) -> str:
    if text and not text.strip("0."):
        text = spec.options.blank_zero
    return text.translate(_FULLWIDTH) if spec.options.fullwidth_digits else text


def _bare(label: str) -> str:
    return label.strip(" " + INDENT)


# Edits


def apply(table: PrintedTable, edit: Edit) -> None:
    """Make one edit in place. Raises ValueError where the edit names no single cell."""
    make: dict[str, Callable[..., None]] = {
        "mutate": _mutate,
        "drop_row": _drop_row,
        "swap_columns": _swap_columns,
        "shift_block": _shift_block,
    }
    make[edit.kind](table, *edit.args)


def _mutate(table: PrintedTable, key: str, column: str, how: str) -> None:
    row = table.find_row(key)
    index = table.find_column(column, row, key)
    before = row.cells[index]
    row.cells[index] = _mutated(before, how)
    if row.cells[index] == before:
        raise ValueError(f"表{table.number} {key} {column}: {how} leaves {before!r} as it is")


def _mutated(text: str, how: str) -> str:
    if how.startswith("="):
        return how[1:]
    if how == "lost":
        return ""
    value = Decimal(text.replace(",", ""))
    if how == "digit":
        position = next(i for i, char in enumerate(text) if char.isdigit() and char != "0")
        return f"{text[:position]}{int(text[position]) % 9 + 1}{text[position + 1 :]}"
    if how == "swap":
        digits = [i for i, char in enumerate(text) if char.isdigit()]
        for one, two in pairwise(digits):
            if text[one] != text[two]:
                chars = list(text)
                chars[one], chars[two] = chars[two], chars[one]
                return "".join(chars)
        return text
    changed = {
        "x10": value * 10,
        "/100": value / 100,
        "sign": -value,
        "+0.01": value + CENT,
    }[how]
    return f"{_rounded(changed):,.2f}"


def _drop_row(table: PrintedTable, key: str) -> None:
    table.rows.remove(table.find_row(key))


def _swap_columns(table: PrintedTable, first: str, second: str, key: str) -> None:
    one, two = table.find_column(first), table.find_column(second)
    for row in [table.find_row(key)] if key else table.rows:
        row.cells[one], row.cells[two] = row.cells[two], row.cells[one]


def _shift_block(table: PrintedTable, code: str) -> None:
    block = [row for row in table.rows if any(k.isdigit() and k[:3] == code != k for k in row.keys)]
    if len(block) < 2:
        raise ValueError(f"表{table.number}: no block below {code}")
    for index in table.amounts:
        amounts = [row.cells[index] for row in block]
        for row, amount in zip(block, [amounts[-1], *amounts[:-1]], strict=True):
            row.cells[index] = amount


# Pieces


def _sum(money: Iterable[Money], keep: Keep = lambda m: True) -> Decimal:
    return sum((m.yuan for m in money if keep(m)), Decimal(0))


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens - 1] + "十"
    return head + (_NUMERALS[ones - 1] if ones else "")


def _table(
    spec: ReportSpec,
    number: int,
    title: str,
    columns: list[tuple[str, ...]],
    widths: list[float],
    labels: tuple[int, ...],
    notes: tuple[str, ...] | None = None,
    *,
    is_wide: bool = False,
) -> PrintedTable:
    options = spec.options
    if notes is None:
        notes = ("注：无。",) if spec.form == "2026" else (f"注：{ROUNDING_NOTE}",)
    return PrintedTable(
        number=number,
        title=title,
        unit_label=options.unit_labels.get(number, options.unit),
        columns=columns,
        widths=widths,
        amounts=tuple(index for index in range(len(columns)) if index not in labels),
        notes=notes,
        is_wide=is_wide,
    )


def _tree(leaves: Iterable[str]) -> list[str]:
    """All codes with their parents, in order."""
    return sorted({code[:length] for code in leaves for length in (3, 5, 7) if len(code) >= length})


def _level(code: str) -> int:
    return (len(code) - 3) // 2


def _indent(level: int) -> str:
    return INDENT * level


def _function_name(spec: ReportSpec, code: str) -> str:
    return {**codes.FUNCTION_NAMES, **spec.function_names}[code]


def _coded_rows(
    spec: ReportSpec,
    money: list[Money],
    measures: list[Callable[[Money], bool]],
) -> list[TableRow]:
    """合计 and the tree of function codes in two columns, 科目编码 and 科目名称."""

    def amounts(own: list[Money]) -> list[str]:
        return [printed(_sum(own, keep), spec) for keep in measures]

    rows = [TableRow(["", "合计", *amounts(money)], ("合计",))]
    for code in _tree(m.function for m in money):
        name = _function_name(spec, code)
        own = [m for m in money if m.function.startswith(code)]
        rows.append(
            TableRow([code, _indent(_level(code)) + name, *amounts(own)], (code, f"{code}{name}"))
        )
    return rows


def _bracketed_rows(
    spec: ReportSpec,
    money: list[Money],
    code_of: Callable[[Money], str],
    name_of: Callable[[str], str],
    measures: list[Callable[[Money], bool]],
) -> list[TableRow]:
    """合计 and the tree of codes in one column, `[code]name`."""
    rows = [TableRow(["合计", *(printed(_sum(money, keep), spec) for keep in measures)], ("合计",))]
    for code in _tree(code_of(m) for m in money):
        label = f"[{code}]{name_of(code)}"
        own = [m for m in money if code_of(m).startswith(code)]
        rows.append(
            TableRow(
                [
                    _indent(_level(code)) + label,
                    *(printed(_sum(own, keep), spec) for keep in measures),
                ],
                (code, label),
            )
        )
    return rows


def _fund(*funds: str) -> Keep:
    return lambda m: m.fund in funds


def _nature(*natures: str) -> Keep:
    return lambda m: m.nature in natures


def _econ(*items: str) -> Keep:
    return lambda m: m.econ in items


def _function(start: str) -> Keep:
    """Money of a function code and of all below it."""
    return lambda m: m.function.startswith(start)


def _any(_: Money) -> bool:
    return True


def _two_lists(
    spec: ReportSpec,
    number: int,
    title: str,
    income: Sequence[Line],
    income_end: Sequence[Line],
    expenditure: Sequence[Line],
    expenditure_end: Sequence[Line],
    notes: tuple[str, ...],
) -> PrintedTable:
    """Two lists side by side, their ends (from 本年合计 on) level with each other."""
    table = _table(
        spec,
        number,
        title,
        list(_LIST_COLUMNS),
        [0.32, 0.16, 0.36, 0.16],
        (0, 2),
        notes,
    )
    height = max(len(income), len(expenditure))
    blank = ("", None)
    left = [*income, *[blank] * (height - len(income)), *income_end]
    right = [*expenditure, *[blank] * (height - len(expenditure)), *expenditure_end]
    for one, two in zip(left, right, strict=True):
        cells = []
        for label, yuan in (one, two):
            cells += [label, "" if yuan is None else printed(yuan, spec)]
        bare = {label.split("、", 1)[-1] for label, _ in (one, two)} - {""}
        table.rows.append(
            TableRow(cells, tuple(sorted(bare | {label for label, _ in (one, two)} - {""})))
        )
    return table


def _numbered(items: list[tuple[str, Decimal]], start: int = 1) -> list[tuple[str, Decimal]]:
    return [(f"{_numeral(n)}、{label}", yuan) for n, (label, yuan) in enumerate(items, start)]


# The twelve statements


def _overview(spec: ReportSpec) -> PrintedTable:
    money = spec.money
    fund = {name: spec.total(fund=name) for name in codes.FUNDS}
    fiscal = sum((fund[name] for name in codes.FISCAL_FUNDS), Decimal(0))
    special = sum((fund[name] for name in codes.SPECIAL_FUNDS), Decimal(0))
    own = sum((fund[name] for name in codes.OWN_FUNDS), Decimal(0))
    total = _sum(money)
    subordinate, superior, forward = (
        spec.total(nature=name) for name in ("TO_SUBORDINATE", "TO_SUPERIOR", "CARRY_FORWARD")
    )
    spending = [m for m in money if m.nature in ("BASIC", "PROJECT", "BUSINESS")]

    def of_class(code: str) -> tuple[str, Decimal]:
        own_money = _sum(spending, lambda m: m.function.startswith(code))
        return codes.FUNCTION_NAMES[code], own_money

    classes = [of_class(code) for code in codes.CLASSES]
    subsidy = ("上级补助收入", fund["SUPERIOR_SUBSIDY"])
    remit = ("附属单位上缴收入", fund["SUBORDINATE_REMIT"])
    others = [("对附属单位补助支出", subordinate), ("上缴上级支出", superior)]
    notes = (
        "注：财政拨款收支情况包括一般公共预算、政府性基金预算、国有资本经营预算拨款收支情况。",
        INDENT * 2 + ROUNDING_NOTE,
    )
    if spec.form == "2024":
        current = fiscal + special + own
        income = _numbered([("预算拨款", fiscal), ("财政专户拨款", special), ("其他资金", own)])
        income_end = [
            ("本年收入合计", current),
            *_numbered(
                [
                    subsidy,
                    remit,
                    (
                        "用事业基金弥补收支差额",
                        fund["USE_OF_FUND_BALANCE"] + fund["CARRIED_OVER"],
                    ),
                ],
                4,
            ),
            ("收入总计", total),
        ]
        expenditure = _numbered(classes)
        expenditure_end = [
            ("本年支出合计", _sum(spending)),
            *_numbered([*others, ("结转下年", forward)], 24),
            ("支出总计", total),
        ]
    else:
        carried = fund["CARRIED_OVER"] + fund["USE_OF_FUND_BALANCE"]
        income = _numbered(
            [
                ("预算拨款", fiscal),
                ("财政专户拨款", special),
                ("事业收入", fund["BUSINESS_INCOME"]),
                ("事业单位经营收入", fund["OPERATING_INCOME"]),
                ("其他收入", fund["OTHER_INCOME"]),
                subsidy,
                remit,
            ]
        )
        income_end = [
            ("本年收入合计", total - carried),
            ("上年结转结余", carried),
            ("收入总计", total),
        ]
        expenditure = _numbered(
            [*classes, *others, *(of_class(code) for code in codes.DEBT_AND_TRANSFER)]
        )
        expenditure_end = [
            ("本年支出合计", total - forward),
            ("结转结余下年", forward),
            ("支出总计", total),
        ]
    return _two_lists(
        spec, 1, "收支总体情况表", income, income_end, expenditure, expenditure_end, notes
    )


def _revenue(spec: ReportSpec) -> PrintedTable:
    is_new = spec.form == "2026"
    funds: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (("合计",), codes.FUNDS),
        (("财政拨款收入", "一般公共预算"), ("GENERAL_PUBLIC",)),
        (("财政拨款收入", "政府性基金预算"), ("GOV_FUND",)),
        (("财政拨款收入", "国有资本经营预算"), ("STATE_CAPITAL",)),
        (("财政专户拨款收入", "教育收费"), ("EDU_FEE",)),
        (("财政专户拨款收入", "其他专户收入拨款"), ("OTHER_SPECIAL",)),
        (("其他资金收入", "事业收入"), ("BUSINESS_INCOME",)),
        (
            ("其他资金收入", "事业单位经营收入" if is_new else "经营收入"),
            ("OPERATING_INCOME",),
        ),
        (("其他资金收入", "其他收入"), ("OTHER_INCOME",)),
        (("上级补助收入",), ("SUPERIOR_SUBSIDY",)),
        (("附属单位上缴收入",), ("SUBORDINATE_REMIT",)),
        (
            ("上年结转结余" if is_new else "用事业基金弥补收支差额",),
            ("CARRIED_OVER", "USE_OF_FUND_BALANCE"),
        ),
    ]
    measures = [_fund(*names) for _, names in funds]
    paths = [path for path, _ in funds]
    if not is_new:
        table = _table(
            spec,
            2,
            "收入总体情况表",
            [("功能分类科目", "科目编码"), ("功能分类科目", "科目名称"), *paths],
            [0.062, 0.16, *[0.0665] * 2, *[0.0645] * 10],
            (0, 1),
            is_wide=True,
        )
        table.rows = _coded_rows(spec, list(spec.money), measures)
        return table
    table = _table(
        spec,
        2,
        "收入总体情况表",
        [("单位名称",), *paths],
        [0.22, *[0.069] * 2, *[0.0642] * 10],
        (0,),
        is_wide=True,
    )
    for label, own in (
        ("合计", list(spec.money)),
        *((unit.name, [m for m in spec.money if m.unit == unit.name]) for unit in spec.units),
    ):
        cells = [printed(_sum(own, keep), spec) for keep in measures]
        table.rows.append(TableRow([label, *cells], (label,)))
    return table


def _expenditure(spec: ReportSpec) -> PrintedTable:
    is_new = spec.form == "2026"
    natures = [name for name in codes.NATURES if not (is_new and name == "CARRY_FORWARD")]
    money = [m for m in spec.money if m.nature in natures]
    table = _table(
        spec,
        3,
        "本年支出总体情况表" if is_new else "支出总体情况表",
        [
            ("功能分类科目", "科目编码"),
            ("功能分类科目", "科目名称"),
            ("合计",),
            *((codes.NATURES[name],) for name in natures),
        ],
        [0.12, 0.22, *[0.66 / (len(natures) + 1)] * (len(natures) + 1)],
        (0, 1),
    )
    table.rows = _coded_rows(spec, money, [_any, *(_nature(name) for name in natures)])
    return table


def _fiscal(spec: ReportSpec) -> PrintedTable:
    money = [m for m in spec.money if m.fund in codes.FISCAL_FUNDS]
    total = _sum(money)
    forward = _sum(money, _nature("CARRY_FORWARD"))
    spending = [m for m in money if m.nature != "CARRY_FORWARD"]
    is_new = spec.form == "2026"
    order = [*codes.CLASSES, *codes.DEBT_AND_TRANSFER] if is_new else codes.CLASSES_FISCAL_2024
    income = _numbered(
        [
            ("一般公共预算", spec.total(fund="GENERAL_PUBLIC")),
            ("政府性基金预算", spec.total(fund="GOV_FUND")),
            ("国有资本经营预算", spec.total(fund="STATE_CAPITAL")),
        ]
    )
    expenditure = _numbered(
        [(codes.FUNCTION_NAMES[code], _sum(spending, _function(code))) for code in order]
    )
    return _two_lists(
        spec,
        4,
        "财政拨款收支总体情况表",
        income,
        [("本年收入合计", total), ("", None), ("收入总计", total)],
        expenditure,
        [
            ("本年支出合计", total - forward),
            (f"{_numeral(len(order) + 1)}、结转下年", forward),
            ("支出总计", total),
        ],
        (
            "注：表中功能分类科目，根据部门实际预算编制情况编列。"
            + ("" if is_new else ROUNDING_NOTE),
        ),
    )


def _split(m: Money) -> bool:
    return m.nature != "BASIC"


def _general(spec: ReportSpec) -> PrintedTable:
    group = "一般公共预算支出"
    table = _table(
        spec,
        5,
        "一般公共预算支出情况表（按功能分类科目）",
        [("功能科目名称",), (group, "小计"), (group, "其中：基本支出"), (group, "项目支出")],
        [0.43, 0.19, 0.19, 0.19],
        (0,),
    )
    table.rows = _bracketed_rows(
        spec,
        [m for m in spec.money if m.fund == "GENERAL_PUBLIC"],
        lambda m: m.function,
        lambda code: _function_name(spec, code),
        [_any, _nature("BASIC"), _split],
    )
    return table


def _by_econ(spec: ReportSpec, number: int, title: str, nature: str) -> PrintedTable:
    table = _table(spec, number, title, [("部门预算支出经济科目",), ("预算",)], [0.5, 0.5], (0,))
    table.rows = _bracketed_rows(
        spec,
        [m for m in spec.money if m.fund == "GENERAL_PUBLIC" and m.nature == nature],
        lambda m: m.econ,
        lambda code: {**codes.ECON_NAMES, **spec.econ_names}[code],
        [_any],
    )
    return table


def three_public(spec: ReportSpec) -> dict[str, dict[str, Decimal]]:
    """Yuan by item and fund. Items as in `codes.THREE_PUBLIC`, and AGENCY_OPERATING, OUTSOURCING
    (the latter of the general budget alone)."""
    agencies = {unit.name for unit in spec.units if unit.is_agency}
    result: dict[str, dict[str, Decimal]] = {}
    for fund in codes.FISCAL_FUNDS:
        own = [m for m in spec.money if m.fund == fund]
        for item, code in codes.THREE_PUBLIC.items():
            result.setdefault(item, {})[fund] = _sum(own, _econ(code))
        result.setdefault("AGENCY_OPERATING", {})[fund] = _sum(
            own,
            lambda m: (
                m.unit in agencies and m.nature == "BASIC" and m.econ in codes.AGENCY_OPERATING
            ),
        )
        result.setdefault("OUTSOURCING", {})[fund] = _sum(
            own, lambda m: m.econ == "30227" and m.fund == "GENERAL_PUBLIC"
        )
    return result


def _three_public(spec: ReportSpec) -> PrintedTable:
    table = _table(
        spec,
        8,
        "财政拨款安排的行政经费及“三公”经费预算表",
        [("项目",), ("合计",), ("一般公共预算",), ("政府性基金预算",), ("国有资本经营预算",)],
        [0.4, 0.15, 0.15, 0.15, 0.15],
        (0,),
    )
    items = three_public(spec)
    vehicles = ("VEHICLE_PURCHASE", "VEHICLE_OPERATION")
    for label, parts in (
        ("行政经费", ("AGENCY_OPERATING",)),
        ("“三公”经费", ("ABROAD", *vehicles, "RECEPTION")),
        (_indent(2) + "其中：（一）因公出国（境）支出", ("ABROAD",)),
        (_indent(5) + "（二）公务用车购置及运行维护支出", vehicles),
        (_indent(8) + "1.公务用车购置费", vehicles[:1]),
        (_indent(8) + "2.公务用车运行维护费", vehicles[1:]),
        (_indent(5) + "（三）公务接待费支出", ("RECEPTION",)),
    ):
        by_fund = [
            sum((items[part][fund] for part in parts), Decimal(0)) for fund in codes.FISCAL_FUNDS
        ]
        cells = [printed(yuan, spec) for yuan in (sum(by_fund, Decimal(0)), *by_fund)]
        bare = _bare(label)
        key = bare.replace("其中：", "").lstrip("（一二三）12.")
        table.rows.append(TableRow([label, *cells], tuple(dict.fromkeys((bare, key)))))
    return table


def _by_function(spec: ReportSpec, number: int, name: str, fund: str) -> PrintedTable:
    group = f"{name}支出"
    money = [m for m in spec.money if m.fund == fund]
    table = _table(
        spec,
        number,
        f"{name}支出情况表",
        [
            ("功能分类科目", "科目编码"),
            ("功能分类科目", "科目名称"),
            (group, "小计"),
            (group, "其中：基本支出"),
            (group, "项目支出"),
        ],
        [0.16, 0.3, 0.18, 0.18, 0.18],
        (0, 1),
        None if money else ("注：本表本年无发生额。",),
    )
    table.rows = _coded_rows(spec, money, [_any, _nature("BASIC"), _split])
    return table


_UNIT_COLUMNS: list[tuple[tuple[str, ...], Callable[[Money], bool]]] = [
    (("总计",), _any),
    (("财政拨款", "合计"), _fund(*codes.FISCAL_FUNDS)),
    (("财政拨款", "一般公共预算"), _fund("GENERAL_PUBLIC")),
    (("财政拨款", "政府性基金预算"), _fund("GOV_FUND")),
    (("财政拨款", "国有资本经营预算"), _fund("STATE_CAPITAL")),
    (("财政专户拨款",), _fund(*codes.SPECIAL_FUNDS)),
    (("其他资金",), lambda m: m.fund not in (*codes.FISCAL_FUNDS, *codes.SPECIAL_FUNDS)),
]


def _unit_row(spec: ReportSpec, label: str, money: list[Money], *keys: str) -> TableRow:
    cells = [printed(_sum(money, keep), spec) for _, keep in _UNIT_COLUMNS]
    return TableRow([label, *cells], (_bare(label), *keys))


def _basic_by_unit(spec: ReportSpec) -> PrintedTable:
    table = _table(
        spec,
        11,
        "部门预算基本支出预算表",
        [("支出项目类别（资金使用单位）",), *(path for path, _ in _UNIT_COLUMNS)],
        [0.16, *[0.12] * 7],
        (0,),
    )
    money = [m for m in spec.money if m.nature == "BASIC"]
    table.rows = [_unit_row(spec, "合计", money)]
    for position, unit in enumerate(spec.units):
        own = [m for m in money if m.unit == unit.name]
        suffix = "（本级）" if position == 0 and len(spec.units) > 1 else ""
        heading = spec.unit_headings.get(unit.name, unit.name + suffix)
        table.rows.append(_unit_row(spec, heading, own, *({unit.name} - {heading})))
        for code in sorted({m.econ[:3] for m in own}):
            name = {**codes.ECON_NAMES, **spec.econ_names, **spec.category_names}[code]
            category = [m for m in own if m.econ.startswith(code)]
            table.rows.append(_unit_row(spec, _indent(2) + name, category, f"{unit.name}/{name}"))
    return table


def _project_by_unit(spec: ReportSpec) -> PrintedTable:
    table = _table(
        spec,
        12,
        "部门预算项目支出及其他支出预算表",
        [
            ("支出项目类别（资金使用单位）",),
            *(path for path, _ in _UNIT_COLUMNS),
            ("绩效目标",),
        ],
        [0.17, *[0.08] * 5, *[0.055] * 2, 0.32],
        (0, 8),
    )
    money = [m for m in spec.money if m.nature != "BASIC"]
    table.rows = [_unit_row(spec, "合计", money)]
    for unit in spec.units:
        own = [m for m in money if m.unit == unit.name]
        if not own:
            continue
        table.rows.append(_unit_row(spec, unit.name, own))
        for project in spec.projects:
            if project.unit == unit.name:
                part = [m for m in own if m.project == project.name]
                row = _unit_row(
                    spec, _indent(2) + project.name, part, f"{unit.name}/{project.name}"
                )
                row.cells.append(project.objective)
                table.rows.append(row)
        for nature in list(codes.NATURES)[2:]:
            part = [m for m in own if m.nature == nature]
            if part:
                label = codes.NATURES[nature]
                table.rows.append(_unit_row(spec, _indent(2) + label, part, f"{unit.name}/{label}"))
    for row in table.rows:
        row.cells += [""] * (9 - len(row.cells))
    return table


_BUILDERS: tuple[Callable[[ReportSpec], PrintedTable], ...] = (
    _overview,
    _revenue,
    _expenditure,
    _fiscal,
    _general,
    lambda s: _by_econ(s, 6, "一般公共预算基本支出情况表（按经济分类科目）", "BASIC"),
    lambda s: _by_econ(s, 7, "一般公共预算项目支出情况表（按经济分类科目）", "PROJECT"),
    _three_public,
    lambda s: _by_function(s, 9, "政府性基金预算", "GOV_FUND"),
    lambda s: _by_function(s, 10, "国有资本经营预算", "STATE_CAPITAL"),
    _basic_by_unit,
    _project_by_unit,
)
