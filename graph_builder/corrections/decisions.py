"""Decisions of staff: what a clerk wrote in 待核, kept in `decisions.jsonl` and obeyed by every build.

One decision a line, sorted by id. The id is that of the question and says what it is about:

    body/{document}/{surface}   which body a name means     应为… names it, 对: as written, 错: no body
    {statement}                 a task without a lead       应为… leads it, 对: it has none, 错: no task
    word/…                      a role word not read        对: a duty all the same, 错: none
    matter/{task}/{task}        two tasks, maybe one matter 对, 错
    doc/…                       a 文号 of two documents     对: both are right
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final, Literal, get_args

from graph_builder.errors import InputError

DECISIONS_FILE: Final = "decisions.jsonl"

Kind = Literal["name", "word", "same_matter", "lead", "document"]
Verdict = Literal["right", "wrong", "instead"]

_KINDS: Final[Mapping[str, Kind]] = {
    "body": "name",
    "word": "word",
    "matter": "same_matter",
    "doc": "document",
}
_STATEMENT: Final = re.compile(r"[0-9a-f]{16}(?:/\d+)?")
_RIGHT: Final = frozenset(["对", "是", "正确", "对的", "√", "✓", "✔"])
_WRONG: Final = frozenset(["错", "否", "不是", "不对", "错误", "×", "✗", "✘"])
_INSTEAD: Final = re.compile(
    r"(?P<all>均|都)?(?:应为|应该为|应是|应该是|改为)[:：]?[“\"]?(?P<name>[^“”\"…\n]{2,80}?)[”\"]?"
)
_ENDS: Final = " \t\n\u3000。，；.,;"
_TAKES: Final[Mapping[str, frozenset[Verdict]]] = {
    "name": frozenset(get_args(Verdict)),
    "lead": frozenset(get_args(Verdict)),
    "word": frozenset({"right", "wrong"}),
    "same_matter": frozenset({"right", "wrong"}),
    "document": frozenset({"right"}),
}


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One answer. `answer` is as typed; `canonical` the name that 应为… gives.

    A decision about a name holds in `document`, or, with `place`, in all documents of that place.
    """

    id: str
    kind: Kind
    surface: str
    document: str | None
    place: str | None
    answer: str
    canonical: str | None = None

    @property
    def verdict(self) -> Verdict:
        """Whether the answer confirms, rejects or names something else."""
        if self.canonical:
            return "instead"
        return "right" if _tidy(self.answer) in _RIGHT else "wrong"


def decide(id_: str, answer: str, surface: str = "") -> Decision | None:
    """The decision that an answer to a question makes; None where it is not understood.

    `surface` are the words that the question is about, for people who read the file.
    """
    kind = "lead" if _STATEMENT.fullmatch(id_) else _KINDS.get(id_.split("/", maxsplit=1)[0])
    said = _said(answer)
    if kind is None or said is None or said[0] not in _TAKES[kind]:
        return None
    _, everywhere, canonical = said
    document = None
    if kind in ("name", "document"):
        document = id_.removeprefix("body/").rpartition("/")[0] if kind == "name" else id_
        surface = id_.rpartition("/")[2] if kind == "name" else surface
    if everywhere and kind != "name":
        return None
    place = document.split("/")[1] if everywhere and document else None
    return Decision(id_, kind, surface, None if place else document, place, answer.strip(), canonical)


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file, sorted by id; none where there is no file.

    Raises:
        InputError: a line is no decision; names the line.
    """
    if not path.exists():
        return ()
    found: dict[str, Decision] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}：读不了（{error}）；它应是 UTF-8 文本，一行一条") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            decision = _parsed(path, number, line)
            found[decision.id] = decision
    return tuple(sorted(found.values()))


def write_decisions(decisions: Iterable[Decision], path: Path) -> None:
    """Write decisions, one a line, sorted by id."""
    lines = [json.dumps(asdict(one), ensure_ascii=False) for one in sorted(decisions)]
    path.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))


def _parsed(path: Path, number: int, line: str) -> Decision:
    where = f"{path}，第 {number} 行"
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}：不是 JSON；请改正或删去这一行") from error
    names = {one.name for one in fields(Decision)}
    if not isinstance(record, dict) or set(record) - names or not isinstance(record.get("id"), str):
        raise InputError(
            f"{where}：应有 id、kind、answer 等项（{'、'.join(sorted(names))}）；请改正或删去这一行"
        )
    if any(value is not None and not isinstance(value, str) for value in record.values()):
        raise InputError(f"{where}：各项都应是文字；请改正或删去这一行")
    made = decide(record["id"], record.get("answer") or "", record.get("surface") or "")
    if made is None:
        raise InputError(f"{where}：answer 应写“对”“错”或“应为……”，且适用于这一类问题；请改正或删去这一行")
    return made


def _said(answer: str) -> tuple[Verdict, bool, str | None] | None:
    text = _tidy(answer)
    if text in _RIGHT:
        return "right", False, None
    if text in _WRONG:
        return "wrong", False, None
    found = _INSTEAD.fullmatch(text)
    return ("instead", bool(found["all"]), found["name"].strip()) if found and found["name"].strip() else None


def _tidy(answer: str) -> str:
    return answer.strip(_ENDS)
