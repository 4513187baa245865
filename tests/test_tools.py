"""What fills the READMEs and writes the pages made from the code."""

import fill
import make_docs
import pytest

PAGE = "before\n<!-- speed -->\nold\n<!-- /speed -->\nafter <!-- accuracy --><!-- /accuracy -->\n"
QUERY = {
    "name": "dependents",
    "title_zh": "哪些单位依赖某单位",
    "title_en": "which units depend on one",
    "parameters": [
        {"name": "agency", "type": "agency", "required": True, "default": None, "example": "云州市财政局"},
        {"name": "year", "type": "year", "required": False, "default": "all", "example": 2023},
    ],
    "columns": ["unit", "task"],
}


def test_a_table_goes_between_its_marks_and_nowhere_else() -> None:
    filled = fill.filled(PAGE, "speed", "| a |\n|---|\n| 1 |\n")
    assert filled == PAGE.replace("old", "| a |\n|---|\n| 1 |")
    assert fill.filled(filled, "speed", "| a |\n|---|\n| 1 |") == filled


def test_other_text_becomes_a_block() -> None:
    filled = fill.filled(PAGE, "accuracy", "F1 0.99\n")
    assert filled.endswith("<!-- accuracy -->\n```text\nF1 0.99\n```\n<!-- /accuracy -->\n")


def test_a_page_without_the_marks_is_an_error() -> None:
    with pytest.raises(ValueError, match="no place for size"):
        fill.filled(PAGE, "size", "1")


@pytest.mark.parametrize("name", ["python", "accuracy", "speed", "formats"])
@pytest.mark.parametrize("page", fill.PAGES)
def test_the_readmes_have_the_marks(page: str, name: str) -> None:
    text = (fill.ROOT / page).read_text("utf-8")
    assert "figure 1" in fill.filled(text, name, "figure 1")


def test_the_page_of_questions_shows_parameters_and_columns() -> None:
    page = make_docs.queries_page([QUERY])
    assert "## `dependents`\n\n哪些单位依赖某单位 — which units depend on one\n" in page
    assert "- `agency` (agency, required), such as `云州市财政局`\n" in page
    assert "- `year` (year, otherwise `all`), such as `2023`\n" in page
    assert page.endswith("Columns: `unit`, `task`\n")
