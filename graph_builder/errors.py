"""What can go wrong, drawn at the top.

ZhizeError
├── UsageError         exit 2   the caller asked for something that is not there
│   └── UnknownName             an agency, query, document or parameter; carries suggestions
├── InputError         exit 3   one input could not be read; the rest is still built
├── StoreError         exit 4   a store or OUT refused a write, or lost something
└── DataError          exit 4   the project's own data (rules, lexicon, queries) is wrong: file and place
"""

from __future__ import annotations


class ZhizeError(Exception):
    """Root of the tree: a message for people (what, where, cure) and an exit code."""

    exit_code = 4


class UsageError(ZhizeError):
    """The caller asked for something that is not there."""

    exit_code = 2


class UnknownName(UsageError):
    """A name that nothing bears, or that several bear; `suggestions` are real ones."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions


class InputError(ZhizeError):
    """One input could not be read: names the file, the place and the cure."""

    exit_code = 3


class StoreError(ZhizeError):
    """A store or an output folder refused a write, or holds less than was written."""

    exit_code = 4


class DataError(ZhizeError):
    """The project's own data files contradict their schema or each other."""

    exit_code = 4
