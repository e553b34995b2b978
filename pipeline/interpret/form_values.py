"""What performance forms (绩效目标表) and procurement tables of a report say: plain frozen values.

Belongs here: the values that the readers of forms give, and facts and rules take.
Does not belong here: how they are read (`pipeline.forms`), rows of facts, rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.amounts import decimals
from pipeline.grid.printed_table import GridCell
from pipeline.interpret.statement import Amount, Signal, Statement
from schemas.vocabulary import ObjectiveSource, PurchaseCategory, TargetOperator


@dataclass(frozen=True, slots=True)
class StatementCell:
    """A printed cell and the statement it stands in."""

    statement: Statement
    cell: GridCell

    @property
    def table_ordinal(self) -> int:
        """The number of the printed table, from 1."""
        return self.statement.table.ordinal


@dataclass(frozen=True, slots=True)
class FormMoney:
    """An amount of a form: `printed` in its own currency unit of `factor` yuan, None without one."""

    at: StatementCell
    printed: Decimal
    factor: Decimal | None

    @property
    def yuan(self) -> Decimal | None:
        """The amount in yuan; None when no currency unit is printed."""
        return None if self.factor is None else self.printed * self.factor

    @property
    def quantum_yuan(self) -> Decimal:
        """One unit of the last printed place, in yuan."""
        return (self.factor or Decimal(0)).scaleb(-decimals(self.printed))


@dataclass(frozen=True, slots=True)
class Target:
    """A target value taken apart; what cannot be is None. `number` is in `unit`, as printed."""

    operator: TargetOperator | None = None
    number: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A third-level indicator below its first and second level, with its target value.

    `target_text` is the target as printed (None when there is none), `weight` its share of the
    score, `at` the cell of the target, else of the name.
    """

    level_1: str | None
    level_2: str | None
    name: str
    target_text: str | None
    target: Target
    weight: Decimal | None
    at: StatementCell


@dataclass(frozen=True, slots=True)
class TargetForm:
    """The performance form of a project (also its rows in a list of projects) or of a whole body.

    `begins_at` is its first cell, `project` None for the form of a body (`is_whole`) and where no
    name is printed. `total` is the money of the year, else of the project; `parts` are the amounts
    printed as its parts. `objective` are the cells of the objective. `unnamed_targets` are cells
    of target values without the name of an indicator.
    """

    begins_at: StatementCell
    project: str | None = None
    project_at: StatementCell | None = None
    spending_unit: str | None = None
    implementing_unit: str | None = None
    total: FormMoney | None = None
    parts: tuple[FormMoney, ...] = ()
    objective: tuple[StatementCell, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    unnamed_targets: tuple[StatementCell, ...] = ()
    is_whole: bool = False

    @property
    def is_named(self) -> bool:
        """Whether it is known what the form is about."""
        return self.project is not None or self.is_whole

    @property
    def source(self) -> ObjectiveSource:
        """Whether the form is of a project or of a whole body."""
        if self.project is not None:
            return ObjectiveSource.TARGET_FORM
        return ObjectiveSource.WHOLE_DEPARTMENT

    @property
    def is_blank(self) -> bool:
        """Whether the form is a template nobody filled in."""
        return not (self.is_named and (self.objective or self.indicators or self.total))


@dataclass(frozen=True, slots=True)
class Purchase:
    """A line that is bought: its `names` from general to particular and its `total`.

    `by_fund` are pairs of fund and amount, empty when the table has none or they do not add up to
    the total.
    """

    names: tuple[str, ...]
    category: PurchaseCategory | None
    project: str | None
    total: Amount
    by_fund: tuple[tuple[str, Amount], ...] = ()


@dataclass(frozen=True, slots=True)
class ProcurementTable:
    """A procurement table that is understood: its lines add up to its printed total.

    `is_service_list` marks tables of purchased services (购买服务), which repeat procurement.
    """

    statement: Statement
    total: Amount
    purchases: tuple[Purchase, ...]
    is_service_list: bool


@dataclass(frozen=True, slots=True)
class ReportForms:
    """The filled-in forms and the procurement tables of a report; `signals` say what was not read."""

    targets: tuple[TargetForm, ...] = ()
    procurement: tuple[ProcurementTable, ...] = ()
    signals: tuple[Signal, ...] = ()
