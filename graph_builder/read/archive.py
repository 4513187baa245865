"""What a build is given (files, folders, patterns, zip archives) as the files to read, in a settled order.

Archives are read in memory: nothing is unpacked to the disk, so no name in them leads anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from zipfile import ZipInfo

from graph_builder.errors import InputError
from graph_builder.model import Source
from graph_builder.read import LARGEST, SUFFIXES, load, parse
from graph_builder.read.forms import form
from graph_builder.read.office import BROKEN, package, stream

MOST_FILES: Final = 10_000
MOST_BYTES: Final = 2_000_000_000
_ZIP: Final = b"PK\x03\x04"
_IGNORED: Final = re.compile(r"(^|/)(__MACOSX/|\.|~\$)")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_UTF8_NAMES: Final = 0x800


@dataclass(frozen=True, slots=True)
class File:
    """One file to read: its name (inside an archive with the archive's before it), and its bytes when asked.

    `bytes` raises InputError, with file and cure, when they cannot be had.
    """

    name: str
    bytes: Callable[[], bytes]

    def read(self) -> Source:
        """The file's text; raises InputError when it has none."""
        return parse(self.name, self.bytes())


def files(paths: Iterable[Path], skip: Path | None = None) -> Iterator[File]:
    """Every file that the paths mean, folders and archives in the order of their names.

    A path that does not exist and holds `*`, `?` or `[` is a pattern: some command lines pass them on. `skip`
    is a resolved folder that is none of the input. A path that does not exist, a folder that holds nothing
    readable and an archive that cannot be read are files that fail.
    """
    for path in (one for given in paths for one in _expanded(given)):
        try:
            found = _found(path, skip)
        except InputError as error:
            found = [File(path.name or str(path), partial(_fail, error))]
        yield from found


def _found(path: Path, skip: Path | None) -> Iterable[File]:
    """The files of one path; raises InputError where there is none."""
    try:
        if path.is_dir():
            return [file for one in _folder(path, skip) for file in _opened(one)]
        if path.exists():
            return _opened(path)
    except OSError as error:
        raise InputError(f"{path}：查不到（{error.strerror}）；请检查路径") from error
    raise InputError(f"{path}：没有这个文件或文件夹；请检查路径")


def _folder(folder: Path, skip: Path | None) -> list[Path]:
    inside = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    found = [path for path in inside if not _IGNORED.search(path.relative_to(folder).as_posix())]
    if skip:
        found = [path for path in found if not path.resolve().is_relative_to(skip)]
    if not found:
        wanted = " ".join(sorted(SUFFIXES))
        raise InputError(f"{folder}：这个文件夹里没有能读的文件；应有这些类型的文件：{wanted}")
    return sorted(found)


def _expanded(path: Path) -> list[Path]:
    """What a pattern matches, sorted; the path itself where it is no pattern or matches nothing."""
    first = next((index for index, part in enumerate(path.parts) if re.search(r"[*?\[]", part)), None)
    try:
        if first is None or path.exists():
            return [path]
        return sorted(Path(*path.parts[:first]).glob(str(Path(*path.parts[first:])))) or [path]
    except (OSError, ValueError):
        return [path]


def _opened(path: Path) -> Iterator[File]:
    """The file itself, or the files in it when it is an archive."""
    file = File(path.name, partial(load, path))
    try:
        is_archive = _starts(path) == _ZIP and form(path.name, file.bytes()) == "zip"
    except InputError:
        is_archive = False
    yield from _members(path.name, path) if is_archive else [file]


def _starts(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP))
    except OSError:
        return b""


def _members(name: str, data: bytes | Path, *, nested: bool = False) -> Iterator[File]:
    """The documents in an archive, and those in archives in it; archives deeper down fail."""
    try:
        wanted = _listed(name, data)
    except InputError as error:
        yield File(name, partial(_fail, error))
        return
    for label, member in wanted:
        file = File(f"{name}/{label}", partial(_unpacked, f"{name}/{label}", data, member))
        if not label.lower().endswith(".zip"):
            yield file
        elif nested:
            trouble = InputError(f"{file.name}：压缩包里的压缩包里的压缩包；请先解压")
            yield File(file.name, partial(_fail, trouble))
        else:
            yield from _nested(file)


def _nested(file: File) -> Iterator[File]:
    try:
        data = file.bytes()
        is_archive = form(file.name, data) == "zip"
    except InputError as error:
        yield File(file.name, partial(_fail, error))
        return
    yield from _members(file.name, data, nested=True) if is_archive else [file]


def _listed(name: str, data: bytes | Path) -> list[tuple[str, str]]:
    """The members that are documents, sorted: the name to show, and the name inside."""
    with package(name, data) as archive:
        infos = [(_shown(info), info) for info in archive.infolist() if not info.is_dir()]
    wanted = [
        (label, info)
        for label, info in infos
        if Path(label).suffix.lower() in SUFFIXES and not _IGNORED.search(label)
    ]
    if not wanted:
        raise InputError(f"{name}：这个压缩包里没有能读的文件；里面应当是公文")
    if len(wanted) > MOST_FILES or sum(info.file_size for _, info in wanted) > MOST_BYTES:
        raise InputError(f"{name}：里面超过 {MOST_FILES:,} 个文件或 {MOST_BYTES:,} 字节；请分成几份")
    return sorted((label, info.filename) for label, info in wanted)


def _shown(info: ZipInfo) -> str:
    """A member's name: old archives hold Chinese names in GBK; what climbs or hides is taken out of it."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAMES:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = info.filename
    parts = re.split(r"[/\\]", _CONTROL.sub("_", name))
    return "/".join(part for part in parts if part not in {"", ".", ".."})


def _unpacked(name: str, data: bytes | Path, member: str) -> bytes:
    with package(name, data) as archive, stream(name, archive, member, LARGEST) as part:
        try:
            return part.read()
        except BROKEN as error:
            raise InputError(f"{name}：在压缩包里已损坏（{error}）；请重新打包") from error


def _fail(error: InputError) -> bytes:
    raise error
