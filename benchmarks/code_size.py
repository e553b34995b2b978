"""How much code there is at a revision: modules and logical lines by package, what is too long.

    python benchmarks/code_size.py [REVISION]

Counted are the lines of `pipeline/` and `schemas/` that are neither blank nor comment nor
docstring, at HEAD where no revision is named. Below follow functions and modules over the limits of
the house.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.house.sizes import LONGEST_FUNCTION, LONGEST_MODULE, ModuleSize, size_of

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("pipeline", "schemas")


def modules_at(revision: str) -> Iterator[ModuleSize]:
    """All modules of a revision, by path.

    Raises `subprocess.CalledProcessError` where git knows no such revision.
    """
    command = ["git", "archive", "--format=tar", revision, *FOLDERS]
    archive = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for member in sorted(files, key=lambda member: member.name):
            content = files.extractfile(member) if member.name.endswith(".py") else None
            if content is not None:
                yield size_of(member.name, content.read().decode("utf-8"))


def main() -> None:
    """Print a line a package, then what is too long."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("revision", nargs="?", default="HEAD")
    modules = list(modules_at(parser.parse_args().revision))
    packages: dict[str, list[ModuleSize]] = defaultdict(list)
    for module in modules:
        packages[module.folder].append(module)
    for name in sorted(packages):
        print(total(name, packages[name]))
    print(total("in all", modules))
    functions = [(n, m.path, name) for m in modules for name, n in m.long_functions.items()]
    print(f"\nfunctions over {LONGEST_FUNCTION} lines: {len(functions)}")
    for lines, path, name in sorted(functions, reverse=True):
        print(f"  {path} {name}: {lines}")
    long = [(m.lines, m.path) for m in modules if m.is_long]
    print(f"\nmodules over {LONGEST_MODULE} lines: {len(long)}")
    for lines, path in sorted(long, reverse=True):
        print(f"  {path}: {lines}")


def total(name: str, modules: list[ModuleSize]) -> str:
    """Name, modules and logical lines, in columns."""
    return f"{name:<24}{len(modules):>5} modules{sum(m.logical for m in modules):>8,} lines"


if __name__ == "__main__":
    main()
