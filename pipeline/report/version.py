"""The version of what is extracted: it changes whenever code or data could change the result.

Belongs here: the fingerprint and what it is taken of. Does not belong here: comparing versions
(`pipeline.stage`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline import __version__
from pipeline.domain.lexicon import SCHEMAS
from pipeline.reconcile.acceptances import Acceptances

_ROOT = Path(__file__).resolve().parents[1]
# Top-level parts of `pipeline/` that cannot change what is extracted from a file. All others count,
# so that a new one is not forgotten.
_WITHOUT_EFFECT = frozenset(
    {
        "cli",
        "config.py",
        "definitions.py",
        "errors.py",
        "ingest.py",
        "resources.py",
        "stage",
        "warehouse",
    }
)
_DATA = ("lexicon", "codes", "lexicons.py", "vocabulary.py")
_SUFFIXES = (".py", ".csv", ".toml")


def fingerprinted_files() -> list[Path]:
    """Code and data that decide what is extracted from a file, in a fixed order."""
    parts = [part for part in _ROOT.iterdir() if part.name not in _WITHOUT_EFFECT]
    parts += [SCHEMAS / name for name in _DATA]
    files = [file for part in parts for file in ([part] if part.is_file() else part.rglob("*"))]
    return sorted(file for file in files if file.suffix in _SUFFIXES)


def _fingerprint() -> str:
    """Short hash of the steps' code and their lexicons, line ends aside."""
    digest = hashlib.sha256()
    for file in fingerprinted_files():
        digest.update(file.relative_to(_ROOT.parent).as_posix().encode())
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:8]


# A new row in a lexicon or a change of code reads the reports again, without anyone's doing.
EXTRACTOR_VERSION = f"{__version__}+{_fingerprint()}"


def version_for(sha256: str, acceptances: Acceptances) -> str:
    """The version of what is extracted from a file: the program's, and what reviewers decided."""
    return EXTRACTOR_VERSION + acceptances.version(sha256)
