"""The figures are those of the reference scorer, and a baseline shows which statements moved."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import zhize

from graph_builder.errors import InputError
from graph_builder.score import Figures, Score, Share, moved, read_gold, score

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples"
STYLES = ROOT / "tests" / "styles"
TEXT = """一、改造管网（市水利局牵头，
市财政局配合）。
二、保障资金（市财 政局负责）。
三、改造管网（市水利局牵头）。
"""


def gold(text: str, *mentions: tuple[str, str], **more: Any) -> dict[str, Any]:
    agencies = [
        {"surface": surface, "role": role, "canonical": f"云州{surface}"} for surface, role in mentions
    ]
    record = {
        "id": text,
        "file": "a.txt",
        "kind": "clause",
        "text": text,
        "task": "",
        "due": None,
        "doc": None,
    }
    return {**record, "agencies": agencies, **more}


def found(start: int, surface: str, role: str, **more: Any) -> dict[str, Any]:
    """A statement with one mention, which stands at an offset of TEXT."""
    mention = {"surface": surface, "role": role, "canonical": f"云州{surface}", "start": start}
    record = {
        "source": "a.txt",
        "id": f"s{start}",
        "kind": "clause",
        "text": surface,
        "task": "",
        "due": None,
    }
    return {**record, "document": None, "agencies": [mention], **more}


def scored(wanted: list[dict[str, Any]], got: list[dict[str, Any]], *, within: bool = False) -> Score:
    return score(wanted, got, {"a.txt": TEXT}, within=within)


FIRST = gold("（市水利局牵头，市财政局配合）", ("市水利局", "lead"), ("市财政局", "support"))
SECOND = gold("（市财政局负责）", ("市财政局", "responsible"))
THIRD = gold("（市水利局牵头）", ("市水利局", "lead"))
LEAD, SUPPORT, SOLE, AGAIN = (
    TEXT.index(word) for word in ("市水利局", "市财政局", "市财 政局", "市水利局牵头）")
)


def test_a_mention_is_right_in_its_statement_and_role() -> None:
    result = scored([FIRST, SECOND], [found(LEAD, "市水利局", "lead"), found(SOLE, "市财政局", "lead")])
    assert result.kinds["clause"] == Figures(right=1, wrong=1, missed=2)
    assert [(one.role, one.surface) for one in result.misses] == [
        ("support", "市财政局"),
        ("responsible", "市财政局"),
    ]
    assert [(one.where, one.role) for one in result.alarms] == [("a.txt", "lead")]


def test_a_mention_counts_once_however_often_it_is_given() -> None:
    result = scored([FIRST], [found(LEAD, "市水利局", "lead")] * 3)
    assert result.kinds["all"] == Figures(1, 0, 1)


def test_the_same_words_further_on_are_another_statement() -> None:
    result = scored([FIRST, THIRD], [found(AGAIN, "市水利局", "lead")])
    assert result.outcomes["（市水利局牵头）"].startswith("1/1")
    assert result.outcomes["（市水利局牵头，市财政局配合）"] == "0/2"


def test_what_careful_readers_may_settle_otherwise_neither_helps_nor_hurts() -> None:
    for mark in ({"dont_care": True}, {"note": "borderline: a cost"}, {"note": "UNSURE"}):
        result = scored([FIRST, {**SECOND, **mark}], [found(SOLE, "市财政局", "support")])
        assert result.kinds["all"] == Figures(0, 0, 2)
    assert scored([FIRST, SECOND], [found(SOLE, "市财政局", "support")]).kinds["all"] == Figures(0, 1, 3)


def test_within_leaves_out_what_the_gold_does_not_cover() -> None:
    outside = [found(AGAIN, "市水利局", "lead")]
    assert scored([FIRST], outside).kinds["all"].wrong == 1
    assert scored([FIRST], outside, within=True).kinds["all"].wrong == 0


def test_a_line_says_which_of_two_is_meant() -> None:
    assert scored([{**THIRD, "line": 4}], [found(AGAIN, "市水利局", "lead")]).kinds["all"] == Figures(1, 0, 0)


def test_shares_are_of_the_right_mentions() -> None:
    wanted = gold(
        "（市财政局负责）", ("市财政局", "responsible"), task="保障资金", due="年底前", doc="云政发1号"
    )
    right = {"task": "保障资金", "due": "2023年底前", "document": "云政发1号"}
    assert scored([wanted], [found(SOLE, "市财政局", "responsible", **right)]).shares == {
        name: Share(1, 1) for name in ("canonical", "task", "document", "deadline")
    }
    wrong = found(SOLE, "市财政局", "responsible", document="云政发2号")
    wrong["agencies"][0]["canonical"] = None
    assert scored([wanted], [wrong]).shares == {
        name: Share(0, 1) for name in ("canonical", "task", "document", "deadline")
    }


def test_a_gold_statement_that_stands_nowhere_is_told() -> None:
    assert scored([gold("没有这句话", ("市水利局", "lead"))], []).lost == ("没有这句话",)


def test_nothing_of_nothing_is_no_figure() -> None:
    assert Share(0, 0).value is None
    assert Figures(0, 0, 0).f1 == 0.0


def test_outcomes_that_differ_are_told_with_both() -> None:
    before = {"same": "1/1", "worse": "2/2", "gone": "wrong 1"}
    after = {"same": "1/1", "worse": "1/2", "new": "wrong 2"}
    assert moved(before, after) == [("gone", "wrong 1", ""), ("new", "", "wrong 2"), ("worse", "2/2", "1/2")]


@pytest.mark.parametrize(
    "text, what", [("{", "line 2: no JSON"), ('{"file": "a"}', "line 2: a gold statement has")]
)
def test_a_wrong_line_of_gold_is_told(text: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(f"\n{text}\n", encoding="utf-8")
    with pytest.raises(InputError, match=what):
        read_gold(tmp_path / "gold.jsonl")


def reference(scorer: Path, pred: Path, sources: Path, *options: str | Path) -> Any:
    command = [sys.executable, scorer / "score.py", "--pred", pred, "--sources", sources, "--json", *options]
    return json.loads(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)


def same_as_reference(evaluation: Path, tmp_path: Path, sources: Path, golds: list[Path], *more: str) -> None:
    inputs = sorted({sources / record["file"] for path in golds for record in read_gold(path)})
    (tmp_path / "pred.jsonl").write_text(zhize("extract", *inputs).stdout, encoding="utf-8")
    options = [option for path in golds for option in ("--gold", path)]
    theirs = reference(evaluation, tmp_path / "pred.jsonl", sources, *options, *more)
    ours = zhize("score", *options, "--sources", sources, "--json", *more).json
    assert ours["f1"] == theirs["f1"]
    for theirs_name, ours_name in (
        *((one, one) for one in ("canonical", "task", "document")),
        ("due", "deadline"),
    ):
        assert ours[ours_name] == pytest.approx(theirs[theirs_name])


@pytest.mark.parametrize("more", [[], ["--within"]])
def test_the_sample_scores_as_by_the_reference(evaluation: Path, tmp_path: Path, more: list[str]) -> None:
    same_as_reference(evaluation, tmp_path, SAMPLE, [SAMPLE / "gold_sample.jsonl"], *more)


def test_the_styles_score_as_by_the_reference(evaluation: Path, tmp_path: Path) -> None:
    same_as_reference(evaluation, tmp_path, STYLES, [STYLES / "gold_styles.jsonl"])


def test_the_gazettes_score_as_by_the_reference(
    evaluation: Path, corpus: Path, gold: Path, tmp_path: Path
) -> None:
    whole = sorted(path for path in gold.glob("*_000.jsonl") if path.name.startswith(("gold", "zones")))
    assert len(whole) == 2
    same_as_reference(evaluation, tmp_path, corpus, whole)
    part = sorted(gold.glob("gold_*_part.jsonl"))
    assert len(part) == 1
    same_as_reference(evaluation, tmp_path, corpus, part, "--within")


def test_a_value_below_the_least_is_exit_1() -> None:
    options = ("score", "--gold", SAMPLE / "gold_sample.jsonl", "--sources", SAMPLE)
    assert zhize(*options, "--min", "clause=0.5", "--min", "task=0.5").code == 0
    done = zhize(*options, "--min", "clause=1.01")
    assert done.code == 1
    assert "clause" in done.stderr
    for rule in ("clause", "clause=high", "claus=0.5"):
        assert zhize(*options, "--min", rule).code == 2


def test_the_table_names_kinds_and_mistakes() -> None:
    done = zhize("score", "--gold", STYLES / "gold_styles.jsonl", "--sources", STYLES, "--errors", "1")
    first = [line.split()[0] for line in done.stdout.splitlines()]
    assert first[0] == "kind"
    assert set(first[1:]) <= {
        *("clause", "table", "prose", "delegation", "group", "formal", "all"),
        *("canonical", "task", "document", "deadline", "measured", "MISSED", "WRONG"),
    }


def test_a_baseline_shows_which_statements_moved(tmp_path: Path) -> None:
    options = ("score", "--gold", SAMPLE / "gold_sample.jsonl", "--sources", SAMPLE)
    baseline = tmp_path / "baseline.tsv"
    assert zhize(*options, "--baseline", baseline).code == 2
    assert zhize(*options, "--baseline", baseline, "--update").code == 0
    lines = baseline.read_text("utf-8").splitlines()
    assert len(lines) > 150
    assert zhize(*options, "--baseline", baseline).code == 0
    id_, _, outcome = lines[0].partition("\t")
    baseline.write_text("\n".join([f"{id_}\t0/9", *lines[1:]]), encoding="utf-8")
    done = zhize(*options, "--baseline", baseline)
    assert done.code == 1
    assert f"MOVED   {id_}: 0/9 -> {outcome}" in done.stdout
    assert zhize(*options, "--baseline", baseline, "--json").json["moved"] == [
        {"id": id_, "before": "0/9", "after": outcome}
    ]


def test_a_source_that_is_not_there_is_exit_3(tmp_path: Path) -> None:
    done = zhize("score", "--gold", SAMPLE / "gold_sample.jsonl", "--sources", tmp_path)
    assert done.code == 3
    assert "sample_gazette" in done.stderr
