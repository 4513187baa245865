"""The same accuracy by every road: the sample gazettes as text, Word, web page and the PDFs made of these."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import make_sample_formats as forms
import pytest

from graph_builder.lookup import Lookup
from graph_builder.outdir import in_source_order, statement_record
from graph_builder.pipeline import build
from graph_builder.score import Score, read_gold, score

EXAMPLES = Path(__file__).parents[2] / "examples"
CLOSE = 0.01


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, Path]]:
    """Every form of each sample that this machine can make."""
    folder = tmp_path_factory.mktemp("forms")
    return {name: forms.write(EXAMPLES / name, folder) for name in forms.SAMPLES}


@pytest.fixture(scope="session")
def office() -> str:
    """The command of LibreOffice."""
    return forms.office() or pytest.skip("no LibreOffice found: install libreoffice-writer-nogui")


@cache
def gold(lines: bool) -> list[dict[str, object]]:
    records = [dict(record) for record in read_gold(EXAMPLES / "gold_sample.jsonl")]
    return [{key: value for key, value in one.items() if lines or key != "line"} for one in records]


def scored(written: Mapping[str, Mapping[str, Path]], form: str) -> Score:
    """The figures of the samples in one form, their gold found by its words alone."""
    of = {made[form].name: name for name, made in written.items()}
    built = build([made[form] for made in written.values()], terms=False)
    assert built.failures == ()
    lookup = Lookup(built.graph)
    found = [statement_record(lookup, one) for one in in_source_order(lookup, built.graph.statements)]
    renamed = [{**one, "source": of[one["source"]]} for one in found]
    texts = {of[source.name]: source.text for source in built.graph.sources}
    return score(gold(lines=form in {"txt", "gb18030"}), renamed, texts)


def same(written: Mapping[str, Mapping[str, Path]], form: str) -> None:
    expected, result = scored(written, "txt"), scored(written, form)
    assert result.lost == ()
    assert expected.value("all") > 0.9
    for kind in ("formal", "all"):
        assert abs(result.value(kind) - expected.value(kind)) <= CLOSE, kind


@pytest.mark.parametrize("form", ["gb18030", "docx", "html"])
def test_a_form_is_read_as_well_as_the_text(form: str, written: Mapping[str, Mapping[str, Path]]) -> None:
    same(written, form)


def test_what_a_browser_prints_is_read_as_well(
    browser: str, written: Mapping[str, Mapping[str, Path]]
) -> None:
    assert browser
    same(written, "print")


@pytest.mark.outside
def test_what_an_office_program_exports_is_read_as_well(
    office: str, written: Mapping[str, Mapping[str, Path]]
) -> None:
    assert office
    same(written, "office")


@pytest.mark.parametrize("form", ["docx", "html"])
def test_not_a_word_is_lost_or_moved(form: str, written: Mapping[str, Mapping[str, Path]]) -> None:
    for made in written.values():
        texts = [source.text for source in build([made["txt"], made[form]], terms=False).graph.sources]
        assert len({"".join(text.split()) for text in texts}) == 1
