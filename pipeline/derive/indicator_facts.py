"""Performance forms to facts: one objective a project, one row an indicator.

Belongs here: rows of `project_objective` and `performance_indicator` from forms.
Does not belong here: reading forms (`pipeline.forms.targets`), surrogate keys, storage.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from pipeline.derive.facts import CellKey, FactRow
from pipeline.forms.targets import Form, Place


def objective_rows(
    forms: Iterable[Form], cell_key: CellKey, held: Container[int] = ()
) -> list[FactRow]:
    """Rows of the staged table `project_objective`, one a form (without `report_key`).

    Forms without a name are not facts (they are signalled). Those of tables in `held` are left
    out. `amount_yuan` is None where the form prints no total or no unit.
    """
    rows: list[FactRow] = []
    for form in forms:
        place = next(iter(form.objective), None) or form.project_place or form.anchor
        ordinal = place.statement.table.ordinal
        if (form.project is None and not form.is_whole) or ordinal in held:
            continue
        rows.append(
            {
                "unit_name": _unit(form),
                "project_name": form.project,
                "amount_yuan": form.total.yuan if form.total is not None else None,
                "objective_text": "\n".join(part.cell.text for part in form.objective),
                "source": form.source,
                "page_number": place.cell.page_number,
                "table_ordinal": ordinal,
                "cell_key": _key(place, cell_key),
            }
        )
    return rows


def indicator_rows(
    forms: Iterable[Form], cell_key: CellKey, held: Container[int] = ()
) -> list[FactRow]:
    """Rows of the staged table `performance_indicator` (without `report_key`)."""
    return [
        {
            "source": form.source,
            "unit_name": _unit(form),
            "project_name": form.project,
            "level1": indicator.level1,
            "level2": indicator.level2,
            "indicator_name": indicator.name,
            "target_text": indicator.target_text,
            "operator": indicator.target.operator,
            "target_value": indicator.target.number,
            "target_unit": indicator.target.unit,
            "weight": indicator.weight,
            "page_number": indicator.place.cell.page_number,
            "table_ordinal": indicator.place.statement.table.ordinal,
            "cell_key": _key(indicator.place, cell_key),
        }
        for form in forms
        if form.project is not None or form.is_whole
        for indicator in form.indicators
        if indicator.place.statement.table.ordinal not in held
    ]


def _unit(form: Form) -> str | None:
    return form.spending_unit or form.body


def _key(place: Place, cell_key: CellKey) -> str:
    return cell_key(place.statement, place.cell)
