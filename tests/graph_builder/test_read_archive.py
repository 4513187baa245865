"""Folders, patterns and zip archives: which files they mean, and archives made to harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from office_files import docx, paragraph

from graph_builder.errors import InputError
from graph_builder.pipeline import build
from graph_builder.read import archive
from graph_builder.read.archive import files

HEAD = "云州市人民政府关于加强河道管理的通知\n云政发〔2023〕3号\n各县（市、区）人民政府：\n"
TEXT = f"{HEAD}一、清理河道。（市水利局负责）\n"


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()


def names(*paths: Path) -> list[str]:
    return [file.name for file in files(paths)]


def failures(path: Path) -> list[str]:
    found = []
    for file in files([path]):
        with pytest.raises(InputError) as caught:
            file.read()
        found.append(str(caught.value))
    return found


def test_a_folder_gives_its_documents_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.DOCX", "a/旧.doc", "图.png", "~$b.docx", ".git/x.txt", "out/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT, "utf-8")
    assert [file.name for file in files([tmp_path], tmp_path / "out")] == ["c.DOCX", "旧.doc", "b.txt"]


def test_patterns_are_for_command_lines_that_pass_them_on(tmp_path: Path) -> None:
    for name in ("甲1.txt", "甲2.txt", "乙.txt", "[x].txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    assert names(tmp_path / "甲*.txt") == ["甲1.txt", "甲2.txt"]
    assert names(tmp_path / "[x].txt") == ["[x].txt"]
    (tmp_path / "夹1").mkdir()
    assert names(tmp_path / "夹*") == ["夹1"]
    for pattern in ("丙*.txt", "**.txt"):
        (message,) = failures(tmp_path / pattern)
        assert "没有这个文件或文件夹；请检查路径" in message


def test_an_archive_gives_its_documents_without_unpacking_them(tmp_path: Path) -> None:
    inner = zipped({"内.txt": TEXT.encode(), "再.zip": zipped({"x.txt": b"x"})})
    members = {
        "../../etc/甲.txt": TEXT.encode(),
        "C:\\乙.docx": docx(paragraph("市水利局负责")),
        "__MACOSX/._甲.txt": b"x",
        "图.png": b"x",
        "里.zip": inner,
    }
    path = tmp_path / "公报.zip"
    path.write_bytes(zipped(members))
    found = list(files([path]))
    assert sorted(file.name for file in found) == [
        *("公报.zip/C:/乙.docx", "公报.zip/etc/甲.txt", "公报.zip/里.zip/内.txt", "公报.zip/里.zip/再.zip")
    ]
    texts = {file.name: file.read().text for file in found if "再" not in file.name}
    assert texts["公报.zip/etc/甲.txt"] == TEXT
    assert texts["公报.zip/C:/乙.docx"] == "市水利局负责\n"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(InputError, match=r"再\.zip：压缩包里的压缩包里的压缩包"):
        next(file for file in found if "再" in file.name).read()


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    data = zipped({"GBKNAME!.txt": TEXT.encode()}).replace(b"GBKNAME!", "公报一号".encode("gbk"))
    (tmp_path / "a.zip").write_bytes(data)
    assert names(tmp_path / "a.zip") == ["a.zip/公报一号.txt"]


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.txt": b"0" * 20_000_000}))
    (message,) = failures(path)
    assert "a.zip/a.txt" in message
    assert "像是恶意文件" in message


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{number}.txt": b"x" for number in range(4)}))
    assert "里面超过 3 个文件" in failures(path)[0]


def test_what_is_wrong_with_an_archive_leaves_the_rest_alone(tmp_path: Path) -> None:
    good = zipped({"a.txt": TEXT.encode()})
    (tmp_path / "cut.zip").write_bytes(good[: len(good) // 2])
    (tmp_path / "empty.zip").write_bytes(zipped({"a.png": b"x"}))
    (tmp_path / "good.zip").write_bytes(good)
    built = build([tmp_path], terms=False)
    assert [one.name for one in built.inputs if one.source] == ["good.zip/a.txt"]
    assert len(built.failures) == 2
    assert len(built.graph.documents) == 1


def test_a_document_in_two_forms_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.docx").write_bytes(
        docx(
            "".join(map(paragraph, TEXT.splitlines()[:-1]))
            + paragraph("一、清理河道并公布。（市水利局负责）")
        )
    )
    (tmp_path / "c.docx").write_bytes(docx("".join(map(paragraph, TEXT.splitlines()))))
    built = build([tmp_path], terms=False)
    assert len(built.graph.documents) == 1
    assert len(built.graph.documents[0].also_printed_in) == 1
