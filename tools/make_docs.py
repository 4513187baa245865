"""Write the pages of docs/ that are made from the code: ``python tools/make_docs.py [FOLDER]``.

docs/queries.md lists the questions with their parameters and columns, as ``zhize queries --json`` gives them.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def queries_page(queries: list[dict[str, Any]]) -> str:
    """The page of questions, in Markdown."""
    return "\n".join(line for part in [HEAD, *map(query_part, queries)] for line in part)


HEAD = (
    "# Questions",
    "",
    "*This page is made by `make docs`.* Ask one with `zhize query OUT NAME key=value …`; an agency is given",
    "by any of its names.",
    "",
)


def query_part(query: Mapping[str, Any]) -> Iterator[str]:
    """Title, parameters and columns of one question."""
    yield f"## `{query['name']}`"
    yield ""
    yield f"{query['title_zh']} — {query['title_en']}"
    yield ""
    for parameter in query["parameters"]:
        yield parameter_line(parameter)
    if query["parameters"]:
        yield ""
    yield f"Columns: {', '.join(f'`{column}`' for column in query['columns'])}"
    yield ""


def parameter_line(parameter: Mapping[str, Any]) -> str:
    """One parameter: type, whether it must be given, what stands for it otherwise, an example."""
    need = "required" if parameter["required"] else f"otherwise `{parameter['default']}`"
    return f"- `{parameter['name']}` ({parameter['type']}, {need}), such as `{parameter['example']}`"


def main(folder: str = str(ROOT / "docs")) -> None:
    """Ask the command and write the page."""
    zhize = Path(sys.executable).with_name("zhize")
    shown = subprocess.run([zhize, "queries", "--json"], capture_output=True, encoding="utf-8", check=True)
    Path(folder, "queries.md").write_text(queries_page(json.loads(shown.stdout)), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
