"""Performance forms to facts: one objective a form, one row an indicator.

Belongs here: rows of `project_objective` and `performance_indicator` from forms.
Does not belong here: reading forms (`pipeline.forms`), surrogate keys, storage.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from pipeline.derive.facts import CellKey, FactRow
from pipeline.interpret.form_values import StatementCell, TargetForm


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
