"""Rules over an interpreted report: what must agree on paper, to within what printing allows.

Belongs here: equations, their derived tolerance, rules, token conservation, what a failure means.
Does not belong here: reading or interpreting tables, finding figures in text, storage.
"""

from pipeline.reconcile.engine import Reconciliation, reconcile
from pipeline.reconcile.equations import Equation, NotApplied, Result, Term
from pipeline.reconcile.rulebook import Rulebook, load_rulebook
from pipeline.reconcile.rules_narrative import Metric
from pipeline.reconcile.tokens import TokenCount, check_tokens, count_tokens, numeric_tokens

__all__ = [
    "Equation",
    "Metric",
    "NotApplied",
    "Reconciliation",
    "Result",
    "Rulebook",
    "Term",
    "TokenCount",
    "check_tokens",
    "count_tokens",
    "load_rulebook",
    "numeric_tokens",
    "reconcile",
]
