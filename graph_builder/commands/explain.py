"""`zhize explain`: how one sentence is read, by the very path that `build` takes."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from graph_builder import outdir, pipeline
from graph_builder.commands import terminal
from graph_builder.errors import UsageError
from graph_builder.extract.grammar import expression
from graph_builder.extract.lexer import Token, tokens
from graph_builder.extract.rules import clause_lexicon, sentence_lexicon
from graph_builder.extract.sentences import masked
from graph_builder.extract.vocabulary import read_data
from graph_builder.lookup import Lookup
from graph_builder.model import Graph
from graph_builder.view import View
from ontology import ROLE_LABELS, Kind, Role

_LETTERS: Final = dict(
    pair.split(maxsplit=1)
    for pair in """
n 名称
s 、
e 等
c ，
z ；
o 句末
q 编号
v 职责动词
w 会同
l 职责标签
x 其他标签
u ：
a 副词
f 由
t 不是分工
d 委托
m 监督管理
""".strip().splitlines()
)
RUNNING: Final = "正文"
_OUTCOMES: Final = {"extracted": "已抽取", "trap": "不是分工", "unmatched": "未读懂"}
_PIECE: Final = re.compile(r"\([^()]*\)[?*+]?|\S+")


@dataclass(frozen=True, slots=True)
class Frame:
    """A bracket, or the running text around the brackets, as letters with the words they stand for."""

    name: str
    letters: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """How far a pattern reads the letters of a frame, and which piece it misses there (None: it fits)."""

    pattern: str
    read: str
    missing: str | None
    covers: int


def explain(args: Namespace) -> int:
    """Letters, pattern, roles, what became of each role word, and the pattern that came nearest."""
    if not args.sentence.strip():
        raise UsageError('句子是空的；例如 zhize explain "（市能源局牵头，市财政局配合）"')
    record = explained(args.sentence)
    if args.json:
        terminal.show_json(record)
    else:
        _show(record)
    return 0


def explained(sentence: str) -> dict[str, Any]:
    """The sentence read as a document of its own: frames, statements, fates of the role words.

    `nearest` holds, where no clause was read, the pattern that came nearest in each bracket or label line.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "sentence.txt")
        path.write_text(sentence, encoding="utf-8", errors="surrogatepass")
        graph = pipeline.build([path], terms=False).graph
    lookup = Lookup(graph)
    statements = outdir.in_source_order(lookup, graph.statements)
    listed = list(frames(sentence))
    clauses = [frame for frame in listed if frame.name != RUNNING] if not _clauses(graph) else []
    return {
        "sentence": sentence,
        "frames": [asdict(frame) for frame in listed],
        "statements": [outdir.statement_record(lookup, one) for one in statements],
        "role_words": [
            {"word": one.word, "outcome": one.outcome, "reason": one.reason} for one in graph.fates
        ],
        "nearest": [asdict(near) for frame in clauses if (near := nearest(frame.letters))],
    }


def _clauses(graph: Graph) -> bool:
    return any(statement.kind in (Kind.CLAUSE, Kind.TABLE) for statement in graph.statements)


def frames(sentence: str) -> Iterator[Frame]:
    """The outermost brackets with role words, then the running text if it has any."""
    text = View.of(sentence).text
    for low, high in _brackets(text):
        frame = _frame("括号", text, tokens(text, low, high, clause_lexicon()))
        if set(frame.letters) & set("vwl"):
            yield frame
    mask = masked(text)
    labelled = tokens(text, 0, len(text), clause_lexicon())
    if any(token.letter == "l" for token in labelled):
        yield _frame("标签行", text, labelled)
        return
    running = _frame(RUNNING, text, tokens(mask, 0, len(mask), sentence_lexicon()))
    if set(running.letters) & set("vwdmt"):
        yield running


def nearest(letters: str) -> Near | None:
    """The pattern that fits, or else reads the most letters before a piece is missing."""
    tried = [near for entry in read_data("patterns.yaml")["patterns"] if (near := _tried(entry, letters))]
    return max(tried, key=lambda near: (near.missing is None, near.covers), default=None)


def _tried(entry: dict[str, Any], letters: str) -> Near | None:
    pieces = _PIECE.findall(entry["pattern"])
    for count in range(len(pieces), 0, -1):
        read = " ".join(pieces[:count])
        found = max(expression(read).finditer(letters), key=lambda one: len(one.group()), default=None)
        if found and found.group():
            missing = pieces[count] if count < len(pieces) else None
            return Near(entry["id"], read, missing, len(found.group()))
    return None


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    depth = start = 0
    for found in re.finditer("[（）]", text):
        if found.group() == "（":
            start = start if depth else found.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, found.start()


def _frame(name: str, text: str, listed: tuple[Token, ...]) -> Frame:
    words = tuple((token.letter, text[token.start : token.end]) for token in listed)
    return Frame(name, "".join(letter for letter, _ in words), words)


def _show(record: dict[str, Any]) -> None:
    for frame in record["frames"]:
        spelled = " ".join(f"{word}[{_LETTERS.get(letter, letter)}]" for letter, word in frame["words"])
        terminal.show(f"{frame['name']}：{frame['letters']}\n  {spelled}")
    for statement in record["statements"]:
        terminal.show(f"\n语句（{statement['kind']}，句式 {statement['pattern']}）：{statement['text']}")
        for one in statement["agencies"]:
            terminal.show(
                f"  {ROLE_LABELS[Role(one['role'])][0]}  {one['surface']}  -> {one['canonical'] or '未定'}"
            )
        due = f"；完成时限：{statement['due']}" if statement["due"] else ""
        terminal.show(f"  任务：{statement['task'] or '（无）'}{due}")
    if record["role_words"]:
        terminal.show("")
        rows = [(one["word"], _OUTCOMES[one["outcome"]], one["reason"]) for one in record["role_words"]]
        terminal.show_table(("职责用语", "结果", "句式或原因"), rows)
    for near in record["nearest"]:
        missing = f"，缺 {near['missing']}" if near["missing"] else "，各部分都在，但其中的名称不像单位"
        terminal.show(f"最接近的句式：{near['pattern']}，读到 {near['read']}{missing}")
    if not record["statements"]:
        terminal.say("没有读出职责语句" + ("" if record["role_words"] else "：句中没有职责用语"))
