"""Put what a command prints into the READMEs: ``COMMAND | python tools/fill.py NAME``.

The text goes between ``<!-- NAME -->`` and ``<!-- /NAME -->``; a Markdown table as it is, anything else as a
block of code. Other text is left alone.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "README.zh-CN.md")


def filled(page: str, name: str, text: str) -> str:
    """``page`` with ``text`` between the two marks of ``name``; a ValueError when they are missing."""
    body = text.strip("\n")
    if not body.startswith("|"):
        body = f"```text\n{body}\n```"
    before, mark, rest = page.partition(f"<!-- {name} -->")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    if not (mark and end):
        raise ValueError(f"no place for {name}")
    return f"{before}{mark}\n{body}\n{end}{after}"


def main(name: str) -> None:
    """Read the text from standard input, show it, and fill it into both READMEs."""
    text = sys.stdin.read()
    sys.stdout.write(text)
    if not re.search(r"\d", text):
        sys.exit(f"fill: no figure in the text for {name}; the READMEs stay as they were")
    for page in PAGES:
        path = ROOT / page
        path.write_text(filled(path.read_text("utf-8"), name, text), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
