"""What an answer decides, and the file that keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_builder.corrections.decisions import Decision, decide, read_decisions, write_decisions
from graph_builder.errors import InputError

DOC = "doc/云州市/云政办发〔2023〕5号"
BODY = f"body/{DOC}/市铁路办"
TASK = "0123456789abcdef"
WORD = "word/0123456789abcdef"
PAIR = f"matter/{TASK}/fedcba9876543210"

ANSWERS = [
    (BODY, "应为云州市铁路办公室", ("name", "instead", "云州市铁路办公室")),
    (BODY, " 应为：“云州市铁路办公室”。", ("name", "instead", "云州市铁路办公室")),
    (BODY, "应该是市铁路办公室", ("name", "instead", "市铁路办公室")),
    (BODY, "对", ("name", "right", None)),
    (BODY, "错。", ("name", "wrong", None)),
    (TASK, "应为市发改委", ("lead", "instead", "市发改委")),
    (f"{TASK}/2", "×", ("lead", "wrong", None)),
    (WORD, "不是", ("word", "wrong", None)),
    (PAIR, "√", ("same_matter", "right", None)),
    (DOC, "对", ("document", "right", None)),
]
NEAR_MISSES = [
    (BODY, "应为…"),
    (BODY, "应为"),
    (BODY, "问一下张三"),
    (BODY, "不对吧"),
    (BODY, ""),
    (WORD, "应为市发改委"),
    (PAIR, "应为另一件"),
    (DOC, "错"),
    (TASK, "均应为市发改委"),
    ("rest/words", "对"),
    ("", "对"),
    ("0123", "错"),
]


@pytest.mark.parametrize(("id_", "answer", "meant"), ANSWERS)
def test_an_answer_becomes_a_decision(id_: str, answer: str, meant: tuple[str, str, str | None]) -> None:
    decision = decide(id_, answer)
    assert decision
    assert (decision.kind, decision.verdict, decision.canonical) == meant
    assert decision.answer == answer.strip()


@pytest.mark.parametrize(("id_", "answer"), NEAR_MISSES)
def test_what_is_no_answer_decides_nothing(id_: str, answer: str) -> None:
    assert decide(id_, answer) is None


def test_a_name_is_decided_for_its_document_or_its_place() -> None:
    one, everywhere = decide(BODY, "应为铁路局"), decide(BODY, "均应为铁路局")
    assert one
    assert everywhere
    assert (one.document, one.place, one.surface) == (DOC, None, "市铁路办")
    assert (everywhere.document, everywhere.place) == (None, "云州市")


def test_the_file_gives_back_what_was_written_sorted(tmp_path: Path) -> None:
    made = [decide(id_, answer) for id_, answer, _ in (ANSWERS[0], *ANSWERS[5:])]
    decisions = [one for one in made if one]
    assert len(decisions) == 6
    write_decisions(decisions, tmp_path / "d.jsonl")
    assert read_decisions(tmp_path / "d.jsonl") == tuple(sorted(decisions))
    again = tmp_path / "again.jsonl"
    write_decisions(reversed(decisions), again)
    assert again.read_bytes() == (tmp_path / "d.jsonl").read_bytes()
    assert all(isinstance(one, Decision) for one in read_decisions(again))
    assert read_decisions(tmp_path / "none.jsonl") == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "不是 JSON"),
        ("[]", "应有 id"),
        ('{"id": 5, "answer": "对"}', "应有 id"),
        (f'{{"id": "{TASK}", "answer": "对", "more": "x"}}', "应有 id"),
        (f'{{"id": "{TASK}", "answer": 1}}', "应是文字"),
        (f'{{"id": "{TASK}", "answer": "也许"}}', "应写“对”"),
    ],
)
def test_a_bad_line_is_named_with_the_cure(line: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"第 2 行：.*{words}.*请改正或删去"):
        read_decisions(path)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes("对错".encode("utf-16"))
    with pytest.raises(InputError, match="UTF-8"):
        read_decisions(path)
