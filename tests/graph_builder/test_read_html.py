"""Saved web pages: encodings, tables, and what a reader of the page never sees."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from graph_builder.errors import InputError
from graph_builder.read import parse

PAGE = (
    '<html><head><meta charset="{}"><title>题</title></head><body><p>市水利局负责河道管理。</p></body></html>'
)


def text_of(body: str) -> str:
    return parse("页.html", f"<!DOCTYPE html><html><body>{body}</body></html>".encode()).text


@pytest.mark.parametrize(
    ("declared", "written", "encoding"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "utf-8-sig", "utf-8"),
        ("gb2312", "gb18030", "gb18030"),
        ("GBK", "gbk", "gb18030"),
        ("utf-8", "gb18030", "gb18030"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-16", "utf-16", "utf-16-le"),
    ],
)
def test_the_encoding_is_declared_or_found(declared: str, written: str, encoding: str) -> None:
    source = parse("页.html", PAGE.format(declared).encode(written))
    assert source.text == "市水利局负责河道管理。\n"
    assert source.encoding == encoding


def test_the_ending_does_not_matter() -> None:
    assert parse("页.txt", PAGE.format("utf-8").encode()).text == "市水利局负责河道管理。\n"


def test_a_table_is_rows_with_merged_cells_empty() -> None:
    body = (
        "<p>任务表</p><table><thead><tr><th colspan=2>类别<th>单位</thead><tr><td rowspan=2>甲<td>1"
        "<td>市住建局<br>市财政局<tr><td>2<td>市教\n育局</table>尾"
    )
    assert text_of(body) == "任务表\n类别\t\t单位\n甲\t1\t市住建局 市财政局\n\t2\t市教 育局\n尾\n"


def test_a_table_for_layout_is_read_as_paragraphs() -> None:
    body = "<table><tr><td><p>甲</p><table><tr><td>1<td>2</table></td><td>乙</td></tr></table>"
    assert text_of(body) == "甲\n1\t2\n乙\n"


def test_what_nobody_sees_is_left_out() -> None:
    body = (
        "<script>'市财政局牵头'</script><style>p{}</style><nav>首页</nav><p hidden>藏</p>"
        '<span style="display: none">藏</span><!-- 注释 --><p>看<b>得</b>见<sup>1</sup>&nbsp;&amp;</p>'
        "<textarea>表单</textarea><noscript>无</noscript>"
    )
    assert text_of(body) == "看得见1 &\n"


def test_lists_of_links_are_left_out_and_other_lists_are_not() -> None:
    menu = "".join(f"<li><a href=x>栏目{n}</a></li>" for n in range(5))
    body = f"<ul>{menu}</ul><ol start=3><li>甲<li>乙</ol><p>见<a>附件</a></p>"
    assert text_of(body) == "3. 甲\n4. 乙\n见附件\n"


def test_a_text_shown_by_a_browser_keeps_its_lines() -> None:
    assert text_of("<pre>第一行\n第二行\n\n第三行</pre>") == "第一行\n第二行\n第三行\n"


def test_a_web_archive_gives_its_page() -> None:
    message = EmailMessage()
    message["Subject"] = "页"
    message.set_content(PAGE.format("utf-8"), subtype="html", charset="utf-8")
    message.make_mixed()
    assert parse("页.mhtml", message.as_bytes()).text == "市水利局负责河道管理。\n"


def test_a_page_without_text_is_an_error() -> None:
    with pytest.raises(InputError, match=r"页\.html：里面没有文字"):
        text_of("<script>1</script>")


def test_what_is_nested_too_deep_is_an_error_and_not_lost() -> None:
    with pytest.raises(InputError, match="嵌套太深"):
        text_of("<div>" * 1000 + "市水利局负责")
