"""The running text of a report: its figures, each with sentence and page.

Belongs here: sentences to figures. Does not belong here: tables, rules, storage.
"""

from pipeline.narrative.engine import extract_narrative, is_none_word
from pipeline.narrative.model import Narrative, NarrativeMetric

__all__ = ["Narrative", "NarrativeMetric", "extract_narrative", "is_none_word"]
