"""The view and the way back from it."""

from hypothesis import given
from hypothesis import strategies as st

from graph_builder.view import View, squeeze

TEXT = st.text(alphabet="市财政局（）()〔〕，,：: \n\r\t　\u00a0x1", max_size=80)


def test_blanks_vanish_and_shapes_are_folded() -> None:
    view = View.of("市 生\r\n态环境局(牵头),\t〔略〕：１")
    assert view.text == "市生态环境局（牵头），（略）：1"


@given(TEXT)
def test_every_character_of_the_view_stands_in_the_source(text: str) -> None:
    view = View.of(text)
    assert len(view.text) == len(squeeze(text))
    for position in range(len(view.text)):
        span = view.span(position, position + 1)
        assert span.end == span.start + 1
        assert not text[span.start].isspace()
        assert view.position(span.start) == position


@given(TEXT, st.data())
def test_a_stretch_of_the_view_quotes_its_own_words(text: str, data: st.DataObject) -> None:
    view = View.of(text)
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    span = view.span(start, end)
    assert len(squeeze(text[span.start : span.end])) == end - start


def test_a_part_of_the_source_keeps_its_offsets() -> None:
    text = "前文。市财政局 负责"
    view = View.of(text, 3)
    assert view.text == "市财政局负责"
    assert view.offset(0) == 3
    assert view.offset(4) == 8
    assert view.position(0) == 0
    assert view.position(len(text)) == len(view.text)
