"""Input that is damaged or made to harm: a message, and neither a crash nor a slow or greedy run."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from office_files import TYPES, W, docx, numbered, paragraph
from pdf_files import Page, pdf

from graph_builder.errors import InputError
from graph_builder.read import parse, read

CASES = Path(__file__).parents[1] / "cases" / "hostile"
WORDS = "市水利局负责河道管理。"
BOMB = (
    f"<!DOCTYPE d [{{}}]><w:document {W}><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body></w:document>"
)
A_ENTITY = f'<!ENTITY a "{"x" * 999}">'
LAUGHS = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
OUTSIDE = '<!ENTITY e SYSTEM "file:///etc/hostname">'

REFUSED: dict[str, tuple[bytes, str]] = {
    "old Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + "WordDocument".encode("utf-16-le"),
        "另存为 .docx",
    ),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "旧版 Office 文件"),
    "encrypted Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "请去掉密码",
    ),
    "RTF": (rb"{\rtf1 x}", "RTF 文件"),
    "cut docx": (docx(paragraph(WORDS))[:300], "已损坏或不完整"),
    "docx without its text": (docx("", document="x"), "已损坏"),
    "docx with broken XML": (
        docx("", document=f"<w:document {W}><w:body><w:p>"),
        "word/document.xml 已损坏",
    ),
    "docx without words": (docx(""), "里面没有文字"),
    "empty zip": (b"PK\x05\x06" + b"\0" * 18, "压缩包"),
    "cut pdf": (pdf(Page().text(80, 700, WORDS))[:200], "已损坏或不完整"),
    "no pdf": (b"%PDF-1.7 nothing", "已损坏或不完整"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "PNG 图片"),
    "web archive without a page": (
        b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx",
        "这个网页存档里没有网页",
    ),
    "huge docx": (docx(paragraph("x" * 9_000_000)), "像是恶意文件"),
    "page nested too deep": (b"<html><body>" + b"<table><tr><td>" * 9999, "嵌套太深"),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_cannot_be_read_says_why_and_what_to_do(case: str) -> None:
    data, message = REFUSED[case]
    with pytest.raises(InputError) as caught:
        parse("文件.x", data)
    assert str(caught.value).startswith("文件.x：")
    assert message in str(caught.value)


def test_the_refused_are_all_collected() -> None:
    assert len(REFUSED) == 15


def test_an_encrypted_pdf_asks_for_its_password_to_be_removed() -> None:
    with pytest.raises(InputError, match=r"encrypted\.pdf：加了密；请去掉密码"):
        read(CASES / "encrypted.pdf")


@pytest.mark.parametrize(("declared", "used"), [(A_ENTITY + LAUGHS, "&j;"), (OUTSIDE, "&e;")])
def test_entities_are_not_followed(declared: str, used: str) -> None:
    data = docx("", document=BOMB.format(declared, WORDS + used))
    try:
        text = parse("a.docx", data).text
    except InputError as error:
        assert "word/document.xml 已损坏" in str(error)
    else:
        assert text.replace(WORDS, "").strip() == ""


def test_macros_and_scripts_are_not_text() -> None:
    data = docx(paragraph(WORDS), {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub AutoOpen()"})
    assert parse("a.docm", data).text == f"{WORDS}\n"
    page = f"<html><body onload='x()'><script>市财政局牵头</script>{WORDS}<script>市财政局".encode()
    assert parse("a.html", page).text == f"{WORDS}\n"


SLOW: dict[str, Callable[[], bytes]] = {
    "attributes": lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">" + WORDS.encode(),
    "unclosed elements": lambda: b"<html>" + b"<font><b><p>x" * 30_000,
    "unclosed comment": lambda: b"<html>" + WORDS.encode() + b"<!--<p" * 200_000,
    "unclosed quotes": lambda: b"<html>" + WORDS.encode() + b"<p a='" * 100_001,
    "numbered items": lambda: b"<html><ol>" + b"<li>x" * 50_000,
    "wide spans": lambda: b"<table>" + b"<tr><td rowspan=65534 colspan=1000>x<td>y" * 2_000,
    "blanks": lambda: b"<html>" + WORDS.encode() + b" " * 2_000_000 + b"x",
    "levels of a list": lambda: docx("".join(numbered("x", 1, n % 9) for n in range(10_000))),
    "wrappers": lambda: docx("<w:sdt>" * 200 + paragraph(WORDS) + "</w:sdt>" * 200),
    "pages": lambda: pdf(*[Page().text(80, 700, WORDS)] * 10_000),
    "lines in a page": lambda: pdf(Page().text(80, 700, WORDS).rules(range(10, 500, 1), range(10, 700, 1))),
    "parts of a heading": lambda: b"X-A: b\n" * 100_000 + b"MIME-Version: 1.0\n\n",
}  # fmt: skip


@pytest.mark.parametrize("case", SLOW, ids=str)
def test_time_and_memory_stay_within_bounds(case: str) -> None:
    data = SLOW[case]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    try:
        parse("a.x", data)
    except InputError as error:
        assert str(error).startswith("a.x：")
    assert time.process_time() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


def test_the_slow_are_all_collected() -> None:
    assert len(SLOW) == 12


@pytest.mark.parametrize("name", ["=1+1.txt", "a\nb.txt", "..公报.txt", "公 报（一）#?.txt", "-o.txt"])
def test_odd_file_names_are_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(WORDS, "utf-8")
    assert read(tmp_path / name).name == name


FOUND = sorted(path for path in CASES.iterdir() if path.suffix != ".md")


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_fuzzing_found_gives_a_text_or_a_message(path: Path) -> None:
    try:
        assert read(path).text.strip()
    except InputError as error:
        assert str(error).startswith(path.name)


def test_there_are_found_cases() -> None:
    assert len(FOUND) >= 1
    assert TYPES
