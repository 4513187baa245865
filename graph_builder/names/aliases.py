"""A user's aliases.yaml: what local names mean, over everything but the document's own definitions.

aliases:
  - name: 云州市水务局          # the official name
    also: [市水利局, 水务部门]   # what documents write instead
    place: 云州市               # optional: only in documents of this place
    former: [云州市水利局]       # optional: earlier bodies whose tasks went here
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from graph_builder.errors import InputError
from graph_builder.names.surface import clean

_LISTS: Final = ("also", "former")
_KINDS: Final = ("agency", "body", "group", "collective")
_KEYS: Final = frozenset({"name", "place", "kind", *_LISTS})


@dataclass(frozen=True, slots=True)
class Alias:
    """One entry: an official name, what is written instead, and where that holds."""

    name: str
    also: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    place: str | None = None
    kind: str | None = None


def read_aliases(path: Path) -> tuple[Alias, ...]:
    """The entries of an aliases file, in its order.

    Raises:
        InputError: the file cannot be read, is no YAML, or an entry has a wrong shape; names the entry.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8-sig"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is no YAML in UTF-8: {error}") from error
    if data is None:
        return ()
    entries = data.get("aliases") if isinstance(data, dict) else None
    if not isinstance(entries, list) or set(data) - {"aliases"}:
        raise InputError(f"{path}: write one list under `aliases:`, an entry for each official name")
    aliases = tuple(_alias(path, number, entry) for number, entry in enumerate(entries, 1))
    _check_rivals(path, aliases)
    return aliases


def _alias(path: Path, number: int, entry: Any) -> Alias:
    where = f"{path}: entry {number}"
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise InputError(f"{where}: needs `name:`, the official name")
    if unknown := set(entry) - _KEYS:
        raise InputError(
            f"{where} ({entry['name']}): unknown key {sorted(map(str, unknown))[0]}; known: {sorted(_KEYS)}"
        )
    for key in _LISTS:
        if not all(isinstance(text, str) and text.strip() for text in _listed(entry, key, where)):
            raise InputError(f"{where} ({entry['name']}): `{key}:` takes a list of names")
    for key in ("place", "kind"):
        if not isinstance(entry.get(key, ""), str):
            raise InputError(f"{where} ({entry['name']}): `{key}:` takes one word")
    if entry.get("kind", "agency") not in _KINDS:
        raise InputError(f"{where} ({entry['name']}): `kind:` is one of {', '.join(_KINDS)}")
    also, former = (tuple(map(clean, _listed(entry, key, where))) for key in _LISTS)
    return Alias(clean(entry["name"]), also, former, entry.get("place"), entry.get("kind"))


def _listed(entry: Mapping[str, Any], key: str, where: str) -> list[str]:
    value = entry.get(key, [])
    if not isinstance(value, list):
        raise InputError(f"{where} ({entry['name']}): `{key}:` takes a list of names")
    return value


def _check_rivals(path: Path, aliases: tuple[Alias, ...]) -> None:
    meant: dict[tuple[str, str | None], str] = {}
    for alias in aliases:
        for text in alias.also:
            rival = meant.setdefault((text, alias.place), alias.name)
            if rival != alias.name:
                raise InputError(
                    f"{path}: {text} is given to {rival} and to {alias.name}; give each a `place:`"
                )
