"""OUT as a whole or not at all: a lock, a staging folder beside OUT, one swap at the end.

    OUT             what readers see: the earlier build until the swap, the new one after it
    .OUT.lock       held while a build runs; the system lets go of it when the build dies
    .OUT.staging    the build in the making; after the swap, for a moment, the earlier one
    .OUT.earlier    the earlier build, only where two folders cannot change places in one step

What a person put into OUT or changed there is carried over, never overwritten.
"""

from __future__ import annotations

import ctypes
import errno
import filecmp
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Final

from graph_builder.errors import StoreError, UsageError
from graph_builder.outdir.run import RUN_FILE, digest, read_run

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PERSONAL: Final = ("aliases.yaml", "decisions.jsonl")
"""Carried over always, unless the build (merging a ledger) has written its own version."""
STORE: Final = "store"
"""The embedded store changes when it is merely opened; nobody edits it."""
_SILENT: Final = ("IDENTITY", "LOCK", "LOG", "OPTIONS")
"""Its files that begin so say nothing of what it holds."""

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2


@dataclass(frozen=True, slots=True)
class Carried:
    """What a person had in OUT: `kept` under its name, `aside` as (name, new name) because it was edited."""

    kept: tuple[str, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()

    @property
    def files(self) -> frozenset[str]:
        """Paths, in the new OUT, that are a person's and not the build's."""
        return frozenset(self.kept) | {new for _, new in self.aside}


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """An empty folder to build in; it becomes OUT when the block ends, and is gone when the block fails.

    Raises:
        UsageError: OUT is a file, or a folder of something else.
        StoreError: another build is writing OUT, or it cannot be written.
    """
    out = out.resolve()
    try:
        refuse_foreign(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        with _locked(out):
            folder = _cleared(out)
            try:
                yield folder
                carry_over(out, folder)
                _swap(folder, out)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        what = f"{error.strerror or error}: {error.filename or out}"
        raise StoreError(
            f"{out} 写不了（{what}）；没有改动任何东西：请腾出位置，或用 -o 换一个文件夹"
        ) from error


def refuse_foreign(out: Path) -> None:
    """Raise UsageError where `out` is a file or a non-empty folder that no build of ours wrote."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} 是文件；请用 -o 指定文件夹")
    if out.is_dir() and any(out.iterdir()) and read_run(out) is None:
        raise UsageError(f"{out} 里是别的东西（没有 {RUN_FILE}），没有动它；请用 -o 指定新的或空的文件夹")


def carry_over(out: Path, folder: Path, merged: Mapping[str, str] | None = None) -> Carried:
    """Copy what is a person's from the earlier build into the new one; doing it twice changes nothing.

    A file that the earlier run did not write keeps its name. One that it wrote and that has changed
    since (a ledger filled in) becomes `ledger.edited-1.xlsx`, with the first number that is free;
    unless the new build has taken in what it held: `merged` are such files by name, with their hashes
    (None: those of the new build's `run.json`).
    """
    run = read_run(out) if out.is_dir() else None
    if run is None:
        return Carried()
    if merged is None:
        merged = (read_run(folder) or {}).get("merged", {})
    kept, aside = [], []
    for name in files_in(out):
        if name in merged and digest(out / name) == merged[name]:
            continue
        new = _new_name(out, folder, name, run["files"].get(name))
        if new is None:
            continue
        (folder / new).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(out / name, folder / new)
        if new == name:
            kept.append(name)
        else:
            aside.append((name, new))
    return Carried(tuple(kept), tuple(aside))


def files_in(folder: Path) -> list[str]:
    """Relative paths, with `/`, of the files under a build, sorted; the embedded store left out."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != STORE
    )


def store_files(folder: Path) -> list[str]:
    """Relative paths, with `/`, of the files of the embedded store that decide what it holds, sorted."""
    names = (path.name for path in (folder / STORE).glob("*"))
    return sorted(f"{STORE}/{name}" for name in names if not name.startswith(_SILENT))


def store_as_written(out: Path, quads: str) -> bool:
    """Whether OUT's store, and the file `quads` of what it holds, are just as the build left them."""
    noted: Mapping[str, str] = (read_run(out) or {}).get("files", {})
    held = store_files(out)
    if not held or held != [name for name in noted if name.startswith(f"{STORE}/")]:
        return False
    try:
        return all(digest(out / name) == noted.get(name) for name in (quads, *held))
    except OSError:
        return False


def _new_name(out: Path, folder: Path, name: str, written: str | None) -> str | None:
    """Where a file of the earlier build goes: nowhere (None) when it is that build's own work, unchanged."""
    if name in PERSONAL:
        return None if (folder / name).exists() and not _same(out / name, folder / name) else name
    if name == RUN_FILE or digest(out / name) == written or (written and _same(out / name, folder / name)):
        return None
    path = Path(name)
    numbered = (path.with_stem(f"{path.stem}.edited-{number}").as_posix() for number in count(1))
    for new in chain(() if written else (name,), numbered):
        taken = (folder / new).exists() or (new != name and (out / new).exists())
        if not taken or _same(out / name, folder / new):
            return new
    raise AssertionError("numbers do not end")


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f".{out.name}.{what}")


def _cleared(out: Path) -> Path:
    """An empty staging folder; what a killed build left is put right first."""
    earlier, folder = _beside(out, "earlier"), _beside(out, "staging")
    if earlier.exists() and not out.exists():
        earlier.rename(out)
    for left in (earlier, folder):
        if left.exists():
            shutil.rmtree(left)
    folder.mkdir()
    return folder


def _swap(folder: Path, out: Path) -> None:
    if not out.exists():
        folder.rename(out)
    elif not _exchanged(folder, out):
        earlier = out.rename(_beside(out, "earlier"))
        try:
            folder.rename(out)
        except OSError:
            earlier.rename(out)
            raise
        shutil.rmtree(earlier, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the two changed places in one step, so that OUT is never missing (Linux)."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    path = _beside(out, "lock")
    lock = _lock(path, out)
    try:
        os.ftruncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        yield
    finally:
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        os.close(lock)


def _lock(path: Path, out: Path) -> int:
    """A locked descriptor of the file that bears this path now (not of one that its owner just removed)."""
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _take(lock):
            os.close(lock)
            raise StoreError(
                f"另一次运行（进程 {path.read_text() or '不明'}）正在写 {out}；"
                "请等它结束，或用 -o 换一个文件夹"
            )
        if path.exists() and os.path.samestat(os.fstat(lock), path.stat()):
            return lock
        os.close(lock)


def _take(lock: int) -> bool:
    """Whether the lock is ours now; the system frees it when a process ends, however it ends."""
    try:
        if sys.platform == "win32":
            os.lseek(lock, 1 << 30, os.SEEK_SET)
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
            os.lseek(lock, 0, os.SEEK_SET)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True
