from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.errors import InputError
from graph_builder.identity import source_id
from graph_builder.read import decode, read

TEXT = "云州市人民政府关于加强河道管理的通知\r\n\r\n云政发〔2019〕3号\r\n市水利局负责落实。\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (b"plain ascii", "utf-8"),
    ],
)
def test_the_encoding_is_sniffed_and_kept(data: bytes, encoding: str) -> None:
    source = decode("a.txt", data)
    assert source.encoding == encoding
    assert source.text in (TEXT, "plain ascii")


def test_the_same_words_in_another_encoding_are_the_same_source() -> None:
    ids = {decode("a.txt", TEXT.encode(encoding)).id for encoding in ("utf-8", "utf-8-sig", "gb18030")}
    assert ids == {source_id(TEXT)}


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_line_breaks_stay_as_in_the_file(breaks: str) -> None:
    text = f"第一行{breaks}第二行{breaks}"
    assert decode("a.txt", text.encode()).text == text


def test_a_mark_inside_the_text_is_no_byte_order_mark() -> None:
    assert decode("a.txt", ("甲" + "\ufeff" + "乙").encode()).text == "甲\ufeff乙"


BAD = {
    "empty": (b"", "文件是空的；请给出有文字的文件"),
    "only a byte order mark": (b"\xef\xbb\xbf", "文件是空的"),
    "only white space": (" \r\n\u3000\n".encode(), "文件是空的"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG 图片；请先做文字识别（OCR）"),
    "another picture": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG 图片"),
    "a PDF file": (b"%PDF-1.7\n", "PDF 文件；请先把文字另存为 .txt"),
    "an archive": (b"PK\x03\x04\x14\x00", "压缩包"),
    "UTF-16": ("\ufeff云州市".encode("utf-16-le"), "UTF-16 文本；请另存为 UTF-8"),
    "a zero byte": ("云州市".encode() + b"\x00abc", "第 9 字节是空字节"),
    "a control character": ("云州市\n人民\x07政府".encode(), "第 2 行有控制字符"),
    "broken UTF-8": (
        TEXT.encode() * 2 + b"\xff",
        f"UTF-8 编码在第 {2 * len(TEXT.encode())} 字节（第 9 行）处坏了",
    ),
    "UTF-8 cut off": (TEXT.encode() + "市".encode()[:2], "UTF-8 编码"),
    "broken GB18030": (TEXT.encode("gb18030") + b"\xff\xff\n", "GB18030 编码在第"),
    "another encoding": ("桃園市政府關於河川管理辦法".encode("big5") * 9, "既不是 UTF-8 文本"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=str)
def test_bad_input_names_file_place_and_cure(case: str) -> None:
    data, message = BAD[case]
    with pytest.raises(InputError) as caught:
        decode("方案.txt", data)
    assert str(caught.value).startswith("方案.txt：")
    assert message in str(caught.value)


def test_the_cases_are_all_collected() -> None:
    assert len(BAD) == 14


def test_read_names_the_source_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "公报.txt"
    path.write_bytes(TEXT.encode())
    source = read(path)
    assert (source.name, source.text) == ("公报.txt", TEXT)


def test_read_refuses_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="这是文件夹"):
        read(tmp_path)
    with pytest.raises(InputError, match="没有这个文件；请检查路径"):
        read(tmp_path / "missing.txt")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_utf8_text_comes_back(text: str) -> None:
    if text.isspace():
        return
    expected = text.removeprefix("\ufeff")
    if expected and not expected.isspace():
        assert decode("a.txt", text.encode()).text == expected


@given(st.binary(max_size=200))
def test_any_bytes_give_a_source_or_an_input_error(data: bytes) -> None:
    try:
        source = decode("a.txt", data)
    except InputError as error:
        assert str(error).startswith("a.txt：")
    else:
        assert source.text.strip()
