"""Forms to facts: one objective a performance form, one row an indicator, what is bought by fund.

Belongs here: rows of `project_objective`, `performance_indicator` and `procurement` from forms.
Does not belong here: reading forms, which lines of procurement count (`pipeline.forms`), surrogate
keys, storage.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from pipeline.derive.facts import CellKey, FactRow
from pipeline.interpret.form_values import ProcurementTable, StatementCell, TargetForm
from schemas.vocabulary import Fund

SEPARATOR = " / "


def objective_rows(
    forms: Iterable[TargetForm], cell_key: CellKey, held: Container[int] = ()
) -> list[FactRow]:
    """Rows of the staged table `project_objective`, one a form (without `report_key`).

    Forms without a name are not facts (they are signalled). Those of tables in `held` are left
    out. `amount_yuan` is None where the form prints no total or no currency unit.
    """
    return [
        _subject(form)
        | {
            "amount_yuan": form.total.yuan if form.total is not None else None,
            "objective_text": "\n".join(part.cell.text for part in form.objective),
        }
        | _source(at, cell_key)
        for form in forms
        if form.is_named
        for at in [*form.objective, form.project_at or form.begins_at][:1]
        if at.table_ordinal not in held
    ]


def indicator_rows(
    forms: Iterable[TargetForm], cell_key: CellKey, held: Container[int] = ()
) -> list[FactRow]:
    """Rows of the staged table `performance_indicator` (without `report_key`)."""
    return [
        _subject(form)
        | {
            "level1": indicator.level_1,
            "level2": indicator.level_2,
            "indicator_name": indicator.name,
            "target_text": indicator.target_text,
            "operator": indicator.target.operator,
            "target_value": indicator.target.number,
            "target_unit": indicator.target.unit,
            "weight": indicator.weight,
        }
        | _source(indicator.at, cell_key)
        for form in forms
        if form.is_named
        for indicator in form.indicators
        if indicator.at.table_ordinal not in held
    ]


def _subject(form: TargetForm) -> FactRow:
    return {
        "source": form.source,
        "unit_name": form.implementing_unit or form.spending_unit,
        "project_name": form.project,
    }


def _source(at: StatementCell, cell_key: CellKey) -> FactRow:
    return {
        "page_number": at.cell.page_number,
        "table_ordinal": at.table_ordinal,
        "cell_key": cell_key(at.statement, at.cell),
    }


def procurement_rows(
    tables: Iterable[ProcurementTable], stage: str, cell_key: CellKey, held: Container[int] = ()
) -> list[FactRow]:
    """Rows of the staged table `procurement` (without `report_key`).

    One a line and fund; one for all funds of a line whose funds do not add up to its amount. Zero
    lines and tables in `held` have none.
    """
    return [
        {
            "stage": stage,
            "is_service_list": table.is_service_list,
            "category": bought.category,
            "item_name": bought.names[-1] if bought.names else "",
            "item_path": SEPARATOR.join(bought.names),
            "project_name": bought.project,
            "fund": fund,
            "amount_yuan": amount.yuan,
            "precision_yuan": amount.quantum_yuan,
            "table_total_yuan": table.total.yuan,
            "page_number": amount.cell.page_number,
            "table_ordinal": table.statement.table.ordinal,
            "cell_key": cell_key(table.statement, amount.cell),
        }
        for table in tables
        if table.statement.table.ordinal not in held
        for bought in table.purchases
        for fund, amount in bought.by_fund or [(Fund.ALL, bought.total)]
        if amount.yuan
    ]
