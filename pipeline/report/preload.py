"""What the server of workers has loaded before it forks them: the extraction and its lexicons.

Belongs here: loading what every worker needs and what starts no thread. Does not belong here: polars
and what imports it, which start threads that a fork does not take along.
"""

from __future__ import annotations

from contextlib import suppress

import pipeline.report.extraction  # noqa: F401 - loaded for the workers
from pipeline.domain.lexicon import LexiconError, load_lexicon

# Loaded once and forked into every worker; polars, which starts threads, is loaded in each.
PRELOADED = (__name__,)

# A lexicon that cannot be read is reported by the worker that needs it.
with suppress(LexiconError, OSError, ValueError):
    load_lexicon()
