"""What of the lock file a bundle needs: ``bundle_wanted.py PYTHON SYSTEM MACHINE``, or ``--source``.

Prints one pinned requirement a line: those of one version of Python on one system, or those that are
published as source only.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
SOURCE_ONLY = frozenset(["jieba"])
SYSTEMS = {"win32": ("Windows", "nt"), "linux": ("Linux", "posix")}


def locked() -> Iterator[Requirement]:
    """The requirements of the lock file."""
    text = (ROOT / "requirements" / "runtime.txt").read_text("utf-8")
    for line in re.findall(r"^[\w.-]+==.*", text, re.MULTILINE):
        yield Requirement(line.rstrip("\\ "))


def wanted(python: str, system: str, machine: str) -> Iterator[str]:
    """The pins that hold on a system, but for those that have no wheel."""
    platform, os_name = SYSTEMS[system]
    place = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_system": platform,
        "platform_machine": machine,
        "os_name": os_name,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
    for one in locked():
        if one.name.lower() not in SOURCE_ONLY and (one.marker is None or one.marker.evaluate(place)):
            yield f"{one.name}{one.specifier}"


def source() -> Iterator[str]:
    """The pins that are published as source only."""
    return (f"{one.name}{one.specifier}" for one in locked() if one.name.lower() in SOURCE_ONLY)


if __name__ == "__main__":
    print("\n".join(source() if sys.argv[1] == "--source" else wanted(*sys.argv[1:])))
