"""Writing an exit into a new folder: under a name that says it is unfinished, read again, and only then named."""

import io
import os
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, cast

from audits.note import LogKey
from gallery.leaving.certificate import ExitRefused
from gallery.leaving.checking import CheckedExit, check_exit

UNFINISHED = ".unfinished"
_CHUNK = 1 << 20


def place_for(out: Path, data_dir: Path) -> Path:
    """Return the folder to write, once it is known to be new or empty, and outside the data and any work tree.

    Raises:
        ExitRefused: it is not.
    """
    path = out.absolute().resolve()
    data = data_dir.absolute().resolve()
    if path == data or data in path.parents or path in data.parents:
        raise ExitRefused(f"{path}: expected a folder outside the data folder, got one that holds or lies in it")
    tree = next((each for each in path.parents if (each / ".git").exists()), path if (path / ".git").exists() else None)
    if tree is not None:
        raise ExitRefused(f"{path}: expected a folder outside any git work tree, got one in {tree}")
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ExitRefused(f"{path}: expected a new or empty folder, got something there; choose another")
    if not path.parent.is_dir():
        raise ExitRefused(f"{path.parent}: expected a folder, got none; make it first")
    unfinished = path.with_name(path.name + UNFINISHED)
    if unfinished.exists():
        raise ExitRefused(f"{unfinished}: expected none, got what an interrupted exit left; remove it first")
    return path


def write_exit(path: Path, pieces: Iterable[bytes], key: LogKey) -> CheckedExit:
    """Write an archive's files durably below `path`, check all of them, and only then give the folder its name.

    Raises:
        ExitRefused: it cannot be written, or is not whole; nothing is left.
    """
    fresh = path.with_name(path.name + UNFINISHED)
    try:
        fresh.mkdir(mode=0o700)
        _unpack(fresh, pieces)
        checked = check_exit(fresh, key)
        for folder in (each for each in (fresh, *fresh.rglob("*")) if each.is_dir()):
            _make_durable(folder)
        fresh.rename(path)
        _make_durable(path.parent)
    except (OSError, tarfile.TarError) as error:
        told = getattr(error, "strerror", None) or type(error).__name__
        raise ExitRefused(f"{path}: expected to be written, got: {told}; nothing was left there") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return checked


# Private


def _unpack(folder: Path, pieces: Iterable[bytes]) -> None:
    stream = cast("IO[bytes]", io.BufferedReader(_Pieces(iter(pieces)), _CHUNK))
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for entry in archive:
            content = archive.extractfile(entry) if entry.isreg() else None
            name = PurePosixPath(entry.name)
            if content is None or name.is_absolute() or ".." in name.parts:
                raise ExitRefused("exit: expected plain files below its folder, got something else")
            _write(folder / name, content)


def _write(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        shutil.copyfileobj(content, file, _CHUNK)
        file.flush()
        os.fsync(file.fileno())


def _make_durable(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a file that is read once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._rest = memoryview(b"")
        self._pieces = pieces

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, target: "memoryview") -> int:  # type: ignore[override]  # any writable buffer comes as a view
        """Fill a buffer with the next bytes."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
