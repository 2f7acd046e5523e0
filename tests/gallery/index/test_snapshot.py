"""A snapshot that is not the one that was written is refused with its reason, and rebuilt; nothing of it is used."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gallery.index.exact import Index
from gallery.index.shelf import Shelf
from gallery.index.snapshot import FORMAT
from tests.gallery.index.dying import KEY, MODEL, SIZE, opened, start, vectors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two snapshots of which one has a journal."""
    start(tmp_path / "index")
    index = opened(tmp_path / "index")
    assert index.load() == ""
    index.remove([5])
    return tmp_path / "index"


def _flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def _format(content: bytes) -> bytes:
    return content.replace(f'"format":{FORMAT}'.encode(), f'"format":{FORMAT + 1}'.encode())


FIRST, JOURNAL, SECOND = "snapshot-000001.idx", "snapshot-000001.erased", "snapshot-000002.idx"
FAULTS: dict[str, Callable[[Path], object]] = {
    "no manifest": lambda folder: (folder / "current.json").unlink(),
    "manifest": lambda folder: _flip(folder / "current.json", 20),
    "no file": lambda folder: (folder / FIRST).unlink(),
    "header": lambda folder: _flip(folder / FIRST, 60),
    "body": lambda folder: _flip(folder / FIRST, (folder / FIRST).stat().st_size // 2),
    "table": lambda folder: _flip(folder / FIRST, -1),
    "cut": lambda folder: _rewrite(folder / FIRST, lambda content: content[:-100]),
    "empty": lambda folder: _rewrite(folder / FIRST, lambda content: content[:0]),
    "longer": lambda folder: _rewrite(folder / FIRST, lambda content: content + b"more"),
    "swapped": lambda folder: shutil.copyfile(folder / SECOND, folder / FIRST),
    "no journal": lambda folder: (folder / JOURNAL).unlink(),
    "journal": lambda folder: _flip(folder / JOURNAL, 3),
    "newer": lambda folder: _rewrite(folder / FIRST, _format),
}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("no manifest", "expected a manifest, got none"),
        ("manifest", "manifest of this installation"),
        ("no file", "readable file"),
        ("header", "header|another"),
        ("body", "block 0"),
        ("table", "the one that the manifest names"),
        ("cut", "it was cut or written to"),
        ("empty", "readable file"),
        ("longer", "it was cut or written to"),
        ("swapped", "."),
        ("no journal", "block 0"),
        ("journal", "expected line 1"),
        ("newer", f"expected format {FORMAT}, got {FORMAT + 1}"),
    ],
)
@pytest.mark.proves("B-12")
def test_what_is_not_whole_is_refused_and_can_be_rebuilt(folder: Path, fault: str, reason: str) -> None:
    """The reason is told, the index stays as it was, and after a rebuild the next start finds it whole."""
    FAULTS[fault](folder)
    index = opened(folder)

    refused = index.load()

    assert re.search(reason, refused), refused
    assert index.size == 0
    numbers = list(range(1, 45))
    index.fill(np.array(numbers), vectors(numbers))
    index.save()
    again = opened(folder)
    assert again.load() == ""
    assert set(again.numbers) == set(numbers)
    assert sum(path.suffix == ".idx" for path in folder.iterdir()) == 1


@pytest.mark.parametrize(
    ("model", "size", "key", "reason"),
    [
        ("other@9", SIZE, KEY, "expected templates of other@9"),
        (MODEL, 8, KEY, "with 8 numbers"),
        (MODEL, SIZE, b"x" * 32, "manifest of this installation"),
    ],
)
def test_a_snapshot_of_another_model_or_installation_is_refused(
    folder: Path, model: str, size: int, key: bytes, reason: str
) -> None:
    """Templates of two models say nothing to each other; a folder of another installation may hold anybody."""
    index = Index(Shelf(folder, key), model, size)

    assert reason in index.load()
    assert index.size == 0


def test_a_newer_manifest_is_refused(folder: Path) -> None:
    """Whoever goes back to an older version rebuilds."""
    shelf = Shelf(folder, KEY)
    told = json.loads((folder / "current.json").read_bytes().split(b" ")[0])
    line = json.dumps({**told, "format": FORMAT + 1}, sort_keys=True, separators=(",", ":")).encode()
    (folder / "current.json").write_bytes(line + b" " + shelf._mac(line).encode() + b"\n")

    assert f"expected a manifest of format {FORMAT}" in opened(folder).load()


def test_files_of_an_earlier_version_and_of_a_crash_are_swept_up(folder: Path) -> None:
    """What no manifest names holds templates that nobody would find again when they are to be removed."""
    for name in ("references.idx", "snapshot-000099.idx", "snapshot-000099.erased", "current.new"):
        (folder / name).write_bytes(b"left over")
    (folder / "notes.txt").write_bytes(b"somebody's own")

    assert opened(folder).load() == ""

    left = {path.name for path in folder.iterdir()}
    expected = {"snapshot-000001.idx", "snapshot-000001.erased", "snapshot-000002.idx", "current.json", "notes.txt"}
    assert left == expected


def test_files_are_for_their_owner_alone(folder: Path) -> None:
    """Templates lie in them."""
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
