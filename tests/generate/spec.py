"""What a generated report says: made-up money down to the cent, and how it is to be printed.

Every printed number is added up from `Money` leaves, so a spec agrees with itself by construction;
what must not agree is put on top as an `Edit` (see the mutation functions) and leaves the rest be.

Belongs here: the data and the mutations. Does not belong here: layout (`tables`, `guangdong`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

# '2024' and '2026' are Guangdong's; 'central' is the form of central departments' budgets, 'final'
# that of final accounts, 'codes' the one with 类, 款 and 项 in columns of their own and yuan; the others
# are those of provinces.
FORMS = (
    *("2024", "2026", "central", "final", "codes", "sichuan", "hunan"),
    *("hubei", "anhui", "yunnan", "henan", "jiangxi", "shanxi", "hebei", "guizhou", "hainan"),
    *("shenyang", "jilin", "xinjiang", "gansu", "shandong"),
    *("final_yunnan", "final_neimenggu", "final_tianjin", "final_shanxi", "final_older"),
)


@dataclass(frozen=True)
class Money:
    """One leaf, in yuan to the cent. `project` is None for basic spending and for other natures.

    `is_carried`: money of this fund left over from the year before (the forms of Guangdong have no
    place for it; nature CARRY_FORWARD is money left for the year after).
    """

    unit: str
    function: str
    econ: str
    nature: str
    fund: str
    yuan: Decimal
    project: str | None = None
    is_carried: bool = False


@dataclass(frozen=True)
class Unit:
    """A spending body; the first of a spec is the head office. `is_agency`: 行政, else 事业."""

    name: str
    is_agency: bool = False


@dataclass(frozen=True)
class Project:
    unit: str
    name: str
    objective: str
    is_key: bool = False


@dataclass(frozen=True)
class Narrative:
    """Figures that stand in the text alone, in yuan. `previous`: last year's amounts by key
    (income, expenditure, THREE_PUBLIC, ABROAD, VEHICLE, VEHICLE_PURCHASE, VEHICLE_OPERATION,
    RECEPTION, AGENCY_OPERATING, OUTSOURCING); a key that is missing means unchanged."""

    duties: tuple[str, ...]
    offices: tuple[str, ...]
    previous: Mapping[str, Decimal] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    procurement: tuple[Decimal, Decimal, Decimal] = (Decimal(0), Decimal(0), Decimal(0))
    assets_as_of: str = "2026年1月31日"
    assets: Decimal = Decimal(0)
    house_square_metres: Decimal = Decimal(0)
    vehicles: int = 0
    big_equipment: int = 0
    planned_purchase: Decimal = Decimal(0)
    planned_purchase_of: str = "办公设备等"


@dataclass(frozen=True)
class Options:
    """How the report is typeset.

    `blank_zero`: what stands for zero ('0.00', '', '-', '0'). `unit`: '万元' or '元', with so many
    `decimals`.
    `unit_labels`: what the caption of a table says instead, numbers unchanged.
    `indent`: 'space' (U+3000 characters) or 'offset' (a shift without any character).
    `objective_split`: name of the project whose row is broken over a page end.
    `drop_tables`: statements that are absent, though the contents page lists them (13: the table of key projects in the text).
    `kangxi_lookalikes`: the text layer says ⽀⾦⾏⽤⻋ for 支金行用车. Implies `embed_font`.
    `embed_font`: a font in the file that shows Chinese as lozenges, its text layer as usual. Without
    it, where the machine has no Chinese font, PDFium finds no Chinese text on rotated pages.
    """

    rotate_tables: bool = False
    thin_rects_as_lines: bool = False
    doubled_hairlines: bool = False
    repeat_header: bool = True
    kangxi_lookalikes: bool = False
    embed_font: bool = False
    fullwidth_digits: bool = False
    watermark: str | None = None
    encrypt: str | None = None
    blank_zero: str = "0.00"
    unit: str = "万元"
    decimals: int = 2
    unit_labels: Mapping[int, str] = field(default_factory=dict)
    drop_tables: frozenset[int] = frozenset()
    objective_split: str | None = None
    indent: str = "space"
    table_number_side: str = "left"


@dataclass(frozen=True)
class Edit:
    """A change to the printed tables: `kind` with the table it is made in, see `tables.apply`."""

    kind: str
    table: int
    args: tuple[str, ...] = ()


# (number of the table, row label or code or "unit/label", column label or path) -> printed text
Overrides = Mapping[tuple[int, str, str], str]


@dataclass(frozen=True)
class ReportSpec:
    """One report. `city` is None where the body's name does not start with it."""

    entity: str
    city: str | None
    year: int
    form: str
    units: tuple[Unit, ...]
    money: tuple[Money, ...]
    projects: tuple[Project, ...]
    narrative: Narrative
    options: Options = field(default_factory=Options)
    edits: tuple[Edit, ...] = ()
    printed_overrides: Overrides = field(default_factory=dict)
    narrative_overrides: Mapping[str, str] = field(default_factory=dict)
    function_names: Mapping[str, str] = field(default_factory=dict)
    econ_names: Mapping[str, str] = field(default_factory=dict)
    category_names: Mapping[str, str] = field(default_factory=dict)
    unit_headings: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise ValueError(f"form must be one of {FORMS}, not {self.form!r}")
        if self.options.unit not in ("万元", "元"):
            raise ValueError(f"unit must be 万元 or 元, not {self.options.unit!r}")
        names = {unit.name for unit in self.units}
        projects = {(project.unit, project.name) for project in self.projects}
        for money in self.money:
            if money.unit not in names:
                raise ValueError(f"money of an unknown unit: {money}")
            if money.project is not None and (money.unit, money.project) not in projects:
                raise ValueError(f"money of an unknown project: {money}")
            if (money.nature == "PROJECT") != (money.project is not None):
                raise ValueError(f"project money, and only it, has a project: {money}")

    @property
    def is_final(self) -> bool:
        """Whether it is final accounts."""
        return self.form.startswith("final")

    def with_options(self, **changes: Any) -> ReportSpec:
        """The same report typeset with these fields of `Options`."""
        return replace(self, options=replace(self.options, **changes))

    def total(self, **only: str) -> Decimal:
        """Sum in yuan of the leaves whose fields equal `only`."""
        return sum(
            (m.yuan for m in self.money if all(getattr(m, k) == v for k, v in only.items())),
            Decimal(0),
        )


def _edit(spec: ReportSpec, kind: str, table: int, *args: str) -> ReportSpec:
    return replace(spec, edits=(*spec.edits, Edit(kind, table, args)))


def mutate_amount(
    spec: ReportSpec, table: int, row: str, column: str, how: str = "digit"
) -> ReportSpec:
    """One printed amount wrong. `how`: 'digit' (one digit misread), 'x10', '/100', 'sign', 'lost',
    '+0.01', 'swap' (the first two unequal neighbouring digits change places), '=TEXT'."""
    return _edit(spec, "mutate", table, row, column, how)


def drop_row(spec: ReportSpec, table: int, row: str) -> ReportSpec:
    """A row that is not printed; the totals still count it."""
    return _edit(spec, "drop_row", table, row)


def swap_columns(
    spec: ReportSpec, table: int, first: str, second: str, row: str = ""
) -> ReportSpec:
    """The amounts of two columns change places in one row, or in all when `row` is empty."""
    return _edit(spec, "swap_columns", table, first, second, row)


def shift_block(spec: ReportSpec, code: str, table: int = 6) -> ReportSpec:
    """The amounts below a class ('302') move one row down against their labels, in a ring."""
    return _edit(spec, "shift_block", table, code)


def move_three_public_fund(
    spec: ReportSpec, source: str = "一般公共预算", target: str = "政府性基金预算"
) -> ReportSpec:
    """All of table 8 printed in another fund's column; every sum in the table still holds."""
    return _edit(spec, "swap_columns", 8, source, target, "")


def change_unit_label(spec: ReportSpec, unit: str, table: int | None = None) -> ReportSpec:
    """The caption says another unit, of one table or of all; the numbers are as before."""
    numbers = range(1, 13) if table is None else (table,)
    labels = {**spec.options.unit_labels, **dict.fromkeys(numbers, unit)}
    return spec.with_options(unit_labels=labels)
