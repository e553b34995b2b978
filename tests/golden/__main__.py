"""Golden master: write and check the pins, list differences to another commit.

    python -m tests.golden check [GROUP…]            what is not as pinned; exit 1 if anything
    python -m tests.golden write [GROUP…]            pin what the code gives now
    python -m tests.golden diff REV [GROUP [KEY…]]   rows that differ from those of a commit;
                                                     without keys, of what is not as pinned
    python -m tests.golden rows GROUP [KEY…] --out F the rows themselves, as JSON (for `diff`)

Groups: forms, warehouse, layouts, mixes, reports, cases; `reports` and `cases` need their folders
(QINGZHANG_REPORTS, QINGZHANG_CASES; default ../shared/reports, ../shared/cases).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.golden.differences import differences, rows_at
from tests.golden.pins import canonical, changed, gone, keep, pins_of
from tests.golden.subjects import GROUPS, Subject, subjects, tables_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 all as pinned or written, 1 something differs."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.golden",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("check", "write"):
        commands.add_parser(name).add_argument("groups", nargs="*", metavar="GROUP")
    diff = commands.add_parser("diff")
    diff.add_argument("revision")
    rows = commands.add_parser("rows")
    rows.add_argument("--out", type=Path, required=True)
    for command in (diff, rows):
        command.add_argument("group", nargs="?" if command is diff else None, choices=GROUPS)
        command.add_argument("keys", nargs="*", metavar="KEY")
    options = parser.parse_args(arguments)
    if options.command == "diff":
        return show(options.revision, options.group, options.keys)
    if options.command == "rows":
        chosen = _chosen(options.group, options.keys)
        found = {subject.key: canonical(tables_of(subject)) for subject in chosen}
        options.out.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        return 0
    unknown = set(options.groups) - set(GROUPS)
    if unknown:
        parser.error(f"no such group: {', '.join(sorted(unknown))}; groups: {', '.join(GROUPS)}")
    act = write if options.command == "write" else check
    return sum(act(group) for group in options.groups or GROUPS) and 1


def write(group: str) -> int:
    """Pin a group; a group whose folder is not here keeps its pins."""
    found = pins_of(subjects(group))
    if found:
        keep(group, {subject.key: pin for subject, pin in found.items()})
    print(f"{group}: {len(found)} pinned" if found else f"{group}: nothing here, pins kept")
    return 0


def check(group: str) -> int:
    """Number of subjects of a group that are not as pinned."""
    there = subjects(group)
    worse = changed(pins_of(there))
    for subject, tables in worse.items():
        print(f"{group} {subject.key} {subject.label}: {'; '.join(tables)}")
    missing = gone(group, there) if there else []
    for key in missing:
        print(f"{group} {key}: pinned, but there no more")
    print(f"{group}: {len(there) - len(worse)} of {len(there)} as pinned")
    return len(worse) + len(missing)


def show(revision: str, group: str | None, keys: Sequence[str]) -> int:
    """List the differences to `revision`; returns 1 if there are any."""
    if group and keys:
        chosen = _chosen(group, keys)
    else:
        there = [s for name in ([group] if group else GROUPS) for s in subjects(name)]
        chosen = list(changed(pins_of(there)))
    then = rows_at(revision, chosen)
    count = 0
    for subject in chosen:
        lines = list(differences(then[subject.key], canonical(tables_of(subject))))
        count += len(lines)
        for line in lines:
            print(f"{subject.label}: {line}")
    print(f"{count} differences in {len(chosen)} subjects")
    return int(bool(count))


def _chosen(group: str, keys: Sequence[str]) -> list[Subject]:
    there = {subject.key: subject for subject in subjects(group)}
    missing = [key for key in keys if key not in there]
    if missing:
        sys.exit(f"no such subject of {group}: {', '.join(missing)}")
    return [there[key] for key in keys] if keys else list(there.values())


if __name__ == "__main__":
    sys.exit(main())
