"""The version of what is extracted: it changes whenever code or data could change the result.

Belongs here: the fingerprint and what it is taken of. Does not belong here: comparing versions
(`pipeline.stage`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline import __version__
from pipeline.interpret.lexicon import SCHEMAS
from pipeline.reconcile.acceptances import Acceptances

_ROOT = Path(__file__).resolve().parent
# What decides what is extracted from a file: these steps, and the lexicons and code lists.
_STEPS = ("read", "grid", "interpret", "narrative", "derive", "reconcile")
_MODULES = ("extract.py", "outcome.py", "refusal.py", "rows.py")
_DATA = ("lexicon", "codes")


def _fingerprint() -> str:
    """Short hash of the steps' code and their lexicons, line ends aside."""
    folders = [*(_ROOT / step for step in _STEPS), *(SCHEMAS / part for part in _DATA)]
    files = [_ROOT / module for module in _MODULES]
    files += [
        file
        for folder in folders
        for file in sorted(folder.iterdir())
        if file.suffix in (".py", ".csv", ".toml")
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:8]


# A new row in a lexicon or a change of code reads the reports again, without anyone's doing.
EXTRACTOR_VERSION = f"{__version__}+{_fingerprint()}"


def version_for(sha256: str, acceptances: Acceptances) -> str:
    """The version of what is extracted from a file: the program's, and what reviewers decided."""
    return EXTRACTOR_VERSION + acceptances.version(sha256)
