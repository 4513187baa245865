"""The page's parts: template, style, JavaScript modules, and their assembly into one file.

The modules are plain ES modules. `bundle` turns them into one classic script: each becomes a
function that runs once, in the order of its imports, so that a browser opens the page from disk.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from graph_builder.errors import DataError

ENTRY: Final = "main.js"
_IMPORT: Final = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";\n', re.M)
_EXPORT: Final = re.compile(r"^export ((?:async )?function\*?|const|class) (\w+)", re.M)
_LEFT: Final = re.compile(r"^(?:import|export)\b.*", re.M)


@cache
def asset(name: str) -> str:
    """A file of this folder as text."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _module(name: str) -> tuple[tuple[str, ...], str]:
    """The modules that this one imports, and its text as an expression that gives its exports."""
    text = asset(name)
    imports = tuple(match[2] for match in _IMPORT.finditer(text))
    exports = [match[2] for match in _EXPORT.finditer(text)]
    body = _IMPORT.sub(lambda match: f'const {{{match[1]}}} = modules["{match[2]}"];\n', text)
    body = _EXPORT.sub(r"\1 \2", body)
    if left := _LEFT.search(body):
        raise DataError(f"page/{name}: the bundler does not know this form: {left[0]}")
    return imports, f'modules["{name}"] = (() => {{\n{body}\nreturn {{ {", ".join(exports)} }};\n}})();\n'


def bundle(entry: str = ENTRY) -> str:
    """One script of `entry` and all that it imports, each module before those that use it."""
    done: dict[str, str] = {}
    open_modules: list[str] = []

    def visit(name: str) -> None:
        if name in open_modules:
            raise DataError(
                f"page: modules import each other in a circle: {' > '.join(open_modules)} > {name}"
            )
        if name in done:
            return
        open_modules.append(name)
        imports, text = _module(name)
        for needed in imports:
            visit(needed)
        open_modules.pop()
        done[name] = text

    visit(entry)
    return '"use strict";\n(() => {\nconst modules = {};\n' + "".join(done.values()) + "})();\n"
