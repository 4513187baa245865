"""The terminal: what is said, shown as a table, drawn as a bar; and streams that hold any character."""

from __future__ import annotations

import codecs
import json
import os
import shutil
import sys
import unicodedata
import webbrowser
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

Progress = Callable[[str, int, int], None]

_WIDE: Final = 160
_NARROW: Final = 6
_GAP: Final = "  "
_DELAY: Final = 1.0
_UNCLOSED: Final = "，。；、：）》」』”"
_STEPS: Final = {"read": "读取", "extract": "抽取", "write": "写出"}


def configure() -> None:
    """Let stdout and stderr hold any text: UTF-8, but a console's own Chinese encoding is kept."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding=_encoding(stream), errors="backslashreplace")


def _encoding(stream: TextIO) -> str:
    own = codecs.lookup(stream.encoding or "ascii").name
    chosen = "PYTHONIOENCODING" in os.environ or stream.isatty()
    return own if chosen and own in ("gbk", "gb2312", "gb18030", "big5", "cp950") else "utf-8"


def say(text: str) -> None:
    """A message for people, on stderr; what would steer a terminal is made visible."""
    print("\n".join(map(_harmless, text.split("\n"))), file=sys.stderr)


def warn(text: str) -> None:
    """A message about something that is not as it should be, on stderr."""
    say(f"警告：{text}")


def show(text: str) -> None:
    """A line of data, on stdout."""
    print(text)


def show_json(value: Any) -> None:
    """A value as JSON, on stdout: a list with one element a line, anything else indented."""
    if isinstance(value, list):
        lines = (json.dumps(item, ensure_ascii=False) for item in value)
        print("[" + ",\n ".join(lines) + "]")
    else:
        print(json.dumps(value, ensure_ascii=False, indent=1))


def show_table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows under their headings, on stdout; nothing is cut: what is long goes on below."""
    texts = [[_plain(cell) for cell in row] for row in rows]
    widths = _fitted([max(map(width, column)) for column in zip(headings, *texts, strict=True)])
    for line in [*_lines(headings, widths), _GAP.join("-" * one for one in widths)]:
        print(line)
    for row in texts:
        for line in _lines(row, widths):
            print(line)


def width(text: str) -> int:
    """Columns that a text takes on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def is_screen() -> bool:
    """Whether a person sits before stdout with a screen on which a browser can open."""
    display = sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    return sys.stdout.isatty() and bool(display)


def open_page(page: Path) -> None:
    """Open a page in the browser where there is a screen; else its path on stdout is all."""
    if is_screen():
        webbrowser.open(page.resolve().as_uri())


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on stderr for what takes longer than a second, told (step, done, of); none off a terminal."""
    if not sys.stderr.isatty():
        yield lambda step, done, of: None
        return
    from tqdm import tqdm  # noqa: PLC0415 (only where there is a terminal to draw on)

    shape = "{desc} |{bar}| {n_fmt}/{total_fmt} {elapsed}"
    with tqdm(delay=_DELAY, miniters=1, leave=False, file=sys.stderr, bar_format=shape) as bar:

        def report(step: str, done: int, of: int) -> None:
            bar.total = of
            bar.set_description_str(_STEPS.get(step, step), refresh=False)
            bar.update(done - bar.n)

        yield report


def facts(pairs: Mapping[str, Any]) -> str:
    """Figures in a row: `牵头 3、配合 5`; zeros left out."""
    return "、".join(f"{name} {value}" for name, value in pairs.items() if value) or "0"


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return _harmless(" ".join(str(cell).split()))


def _harmless(line: str) -> str:
    """A line of foreign text without escape sequences and other characters that print as nothing."""
    return line if line.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in line)


def _fitted(widths: list[int]) -> list[int]:
    """The widths, the widest ones narrowed until the row fits the terminal."""
    room = shutil.get_terminal_size((_WIDE, 24)).columns if sys.stdout.isatty() else _WIDE
    room -= len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROW:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    parts = [_wrapped(cell, one) for cell, one in zip(cells, widths, strict=True)]
    for place in range(max(map(len, parts))):
        line = [part[place] if place < len(part) else "" for part in parts]
        yield _GAP.join(
            text + " " * (one - width(text)) for text, one in zip(line, widths, strict=True)
        ).rstrip()


def _wrapped(text: str, room: int) -> list[str]:
    lines, line, used = [], "", 0
    for char in text:
        size = width(char)
        if used + size > room and char not in _UNCLOSED:
            lines.append(line)
            line, used = "", 0
        line, used = line + char, used + size
    return [*lines, line]
